"""What the bank's pages send."""

from collections.abc import Mapping

from interview_sim.domain.bank import TextSave
from interview_sim.domain.drafts import BadDraft, parse_draft
from interview_sim.domain.scoring import PointMark

MARK = "mark-"


def parse_text(form: Mapping[str, str]) -> TextSave:
    """A posted answer or note. Raises `BadDraft`."""
    return TextSave(*parse_draft(form))


def parse_marks(form: Mapping[str, str]) -> dict[str, PointMark]:
    """The mark of each point the form says something of. Raises `BadDraft`."""
    try:
        return {
            name.removeprefix(MARK): PointMark(value)
            for name, value in form.items()
            if name.startswith(MARK) and value
        }
    except ValueError:
        raise BadDraft("A point is missed, partly covered or covered. Reload the page and try again.") from None
