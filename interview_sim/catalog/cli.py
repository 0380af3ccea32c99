"""`flask content …`: checking packs, and loading them into the database."""

from collections import Counter
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from interview_sim.catalog.loader import SHIPPED, find_packs, read_packs
from interview_sim.catalog.packs import LoadedPack, PackFaults
from interview_sim.catalog.store import LoadReport, SlugTaken, load_packs
from interview_sim.clock import utc_now

content = AppGroup("content", help="Check packs of interview content, and load them.")

Folder = click.Path(path_type=Path)


@content.command("check", with_appcontext=False)
@click.argument("path", type=Folder, required=False)
def check(path: Path | None) -> None:
    """Report every fault of the packs at PATH (the shipped ones, if none is given).

    PATH is the folder of a pack, or a folder of packs. Each fault is one line, `file:line: what and how to mend
    it`; the exit status is 1 where there is any. No database is needed.
    """
    for pack in _read_or_exit([path or SHIPPED]):
        click.echo(_summary(pack))


@content.command("load")
@click.argument("paths", metavar="[PATH]...", type=Folder, nargs=-1)
def load(paths: tuple[Path, ...]) -> None:
    """Load the packs at PATH (the shipped ones, if none is given) into the database.

    All of them are loaded, or none. What has not changed is left alone, so it may be repeated at any time; what a
    pack no longer holds is retired, and attempts that were made with it stay as they were.
    """
    packs = _read_or_exit(paths or (SHIPPED,))
    try:
        reports = load_packs(packs, utc_now())
    except SlugTaken as refusal:
        raise click.ClickException(f"{refusal}. Nothing was loaded.") from None
    except SQLAlchemyError as error:
        reason = " ".join(str(getattr(error, "orig", None) or error).split())
        raise click.ClickException(
            f"the database refused: {reason}. Nothing was loaded. Has `flask db upgrade` been run, and is no other "
            f"program holding the database?"
        ) from None
    for report in reports:
        _print_report(report)


def _read_or_exit(paths: tuple[Path, ...] | list[Path]) -> list[LoadedPack]:
    try:
        return read_packs([pack for path in paths for pack in find_packs(path)])
    except PackFaults as refusal:
        for fault in refusal.faults:
            click.echo(str(fault))
        files = len({fault.path for fault in refusal.faults})
        click.echo(f"{_count(len(refusal.faults), 'fault')} in {_count(files, 'file')}.", err=True)
        raise click.exceptions.Exit(1) from None


def _summary(pack: LoadedPack) -> str:
    prompts = [prompt for scenario in pack.scenarios for prompt in scenario.prompts]
    counts = (
        _count(len(pack.scenarios), "scenario"),
        _count(len(prompts), "prompt"),
        _count(sum(len(prompt.points) for prompt in prompts), "expected point"),
        _count(len(pack.questions), "question"),
        _count(len(pack.choice_questions), "choice question"),
        _count(len(pack.guides), "guide"),
    )
    return f"{pack.pack.id}: no faults ({', '.join(counts)})."


def _print_report(report: LoadReport) -> None:
    changes = {
        "added": report.added,
        "changed": report.changed,
        "revived": report.revived,
        "retired": report.retired,
    }
    for word, names in changes.items():
        for name in names:
            click.echo(f"{report.pack}: {word} {name}")
    counts = Counter({word: len(names) for word, names in changes.items()})
    said = ", ".join(f"{counts[word]} {word}" for word in changes if counts[word])
    click.echo(f"{report.pack}: {said or 'nothing to do'}, {len(report.unchanged)} unchanged.")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
