"""Which entry of the navigation a page stands under, so that the header can mark it."""

from collections.abc import Mapping

_OF_BLUEPRINT: Mapping[str, str] = {
    "interview": "interview.catalogue",
    "quiz": "quiz.set_up",
    "bank": "bank.questions",
    "study": "study.home",
    "drill": "progress.red_flags",
    "auth": "auth.settings",
}
_OF_ENDPOINT: Mapping[str, str] = {
    "progress.mistakes": "progress.red_flags",
    "progress.ask_delete": "progress.history",
    "auth.login": "auth.login",
    "auth.register": "auth.register",
}
"""Pages that stand elsewhere than the rest of their blueprint."""


def section_of(endpoint: str | None) -> str:
    """The endpoint of the entry; a page of no section is its own, and what is no page (None) has an empty one."""
    if endpoint is None:
        return ""
    return _OF_ENDPOINT.get(endpoint) or _OF_BLUEPRINT.get(endpoint.partition(".")[0], endpoint)
