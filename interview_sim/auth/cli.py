"""`flask user …`: what whoever runs the site does with accounts."""

import sys
from collections.abc import Callable

import click
from flask.cli import AppGroup

from interview_sim.auth import operator_service
from interview_sim.auth.choices import Role
from interview_sim.auth.emails import normalise_email
from interview_sim.auth.errors import EmailTaken, InvalidEmail, UnknownAccount
from interview_sim.auth.password_policy import find_password_fault
from interview_sim.auth.security_log import record
from interview_sim.auth.service import NewAccount
from interview_sim.clock import utc_now
from interview_sim.domain.wording import counted

user = AppGroup("user", help="Make, disable and enable accounts, set passwords anew, delete guests.")


class Email(click.ParamType[str]):
    """An e-mail address, normalised."""

    name = "email"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Normalise, or say what is wrong."""
        try:
            return normalise_email(value)
        except InvalidEmail as fault:
            self.fail(f"{value!r} is not an e-mail address. {fault}", param, ctx)


password_option = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input instead of asking for it twice."
)


@user.command()
@click.argument("email", type=Email())
@click.option("--name", help="The name to show; the part of the address before the @ if it is left out.")
@click.option("--admin", is_flag=True, help="Note that this is an administrator. No page asks for it yet.")
@password_option
def create(email: str, name: str | None, admin: bool, password_stdin: bool) -> None:
    """Make an account for EMAIL."""
    display_name = name or email.partition("@")[0]
    password = read_password(password_stdin, email, display_name)
    role = Role.ADMIN if admin else Role.CANDIDATE
    try:
        user_id = operator_service.create_user(NewAccount(email, display_name, password), utc_now(), role)
    except EmailTaken:
        raise click.ClickException(f"There is an account for {email} already.") from None
    record("account-created", user=user_id, role=role.value)
    click.echo(f"{email} can log in now{' as an administrator' if admin else ''}.")


@user.command("reset-password")
@click.argument("email", type=Email())
@password_option
def reset_password(email: str, password_stdin: bool) -> None:
    """Set a new password for EMAIL and sign it out everywhere."""
    password = read_password(password_stdin, email, "")
    user_id = _or_explain(email, lambda: operator_service.reset_password(email, password))
    record("password-reset", user=user_id)
    click.echo(f"The password of {email} is set, and every device is signed out.")


@user.command()
@click.argument("email", type=Email())
def disable(email: str) -> None:
    """Keep EMAIL from logging in, and sign it out everywhere. Nothing is deleted."""
    user_id = _or_explain(email, lambda: operator_service.disable(email, utc_now()))
    record("account-disabled", user=user_id)
    click.echo(f"{email} is disabled and signed out everywhere.")


@user.command()
@click.argument("email", type=Email())
def enable(email: str) -> None:
    """Let EMAIL log in again."""
    user_id = _or_explain(email, lambda: operator_service.enable(email))
    record("account-enabled", user=user_id)
    click.echo(f"{email} can log in again.")


@user.command("purge-guests")
def purge_guests() -> None:
    """Delete guests who are signed in nowhere any more, with all their work: nobody can come back to it."""
    deleted = operator_service.purge_unreachable(utc_now())
    record("guests-purged", number=deleted)
    click.echo(f"{counted(deleted, 'guest')} deleted.")


def read_password(from_stdin: bool, email: str, name: str) -> str:
    """The new password, held to the same rules as on the pages."""
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    if fault := find_password_fault(password, email=email, name=name):
        raise click.ClickException(fault)
    return password


def _or_explain(email: str, change: Callable[[], int]) -> int:
    try:
        return change()
    except UnknownAccount:
        raise click.ClickException(f"There is no account for {email}.") from None
