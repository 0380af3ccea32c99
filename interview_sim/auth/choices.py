"""What a user may be, and may choose."""

from enum import StrEnum


class Role(StrEnum):
    """What a user is to whoever runs the site. No page asks for it yet: content is made with files and commands."""

    CANDIDATE = "candidate"
    AUTHOR = "author"
    ADMIN = "admin"


class Theme(StrEnum):
    """Which colours a user wants; AUTO follows the device."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"
