"""One line of plain text from the content, in which `backticks` mark code, as HTML."""

from functools import lru_cache

from markupsafe import Markup, escape

from interview_sim.interview.blueprint import bp


@bp.app_template_filter("inline_code")
@lru_cache(maxsize=4096)
def inline_code(text: str) -> Markup:
    """The text escaped, with each part between backticks as `<code>`; an odd backtick stays as it is."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = ["`".join(parts[-2:])]
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else escape(part) for place, part in enumerate(parts)
    )
