"""The forms of the account pages."""

import unicodedata
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, Field, FloatField, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, NumberRange, ValidationError

from interview_sim.auth.choices import Theme
from interview_sim.auth.emails import normalise_email
from interview_sim.auth.errors import InvalidEmail
from interview_sim.auth.password_policy import find_password_fault

LONGEST_NAME = 80
SMALLEST_MULTIPLIER, LARGEST_MULTIPLIER = 1.0, 3.0
USUAL_MULTIPLIERS = ("1", "1.25", "1.5", "2", "3")
DELETE_WORD = "delete"
THEMES = [
    SelectChoice(Theme.AUTO.value, "Like the device"),
    SelectChoice(Theme.LIGHT.value, "Light"),
    SelectChoice(Theme.DARK.value, "Dark"),
]


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form with a CSRF token."""


def trimmed(text: str | None) -> str:
    """The text without spaces around it, and without control characters, which nobody types on purpose."""
    return "".join(letter for letter in text or "" if unicodedata.category(letter) not in ("Cc", "Cs")).strip()


def check_email(_form: Form, field: Field) -> None:
    """Replace what was typed by the normalised address, or say what is wrong with it."""
    try:
        field.data = normalise_email(field.data)
    except InvalidEmail as fault:
        raise ValidationError(f"That is not an e-mail address. {fault}") from None


def check_name(_form: Form, field: Field) -> None:
    """Refuse names that are too long to show."""
    if len(field.data) > LONGEST_NAME:
        raise ValidationError(f"Use at most {LONGEST_NAME} characters; this one has {len(field.data)}.")


class NumberField(FloatField):
    """A number that may also be written with a decimal comma; what cannot be read is kept as it was typed."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        try:
            super().process_formdata([value.strip().replace(",", ".") for value in valuelist])
        except ValueError:
            raise ValueError("Enter a number, for example 1.5.") from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:g}" if self.data is not None else ""


class LoginForm(Form):
    """Sign in to an account."""

    email = EmailField("E-mail address", filters=[trimmed], validators=[DataRequired("Enter your e-mail address.")])
    password = PasswordField("Password", validators=[InputRequired("Enter your password.")])


class RegisterForm(Form):
    """Make an account."""

    display_name = StringField(
        "Name", filters=[trimmed], validators=[DataRequired("Enter the name you want to see here."), check_name]
    )
    email = EmailField(
        "E-mail address", filters=[trimmed], validators=[DataRequired("Enter your e-mail address."), check_email]
    )
    password = PasswordField("Password", validators=[InputRequired("Choose a password.")])
    password_again = PasswordField("Password again", validators=[InputRequired("Repeat the password.")])

    def validate_password(self, field: Field) -> None:
        """Refuse what is guessed first."""
        _refuse_weak(field, email=self.email.data or "", name=self.display_name.data or "")

    def validate_password_again(self, field: Field) -> None:
        """Refuse a slip of the finger: there is no e-mail that could repair it."""
        _refuse_different(field, self.password)


class PreferencesForm(Form):
    """What an interview looks and sounds like for this user."""

    display_name = StringField(
        "Name", filters=[trimmed], validators=[DataRequired("Enter the name you want to see here."), check_name]
    )
    time_multiplier = NumberField(
        "Extra time",
        validators=[
            NumberRange(
                SMALLEST_MULTIPLIER, LARGEST_MULTIPLIER, "Extra time goes from 1 (none) to 3 (three times as long)."
            )
        ],
    )
    voice = BooleanField("Let the interviewer speak")
    theme = RadioField(
        "Colours",
        choices=THEMES,
    )


class EmailForm(Form):
    """Change the address one signs in with."""

    email = EmailField(
        "New e-mail address", filters=[trimmed], validators=[DataRequired("Enter the new address."), check_email]
    )
    current_password = PasswordField("Current password", validators=[InputRequired("Enter your current password.")])


class PasswordForm(Form):
    """Change the password."""

    current_password = PasswordField("Current password", validators=[InputRequired("Enter your current password.")])
    password = PasswordField("New password", validators=[InputRequired("Choose a new password.")])
    password_again = PasswordField("New password again", validators=[InputRequired("Repeat the new password.")])

    def __init__(self, *args: Any, email: str = "", name: str = "", **kwargs: Any) -> None:
        """`email` and `name` of the user may not be their password."""
        super().__init__(*args, **kwargs)
        self._personal = {"email": email, "name": name}

    def validate_password(self, field: Field) -> None:
        """Refuse what is guessed first."""
        _refuse_weak(field, **self._personal)

    def validate_password_again(self, field: Field) -> None:
        """Refuse a slip of the finger."""
        _refuse_different(field, self.password)


class DeleteForm(Form):
    """Delete an account for good."""

    current_password = PasswordField("Your password", validators=[InputRequired("Enter your password.")])


class DeleteGuestForm(Form):
    """Delete a guest's work for good; a guest has no password to be asked for."""

    word = StringField(f"Type “{DELETE_WORD}”", filters=[trimmed])

    def validate_word(self, field: Field) -> None:
        """Make sure it is meant."""
        if field.data.casefold() != DELETE_WORD:
            raise ValidationError(f"Type the word “{DELETE_WORD}” to delete everything.")


def _refuse_weak(field: Field, *, email: str, name: str) -> None:
    if fault := find_password_fault(field.data or "", email=email, name=name):
        raise ValidationError(fault)


def _refuse_different(field: Field, password: Field) -> None:
    if field.data != password.data:
        raise ValidationError("The two passwords differ. Type the same one twice.")
