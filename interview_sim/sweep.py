"""`flask attempts`: the clock for attempts nobody looks at, interviews and quizzes alike."""

import click
from flask.cli import AppGroup

from interview_sim.clock import utc_now
from interview_sim.domain.wording import counted
from interview_sim.interview import service as interviews
from interview_sim.quiz import service as quizzes

attempts = AppGroup("attempts", help="Look after interviews and quizzes that were begun.")


@attempts.command("sweep")
def sweep() -> None:
    """Write down what the clock has closed in attempts nobody has looked at since."""
    now = utc_now()
    settled = interviews.sweep(now) + quizzes.settle_lapsed(now)
    click.echo(f"{counted(settled, 'attempt')} settled.")
