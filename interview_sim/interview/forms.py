"""What the interview's pages send."""

import re
from collections.abc import Mapping

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Regexp

from interview_sim.domain.attempt import Flow
from interview_sim.domain.timing import Pace

KEY = r"^[0-9a-zA-Z_-]{8,64}$"

PACES = [
    SelectChoice(Pace.STRICT.value, "Strict"),
    SelectChoice(Pace.PRACTICE.value, "Practice"),
    SelectChoice(Pace.UNTIMED.value, "Untimed"),
]
FLOWS = [
    SelectChoice(Flow.AT_END.value, "At the end"),
    SelectChoice(Flow.EACH.value, "After each question"),
]
PACE_HELP = {
    Pace.STRICT.value: "When a question's time is up, it closes and the next one opens, as in a real interview. "
    "What you have written counts.",
    Pace.PRACTICE.value: "The clock runs and goes on past zero; how far you ran over is reported. You can pause.",
    Pace.UNTIMED.value: "Only the time you took is recorded.",
}
FLOW_HELP = {
    Flow.AT_END.value: "Answer everything first, then go through the checklists.",
    Flow.EACH.value: "Go through each checklist while the answer is fresh. The clock stands still meanwhile.",
}


class BriefingForm(FlaskForm):  # type: ignore[misc]
    """How the candidate wants to sit the interview."""

    pace = RadioField("Pace", choices=PACES, default=Pace.STRICT.value)
    flow = RadioField("Debrief", choices=FLOWS, default=Flow.AT_END.value)
    start_key = HiddenField(validators=[Regexp(KEY)])
    prompt = HiddenField()


class BadDraft(ValueError):
    """The fields that travel with an answer are missing or not what the page put there."""


def parse_draft(form: Mapping[str, str]) -> tuple[str, int, str, int]:
    """Text, revision, page and sequence of a posted answer; line ends become line feeds. Raises `BadDraft`.

    Without a script there is no sequence: it is 0, and such a save must edit the stored revision.
    Read by hand, for this is the busiest request there is; the values come from the page, not from typing.
    """
    page = form.get("page", "")
    revision = form.get("revision", "")
    sequence = form.get("sequence", "0")
    text = form.get("text")
    if text is None or not re.match(KEY, page) or not (_is_count(revision) and _is_count(sequence)):
        raise BadDraft("This request did not carry an answer as the page sends it. Reload the page and try again.")
    # PostgreSQL cannot store a NUL, and nobody can type one.
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""), int(revision), page, int(sequence)


def parse_count(form: Mapping[str, str], name: str) -> int:
    """A small whole number the page put into a hidden field. Raises `BadDraft`."""
    value = form.get(name, "")
    if not _is_count(value):
        raise BadDraft(f"The field '{name}' should be a number. Reload the page and try again.")
    return int(value)


def _is_count(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= 9
