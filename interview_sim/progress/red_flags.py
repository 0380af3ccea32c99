"""The red flags of every current interview and the general ones, beside the user's own record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from interview_sim.catalog.queries import PinnedScenario, get_scenario, list_current_scenarios
from interview_sim.domain.attempt import State
from interview_sim.domain.content import RedFlag
from interview_sim.domain.errors import NotFound
from interview_sim.domain.rating import Rating
from interview_sim.domain.wording import counted
from interview_sim.drill.queries import Counts, counts_by_flag
from interview_sim.progress.judgement_queries import RaisedFlag, list_raised_flags

_Key = tuple[str, int, str]
"""(pack, 0, flag id) of a general red flag, (pack, item id, flag id) of a scenario's own."""

_Record = Mapping[_Key, list[RaisedFlag]]


_Drilled = Mapping[str, Counts]
"""How the user has dealt with red flags in drills, by their addresses."""


class Which(StrEnum):
    """Which red flags are listed."""

    ALL = "all"
    RAISED = "raised"
    MISSED = "missed"

    def admits(self, entry: "FlagEntry") -> bool:
        """Whether the flag is to be listed."""
        return {Which.RAISED: entry.times > 0, Which.MISSED: entry.missed > 0}.get(self, True)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a red flag was raised."""

    attempt_id: str
    is_finished: bool
    title: str
    question: str
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class FlagEntry:
    """A red flag, how often the user raised it, and the latest places where."""

    id: str
    """Of the checkbox; unique on the page."""
    text: str
    why: str
    caps: Rating
    how_often: str
    """Empty where the user never raised it."""
    times: int
    places: tuple[Place, ...]
    drilled: str
    """What became of it in drills; empty where no answered drill was about it."""
    missed: int
    """How often it was missed in drills."""

    @property
    def listed(self) -> str:
        """What leads from how often to where."""
        return f"; the latest {len(self.places)}:" if self.times > len(self.places) else ":"


@dataclass(frozen=True, slots=True)
class FlagGroup:
    """The red flags of one interview, those of every interview, or those that are not asked about any more."""

    slug: str
    """Of the interview; empty for the groups that belong to none."""
    title: str
    note: str
    entries: tuple[FlagEntry, ...]
    is_former: bool = False
    is_open: bool = False
    """Whether the page shows it unfolded."""

    @property
    def counts(self) -> str:
        """How many flags it has, and how many of them are in the user's record."""
        raised = sum(entry.times > 0 for entry in self.entries)
        missed = sum(entry.missed > 0 for entry in self.entries)
        own = [f"{raised} raised by you"] * (raised > 0) + [f"{missed} missed in drills"] * (missed > 0)
        return ", ".join([counted(len(self.entries), "flag"), *own])


@dataclass(frozen=True, slots=True)
class Choice:
    """One interview to choose from in the filter."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """The groups that passed the filter, and what can be chosen."""

    groups: tuple[FlagGroup, ...]
    choices: tuple[Choice, ...]
    raised: int
    """How many different red flags the user has raised, whatever the filter."""
    missed: int
    """How many of those on offer the user has missed in drills, whatever the filter."""

    @property
    def shown(self) -> int:
        """How many red flags are listed."""
        return sum(len(group.entries) for group in self.groups)


def find_which(word: str) -> Which:
    """What an address asks for; everything where it asks for nothing that is known."""
    return Which(word) if word in list(Which) else Which.ALL


def list_checklist(user_id: int | None, scenario: str, which: Which = Which.ALL) -> Checklist:
    """Every red flag with the user's record, or without one for nobody.

    `scenario` keeps one interview and the general ones. Raises `NotFound` where no interview has that slug. What was
    chosen is unfolded; otherwise only the general ones are.
    """
    offered = list_current_scenarios()
    if scenario and all(pinned.slug != scenario for pinned in offered):
        raise NotFound
    record = _record_of(list_raised_flags(user_id) if user_id is not None else [])
    drilled = counts_by_flag(user_id) if user_id is not None else {}
    current = [_general(offered, record, drilled), *(_own(pinned, record, drilled) for pinned in offered)]
    groups = [*current, _former(offered, record)]
    wanted = _only(which, _of_scenario(groups, scenario))
    is_chosen = bool(scenario) or which is not Which.ALL
    return Checklist(
        groups=tuple(replace(group, is_open=is_chosen or place == 0) for place, group in enumerate(wanted)),
        choices=tuple(Choice(pinned.slug, pinned.scenario.title) for pinned in offered),
        raised=len(record),
        missed=sum(entry.missed > 0 for group in current for entry in group.entries),
    )


def _of_scenario(groups: list[FlagGroup], scenario: str) -> list[FlagGroup]:
    wanted = [group for group in groups if not scenario or group.slug == scenario or not group.slug]
    return [group for group in wanted if group.entries and not (group.is_former and scenario)]


def _only(which: Which, groups: list[FlagGroup]) -> list[FlagGroup]:
    if which is Which.ALL:
        return groups
    kept = [replace(group, entries=tuple(e for e in group.entries if which.admits(e))) for group in groups]
    return [group for group in kept if group.entries]


def _record_of(raised: Iterable[RaisedFlag]) -> dict[_Key, list[RaisedFlag]]:
    record: dict[_Key, list[RaisedFlag]] = {}
    for place in raised:
        is_general = place.flag_id.startswith("general/")
        key = (place.pack, 0 if is_general else place.item_id, place.flag_id)
        record.setdefault(key, []).append(place)
    return record


def _general(offered: list[PinnedScenario], record: _Record, drilled: _Drilled) -> FlagGroup:
    flags = {(pinned.pack, flag.id): flag for pinned in offered for flag in pinned.general_red_flags}
    entries = tuple(
        _entry(
            f"general-{pack}-{flag_id}",
            flag,
            record.get((pack, 0, f"general/{flag_id}"), []),
            drilled.get(f"{pack}/general/{flag_id}"),
        )
        for (pack, flag_id), flag in flags.items()
    )
    return FlagGroup("", "In every interview", "Whatever the question, these make an interviewer doubt.", entries)


def _own(pinned: PinnedScenario, record: _Record, drilled: _Drilled) -> FlagGroup:
    scenario = pinned.scenario
    entries = tuple(
        _entry(
            f"{pinned.slug}-{flag.id}",
            flag,
            record.get((pinned.pack, pinned.item_id, flag.id), []),
            drilled.get(f"{pinned.pack}/{pinned.slug}/{flag.id}"),
        )
        for flag in scenario.red_flags
    )
    return FlagGroup(pinned.slug, scenario.title, f"{scenario.role}, {scenario.level}", entries)


def _former(offered: list[PinnedScenario], record: _Record) -> FlagGroup:
    """What the user raised in interviews that have been changed or withdrawn since, as it was worded then."""
    current: set[_Key] = {
        (pinned.pack, pinned.item_id, flag.id) for pinned in offered for flag in pinned.scenario.red_flags
    }
    current |= {(pinned.pack, 0, f"general/{flag.id}") for pinned in offered for flag in pinned.general_red_flags}
    entries = tuple(
        _entry(f"former-{number}", flag, places)
        for number, (key, places) in enumerate(record.items(), 1)
        if key not in current and (flag := get_scenario(places[0].revision_id).flags.get(key[2]))
    )
    note = "You raised these in interviews that have been changed or withdrawn since; they are worded as they were."
    return FlagGroup("", "From earlier interviews", note, entries, is_former=True)


def _entry(entry_id: str, flag: RedFlag, raised: list[RaisedFlag], drilled: Counts | None = None) -> FlagEntry:
    return FlagEntry(
        id=entry_id,
        text=flag.text,
        why=flag.why,
        caps=flag.caps,
        how_often=_how_often(raised),
        times=raised[0].times if raised else 0,
        places=tuple(_place(place) for place in raised),
        drilled=_drilled_words(drilled) if drilled else "",
        missed=drilled.missed if drilled else 0,
    )


def _how_often(raised: list[RaisedFlag]) -> str:
    if not raised:
        return ""
    return f"You raised it {_times(raised[0].times)}"


def _drilled_words(counts: Counts) -> str:
    told = {"recognised": counts.recognised, "missed": counts.missed, "wrongly ticked": counts.mistaken}
    return "In drills: " + ", ".join(f"{what} {_times(times)}" for what, times in told.items() if times)


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _place(raised: RaisedFlag) -> Place:
    pinned = get_scenario(raised.revision_id)
    return Place(
        attempt_id=raised.attempt_id,
        is_finished=raised.state is State.FINISHED,
        title=pinned.scenario.title,
        question=pinned.prompt(raised.prompt_id).title,
        raised_at=raised.started_at,
    )
