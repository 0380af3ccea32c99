"""Where a page may send its reader next: only to paths of this site."""

import unicodedata

LONGEST = 2000


def find_local_path(text: str | None) -> str | None:
    r"""The path if it certainly stays on this site, or None.

    Browsers read `//host`, `/\host` and `/<tab>/host` as other sites, so a second slash, backslashes, control
    characters and spaces are all refused.
    """
    if not text or len(text) > LONGEST or not text.startswith("/") or text.startswith("//"):
        return None
    if "\\" in text or any(unicodedata.category(character)[0] in "CZ" for character in text):
        return None
    return text
