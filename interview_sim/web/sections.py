"""Which entry of the navigation a page stands under, so that the header can mark it."""

from collections.abc import Mapping

from flask import Flask, request
from markupsafe import Markup

_ENTRIES = (
    ("interview.catalogue", "Interviews", True),
    ("quiz.set_up", "Quizzes", True),
    ("bank.questions", "Questions", True),
    ("study.home", "Study", False),
    ("progress.red_flags", "Red flags", True),
    ("progress.history", "History", False),
)
"""The main navigation: where to, called what, and whether visitors see it, too."""
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


def init_app(app: Flask) -> None:
    """Give templates `main_sections(is_signed_in)`, the links of the main navigation as they stand on this page."""
    drawn: dict[tuple[str, str | None, bool], Markup] = {}

    def main_sections(is_signed_in: bool) -> Markup:
        key = (request.script_root, request.endpoint, is_signed_in)
        if key not in drawn:
            entries = [(target, label) for target, label, is_for_all in _ENTRIES if is_for_all or is_signed_in]
            template = app.jinja_env.get_template("partials/sections.html")
            section = section_of(request.endpoint)
            drawn[key] = Markup(template.render(entries=entries, endpoint=request.endpoint, section=section))  # noqa: S704 - an own template
        return drawn[key]

    app.jinja_env.globals["main_sections"] = main_sections
