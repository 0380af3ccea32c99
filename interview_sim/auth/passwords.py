"""Hashing passwords with argon2id, and verifying them in the same time whether or not there is an account."""

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1, type=Type.ID)
"""OWASP's recommended minimum: about 30 ms on a small server, which is what a sign-in costs."""

NOBODYS_HASH = "$argon2id$v=19$m=19456,t=2,p=1$BoWauhVUy30cvimlWnLNpQ$NR423WKRCAVhwzo8o3zf2f8rAWrT4etctVjL37RX7qs"
"""Verified against where there is no account, so that the answer takes as long; no password is accepted by it."""


def hash_password(password: str) -> str:
    """A salted hash of every character of the password."""
    return HASHER.hash(_as_bytes(password))


def password_matches(stored_hash: str | None, password: str) -> bool:
    """Whether this is the password; takes one verification in every case, also where there is no hash."""
    try:
        HASHER.verify(stored_hash or NOBODYS_HASH, _as_bytes(password))
    except (VerificationError, InvalidHashError):
        return False
    return bool(stored_hash)


def needs_new_hash(stored_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(stored_hash)


def _as_bytes(password: str) -> bytes:
    # Half a surrogate pair can arrive in JSON; it is as good a character as any other.
    return password.encode("utf-8", "surrogatepass")
