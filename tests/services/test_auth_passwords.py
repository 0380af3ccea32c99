"""Which passwords are accepted, and how they are kept."""

import pytest

from interview_sim.auth.password_policy import common_passwords, find_password_fault
from interview_sim.auth.passwords import HASHER, NOBODYS_HASH, hash_password, needs_new_hash, password_matches

FINE = "teal otters paint kettles"


def test_eleven_characters_are_too_few_and_twelve_are_enough() -> None:
    assert find_password_fault("x7-k2+p9_Qw") is not None
    assert find_password_fault("x7-k2+p9_Qw!") is None


def test_a_hundred_and_twenty_eight_characters_fit_and_one_more_does_not() -> None:
    long = ("x7-k2+p9_Qw!" * 11)[:128]
    assert find_password_fault(long) is None
    assert find_password_fault(long + "a") is not None


def test_characters_are_counted_not_bytes() -> None:
    assert find_password_fault("äöüßéèêçñåøæ") is None
    assert find_password_fault("🦦🦊🐢🦉🐙🐝🦋🐌🐞🦀🐟") is not None


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "PASSWORD1234",
        "Password2024!",
        "p@ssw0rd1234",
        "passwordpassword",
        "!!password!!!",
        "2026password!",
        "Summer2026!!",
        "dragonmonkey1",
        "1loveyou1234",
        "qwertyuiopas",
        "sapoiuytrewq",
        "1qaz2wsx3edc",
        "123456789012",
        "210987654321",
        "abcdefghijkl",
        "correct horse battery staple",
        "Correct-Horse-Battery-Staple1",
        "thisismypassword",
        "ManchesterUnited1",
        "letmeinplease",
        "hunter2hunter2",
        "314159265358",
        "interview2026",
    ],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    assert "guessed first" in (find_password_fault(password) or "")


@pytest.mark.parametrize(
    "password", ["aaaaaaaaaaaa", "abababababab", "1212341234123", "            ", "aAaAbBbBcCcCdD"]
)
def test_few_different_characters_are_refused(password: str) -> None:
    assert "different characters" in (find_password_fault(password) or "")


@pytest.mark.parametrize(
    "password",
    [
        FINE,
        "monkey summer dragon",
        "welcome to 12 rooms",
        "grüne Socken im Mai",
        "juniper-kettle-93-umbra",
        "password83920175",
        "correct horse paints staples",
        "k8#fLq2!vZp0",
    ],
)
def test_what_is_not_guessed_first_is_accepted(password: str) -> None:
    assert find_password_fault(password) is None


@pytest.mark.parametrize(
    "password",
    ["ada.lovelace@example.org", "ADA.LOVELACE@example.org", "ada.lovelace", "Ada Lovelace", "adalovelace1815"],
)
def test_ones_own_name_and_address_are_refused(password: str) -> None:
    fault = find_password_fault(password, email="ada.lovelace@example.org", name="Ada Lovelace")
    assert "name or e-mail address" in (fault or "")


def test_the_shipped_list_refuses_many_thousands() -> None:
    listed = common_passwords()
    combined = {
        first + second for first in listed.words for second in listed.words if 12 <= len(first + second) <= 14
    }
    assert len(combined) > 5_000
    for password in sorted(combined)[:: len(combined) // 200]:
        assert listed.contain(password)
    assert all(listed.contain(phrase.upper()) for phrase in listed.phrases)


def test_checking_the_longest_password_takes_no_time_to_speak_of() -> None:
    from time import perf_counter

    started = perf_counter()
    for password in ("a1" * 64, "1" * 60 + "qwertz" * 11, "!?" * 64, ("love" * 32)):
        find_password_fault(password[:128], email="a@b.c", name="n")
    assert perf_counter() - started < 0.5


def test_hashes_have_the_documented_cost() -> None:
    assert hash_password(FINE).startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not HASHER.check_needs_rehash(NOBODYS_HASH), "or refusing an unknown user would take another time"


def test_the_same_password_is_hashed_differently_each_time() -> None:
    assert hash_password(FINE) != hash_password(FINE)


@pytest.mark.parametrize(
    "password", [FINE, " spaces around ", "nul\x00inside it", "🦦" * 128, "half \ud800 character"]
)
def test_every_character_counts(password: str) -> None:
    stored = hash_password(password)
    assert password_matches(stored, password)
    for other in (password[:-1], password + " ", password.strip() + "!", password.replace("\x00", "")[:-1]):
        assert not password_matches(stored, other)


def test_a_hundred_and_twenty_ninth_character_would_count_too() -> None:
    stored = hash_password("x" * 128)
    assert not password_matches(stored, "x" * 129)


def test_nobodys_hash_accepts_nothing() -> None:
    assert not password_matches(None, "x")
    assert not password_matches("", "x")
    assert not password_matches("not a hash", "x")


def test_hashes_of_other_costs_are_renewed() -> None:
    assert needs_new_hash("$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21l$Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYmFyYmE")
    assert not needs_new_hash(hash_password(FINE))
