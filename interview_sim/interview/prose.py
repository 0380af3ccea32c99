"""Sentences of the content as HTML: `backticks` mark code, and must-haves carry their badge.

What is made is kept: a report shows some eighty of these sentences, and they are the same for everybody.
"""

from functools import lru_cache

from markupsafe import Markup, escape

from interview_sim.domain.content import ExpectedPoint
from interview_sim.interview.blueprint import bp

LEARN = Markup(
    ' <a class="no-print" href="{}">Learn it<span class="visually-hidden"> in the questions: {}</span></a>'
)
MUST_HAVE = Markup(' <span class="badge accent">must-have</span>')


@bp.app_template_filter("inline_code")
@lru_cache(maxsize=4096)
def inline_code(text: str) -> Markup:
    """The sentence escaped, with each part between backticks as `<code>`; a last odd backtick stays as it is."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = ["`".join(parts[-2:])]
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else escape(part) for place, part in enumerate(parts)
    )


@bp.app_template_filter("point_text")
def point_text(point: ExpectedPoint) -> Markup:
    """An expected point's text, with a badge where it is a must-have."""
    return _point_text(point.text, point.must_have)


@lru_cache(maxsize=4096)
def _point_text(text: str, must_have: bool) -> Markup:
    return inline_code(text) + MUST_HAVE if must_have else inline_code(text)


@bp.app_template_filter("point_why")
def point_why(point: ExpectedPoint, bank: str) -> Markup:
    """Why a point matters, and a link to the question that teaches it; `bank` is the address of the question SLUG."""
    return _point_why(point.why, point.text, point.question, bank)


@lru_cache(maxsize=4096)
def _point_why(why: str, text: str, question: str | None, bank: str) -> Markup:
    if question is None:
        return inline_code(why)
    return inline_code(why) + LEARN.format(bank.replace("SLUG", question.partition("/")[2]), text.replace("`", ""))
