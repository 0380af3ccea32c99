"""What a user may be, and may choose."""

from enum import StrEnum


class Role(StrEnum):
    """What a user may do."""

    CANDIDATE = "candidate"
    AUTHOR = "author"
    ADMIN = "admin"


class Theme(StrEnum):
    """Which colours a user wants; AUTO follows the device."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"
