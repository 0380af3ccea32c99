"""The commands of `flask --app wsgi …`: those of the features, and looking after the installation."""

from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext

from interview_sim.auth.cli import user
from interview_sim.backup import BackupRefused, back_up
from interview_sim.catalog.cli import content
from interview_sim.doctor import examine
from interview_sim.sweep import attempts


def add_commands(app: Flask) -> None:
    """Give the application its commands."""
    for command in (content, user, attempts, doctor, backup):
        app.cli.add_command(command)


@click.command()
@with_appcontext
def doctor() -> None:
    """Look at the installation, and say in sentences what is wrong and how to mend it."""
    findings = examine()
    for finding in findings:
        click.echo(f"{'ok   ' if finding.is_fine else 'MEND '}{finding.told}")
    faults = sum(not finding.is_fine for finding in findings)
    if faults:
        raise click.ClickException(f"{faults} of {len(findings)} checks found something to mend.")
    click.echo("Everything is in order.")


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@with_appcontext
def backup(path: Path) -> None:
    """Copy the SQLite database to PATH while the site runs. PATH may be a folder; no file is overwritten."""
    try:
        written = back_up(path)
    except BackupRefused as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"The database is copied to {written} ({written.stat().st_size:,} bytes) and the copy is sound.")
