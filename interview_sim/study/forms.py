"""What the study's pages send."""

from collections.abc import Mapping

from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from interview_sim.domain.drafts import is_count
from interview_sim.domain.review import MAX_PER_DAY, CardKind, Grade

TOO_MANY = f"Give a whole number from 0 to {MAX_PER_DAY}."


class LimitsForm(FlaskForm):  # type: ignore[misc]
    """How many cards may be asked in a day."""

    new = IntegerField("New cards a day", validators=[InputRequired(TOO_MANY), NumberRange(0, MAX_PER_DAY, TOO_MANY)])
    reviews = IntegerField(
        "Known cards a day", validators=[InputRequired(TOO_MANY), NumberRange(0, MAX_PER_DAY, TOO_MANY)]
    )


class BadRequest(ValueError):
    """The fields are missing or not what the page put there; the message says what to do."""


def parse_rating(form: Mapping[str, str]) -> tuple[int, Grade]:
    """The version of the card that was rated, and the grade. Raises `BadRequest`."""
    grades = {str(grade.value): grade for grade in Grade}
    version, grade = form.get("version", ""), grades.get(form.get("grade", ""))
    if grade is None or not is_count(version):
        raise BadRequest("This request did not say how the card was rated. Go back and use the four buttons.")
    return int(version), grade


def parse_subject(form: Mapping[str, str]) -> tuple[CardKind, str, str]:
    """Kind, address (`pack/slug`) and part of what is to be added. Raises `BadRequest`."""
    kinds = {kind.value: kind for kind in CardKind}
    kind = kinds.get(form.get("kind", ""))
    if kind is None or "item" not in form:
        raise BadRequest("This request did not say what is to be added. Go back, reload the page and try again.")
    return kind, form["item"], form.get("part", "")
