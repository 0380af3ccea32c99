"""Name, extra time, voice and colours."""

import pytest
from flask import Flask

from tests.client import AuditingClient
from tests.web.auth.looking import get_user, user_ids

CHOSEN = {"display_name": "Ada L.", "time_multiplier": "1.5", "voice": "y", "theme": "dark"}


def test_what_is_chosen_is_kept_and_shown(app: Flask, ada: int, ada_client: AuditingClient) -> None:
    saved = ada_client.submit(ada_client.get("/auth/settings"), "/auth/settings", **CHOSEN)
    assert (saved.status_code, saved.headers["Location"]) == (303, "/auth/settings")
    user = get_user(app, ada)
    assert (user.display_name, user.time_multiplier, user.voice, user.theme) == ("Ada L.", 1.5, True, "dark")
    page = ada_client.get("/auth/settings")
    assert 'data-theme="dark"' in page.text
    assert "Your settings are saved." in page.text
    assert ada_client.submit(page, "/auth/settings").status_code == 303
    assert get_user(app, ada).voice is True


def test_an_unticked_box_turns_the_voice_off(app: Flask, ada: int, ada_client: AuditingClient) -> None:
    ada_client.post("/auth/settings", data=CHOSEN)
    ada_client.post("/auth/settings", data={name: CHOSEN[name] for name in CHOSEN if name != "voice"})
    assert get_user(app, ada).voice is False


@pytest.mark.parametrize(("typed", "kept"), [("1", 1.0), ("1,25", 1.25), (" 2 ", 2.0), ("3", 3.0), ("1.333", 1.33)])
def test_extra_time_from_one_to_three_is_taken(
    app: Flask, ada: int, ada_client: AuditingClient, typed: str, kept: float
) -> None:
    assert ada_client.post("/auth/settings", data={**CHOSEN, "time_multiplier": typed}).status_code == 303
    assert get_user(app, ada).time_multiplier == kept


@pytest.mark.parametrize("typed", ["0.99", "3.01", "3.001", "0", "-2", "nan", "inf", "1e9", "", "twice", "1.5x"])
def test_any_other_extra_time_is_refused_and_kept_as_it_was_typed(
    app: Flask, ada: int, ada_client: AuditingClient, typed: str
) -> None:
    refused = ada_client.post("/auth/settings", data={**CHOSEN, "time_multiplier": typed})
    assert refused.status_code == 422
    assert f'value="{typed}"' in refused.text
    assert 'value="Ada L."' in refused.text
    assert 'aria-current="page"' in refused.text
    assert get_user(app, ada).time_multiplier == 1.0


@pytest.mark.parametrize("change", [{"theme": "sepia"}, {"theme": ""}, {"display_name": " "}])
def test_what_cannot_be_chosen_is_refused(
    app: Flask, ada: int, ada_client: AuditingClient, change: dict[str, str]
) -> None:
    assert ada_client.post("/auth/settings", data={**CHOSEN, **change}).status_code == 422
    assert get_user(app, ada).display_name == "Ada"


def test_nothing_else_can_be_set(app: Flask, ada: int, bob: int, ada_client: AuditingClient) -> None:
    ada_client.post("/auth/settings", data={**CHOSEN, "role": "admin", "id": str(bob), "user_id": str(bob)})
    assert get_user(app, ada).role == "candidate"
    assert get_user(app, bob).display_name == "Bob"


def test_guests_have_preferences_too(app: Flask, guest_client: AuditingClient) -> None:
    page = guest_client.get("/auth/settings")
    assert "You are a guest." in page.text
    assert guest_client.submit(page, "/auth/settings", **CHOSEN).status_code == 303
    (guest,) = user_ids(app)
    assert get_user(app, guest).theme == "dark"
    assert 'value="Ada L."' in guest_client.get("/auth/register").text


def test_a_guest_who_chose_no_name_is_not_called_guest_for_good(guest_client: AuditingClient) -> None:
    assert 'value="Guest"' not in guest_client.get("/auth/register").text


def test_signed_out_people_are_asked_to_sign_in(client: AuditingClient) -> None:
    assert client.get("/auth/settings").headers["Location"] == "/auth/login?next=/auth/settings"


def test_the_page_takes_one_query(ada_client: AuditingClient) -> None:
    ada_client.get("/auth/settings")
    assert len(ada_client.queries) == 1


def test_other_methods_are_not_allowed(ada_client: AuditingClient) -> None:
    assert ada_client.delete("/auth/settings").status_code == 405
