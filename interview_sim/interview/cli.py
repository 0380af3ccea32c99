"""`flask attempts`: the clock for attempts nobody looks at."""

import click
from flask.cli import AppGroup

from interview_sim.clock import utc_now
from interview_sim.interview import service

attempts = AppGroup("attempts", help="Look after interview attempts.")


@attempts.command("sweep")
def sweep() -> None:
    """Write down what the clock has closed in attempts nobody has looked at since."""
    click.echo(f"{service.sweep(utc_now())} attempts settled.")
