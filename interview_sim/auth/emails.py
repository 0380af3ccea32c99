"""E-mail addresses as names of accounts: one spelling for each."""

import email_validator

from interview_sim.auth.errors import InvalidEmail

# Nothing is ever sent to these addresses, so a school's own `.local` or `.test` names are as good as any.
email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()


def normalise_email(text: str) -> str:
    """The address as it is stored and looked up: trimmed, in lower case; `InvalidEmail` says what is wrong."""
    try:
        checked = email_validator.validate_email(text.strip(), check_deliverability=False, globally_deliverable=False)
    except email_validator.EmailNotValidError as fault:
        raise InvalidEmail(str(fault)) from None
    return checked.normalized.lower()


def find_normalised_email(text: str) -> str | None:
    """The normalised address, or None where the text is not an address."""
    try:
        return normalise_email(text)
    except InvalidEmail:
        return None
