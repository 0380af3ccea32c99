"""What accounts refuse, each named for its reason."""


class WrongCredentials(Exception):
    """No account has this e-mail address and this password; which of the two is wrong is not said."""


class WrongPassword(Exception):
    """The signed-in user's current password is another one."""


class EmailTaken(Exception):
    """Another account has this e-mail address."""


class InvalidEmail(ValueError):
    """The text is not an e-mail address; the message says why."""


class UnknownAccount(Exception):
    """No account has this e-mail address (said only to whoever runs the site)."""


class TooManyAttempts(Exception):
    """A rate limit was reached."""

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(f"try again in {wait_seconds} s")
        self.wait_seconds = wait_seconds
