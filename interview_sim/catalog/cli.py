"""`flask content …`: checking packs, and loading them into the database."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

import click
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from interview_sim.catalog.coverage import list_report
from interview_sim.catalog.loader import SHIPPED, find_packs, read_packs
from interview_sim.catalog.near_copies import list_near_copies
from interview_sim.catalog.packs import LoadedPack, PackFaults
from interview_sim.catalog.store import LoadReport, SlugTaken, load_packs
from interview_sim.clock import utc_now
from interview_sim.domain.wording import counted

content = AppGroup("content", help="Check packs of interview content, and load them.")

Folder = click.Path(path_type=Path)

LONG_RUN = 8
"""From how many words on a run is hardly chance any more."""


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


@content.command("report", with_appcontext=False)
@click.argument("path", type=Folder, required=False)
@click.option("--items", "with_ids", is_flag=True, help="Name the items of each row.")
def report(path: Path | None, with_ids: bool) -> None:
    """Print what the packs at PATH (the shipped ones, if none is given) teach, and how their items are spread.

    Where a pack has a `syllabus.yaml`, each of its rows is listed with what it is practised with.
    """
    for pack in _read_or_exit([path or SHIPPED]):
        for line in list_report(pack, with_ids=with_ids):
            click.echo(line)


@content.command("similar", with_appcontext=False)
@click.argument("file", type=click.File(encoding="utf-8", errors="replace"))
@click.argument("path", type=Folder, required=False)
@click.option("--words", default=LONG_RUN, show_default=True, type=click.IntRange(min=3), help="The shortest run.")
def similar(file: TextIO, path: Path | None, words: int) -> None:
    """Print which items of the packs at PATH (the shipped ones, if none is given) share words with a text FILE.

    Only runs of several words in the same order count; case, punctuation and markup do not. Use it to see whether
    something was taken over from an article by accident. `-` reads the text from standard input.
    """
    found = list_near_copies(file.read(), _find_or_exit([path or SHIPPED]), words)
    for copy in found:
        click.echo(str(copy))
    click.echo(f"{counted(len(found), 'run')} of {words} words or more in common.", err=True)


def _find_or_exit(paths: Iterable[Path]) -> list[Path]:
    try:
        return [pack for path in paths for pack in find_packs(path)]
    except PackFaults as refusal:
        raise _exit_with(refusal) from None


def _read_or_exit(paths: Iterable[Path]) -> list[LoadedPack]:
    packs = _find_or_exit(paths)
    try:
        return read_packs(packs)
    except PackFaults as refusal:
        raise _exit_with(refusal) from None


def _exit_with(refusal: PackFaults) -> click.exceptions.Exit:
    """Print every fault; the exception that ends the command."""
    for fault in refusal.faults:
        click.echo(str(fault))
    files = len({fault.path for fault in refusal.faults})
    click.echo(f"{counted(len(refusal.faults), 'fault')} in {counted(files, 'file')}.", err=True)
    return click.exceptions.Exit(1)


def _summary(pack: LoadedPack) -> str:
    prompts = [prompt for scenario in pack.scenarios for prompt in scenario.prompts]
    counts = (
        counted(len(pack.scenarios), "scenario"),
        counted(len(prompts), "prompt"),
        counted(sum(len(prompt.points) for prompt in prompts), "expected point"),
        counted(len(pack.questions), "question"),
        counted(len(pack.choice_questions), "choice question"),
        counted(len(pack.guides), "guide"),
        counted(len(pack.drills), "drill"),
    )
    return f"{pack.pack.id}: no faults ({', '.join(counts)})."


MOST_NAMED = 50
"""Up to so many items are named one by one; of more, as when a pack is loaded first, the number is said alone."""


def _print_report(report: LoadReport) -> None:
    changes = {
        "added": report.added,
        "changed": report.changed,
        "revived": report.revived,
        "retired": report.retired,
    }
    for word, names in changes.items():
        for name in names if len(names) <= MOST_NAMED else ():
            click.echo(f"{report.pack}: {word} {name}")
    counts = Counter({word: len(names) for word, names in changes.items()})
    said = ", ".join(f"{counts[word]} {word}" for word in changes if counts[word])
    click.echo(f"{report.pack}: {said or 'nothing to do'}, {len(report.unchanged)} unchanged.")
