"""What the interview's pages send."""

from collections.abc import Mapping

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Regexp

from interview_sim.domain.attempt import Flow
from interview_sim.domain.drafts import KEY, BadDraft, is_count
from interview_sim.domain.timing import Pace

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


def parse_count(form: Mapping[str, str], name: str) -> int:
    """A small whole number the page put into a hidden field. Raises `BadDraft`."""
    value = form.get(name, "")
    if not is_count(value):
        raise BadDraft(f"The field '{name}' should be a number. Reload the page and try again.")
    return int(value)
