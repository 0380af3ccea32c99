"""What the bank's pages send."""

import json
from collections.abc import Mapping

from interview_sim.domain.drafts import BadDraft
from interview_sim.domain.scoring import PointMark

MARK = "mark-"


def parse_marks(form: Mapping[str, str]) -> dict[str, PointMark]:
    """The marks that were changed, by point. Raises `BadDraft`.

    A script sends what it changed. The whole form also carries `seen`, a JSON object of the marks the page was shown:
    what does not differ from it was not touched, and must not undo what another window did.
    """
    seen = _seen(form.get("seen", ""))
    try:
        return {
            name.removeprefix(MARK): PointMark(value)
            for name, value in form.items()
            if name.startswith(MARK) and value and value != seen.get(name)
        }
    except ValueError:
        raise BadDraft("A point is missed, partly covered or covered. Reload the page and try again.") from None


def _seen(text: str) -> Mapping[str, object]:
    try:
        seen = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return seen if isinstance(seen, dict) else {}
