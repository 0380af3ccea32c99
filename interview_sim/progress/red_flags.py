"""The red flags of every current interview and the general ones, beside the user's own record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from interview_sim.catalog.queries import PinnedScenario, get_scenario, list_current_scenarios
from interview_sim.domain.attempt import State
from interview_sim.domain.content import RedFlag
from interview_sim.domain.errors import NotFound
from interview_sim.domain.rating import Rating
from interview_sim.progress.judgement_queries import RaisedFlag, list_raised_flags

_Key = tuple[str, int, str]
"""(pack, 0, flag id) of a general red flag, (pack, item id, flag id) of a scenario's own."""

_Record = Mapping[_Key, list[RaisedFlag]]


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

    @property
    def shown(self) -> int:
        """How many red flags are listed."""
        return sum(len(group.entries) for group in self.groups)


def list_checklist(user_id: int | None, scenario: str, *, only_raised: bool) -> Checklist:
    """Every red flag with the user's record, or without one for nobody.

    `scenario` keeps one interview and the general ones. Raises `NotFound` where no interview has that slug.
    """
    offered = list_current_scenarios()
    if scenario and all(pinned.slug != scenario for pinned in offered):
        raise NotFound
    record = _record_of(list_raised_flags(user_id) if user_id is not None else [])
    current = [_general(offered, record), *(_own(pinned, record) for pinned in offered)]
    groups = [*current, _former(offered, record)]
    wanted = _of_scenario(groups, scenario)
    return Checklist(
        groups=tuple(_only_raised(wanted) if only_raised else wanted),
        choices=tuple(Choice(pinned.slug, pinned.scenario.title) for pinned in offered),
        raised=len(record),
    )


def _of_scenario(groups: list[FlagGroup], scenario: str) -> list[FlagGroup]:
    wanted = [group for group in groups if not scenario or group.slug == scenario or not group.slug]
    return [group for group in wanted if group.entries and not (group.is_former and scenario)]


def _only_raised(groups: list[FlagGroup]) -> list[FlagGroup]:
    kept = [replace(group, entries=tuple(e for e in group.entries if e.places)) for group in groups]
    return [group for group in kept if group.entries]


def _record_of(raised: Iterable[RaisedFlag]) -> dict[_Key, list[RaisedFlag]]:
    record: dict[_Key, list[RaisedFlag]] = {}
    for place in raised:
        is_general = place.flag_id.startswith("general/")
        key = (place.pack, 0 if is_general else place.item_id, place.flag_id)
        record.setdefault(key, []).append(place)
    return record


def _general(offered: list[PinnedScenario], record: _Record) -> FlagGroup:
    flags = {(pinned.pack, flag.id): flag for pinned in offered for flag in pinned.general_red_flags}
    entries = tuple(
        _entry(f"general-{pack}-{flag_id}", flag, record.get((pack, 0, f"general/{flag_id}"), []))
        for (pack, flag_id), flag in flags.items()
    )
    return FlagGroup("", "In every interview", "Whatever the question, these make an interviewer doubt.", entries)


def _own(pinned: PinnedScenario, record: _Record) -> FlagGroup:
    scenario = pinned.scenario
    entries = tuple(
        _entry(f"{pinned.slug}-{flag.id}", flag, record.get((pinned.pack, pinned.item_id, flag.id), []))
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


def _entry(entry_id: str, flag: RedFlag, raised: list[RaisedFlag]) -> FlagEntry:
    return FlagEntry(
        id=entry_id,
        text=flag.text,
        why=flag.why,
        caps=flag.caps,
        how_often=_how_often(raised),
        times=raised[0].times if raised else 0,
        places=tuple(_place(place) for place in raised),
    )


def _how_often(raised: list[RaisedFlag]) -> str:
    if not raised:
        return ""
    times = raised[0].times
    return "You raised it once" if times == 1 else f"You raised it {times} times"


def _place(raised: RaisedFlag) -> Place:
    pinned = get_scenario(raised.revision_id)
    return Place(
        attempt_id=raised.attempt_id,
        is_finished=raised.state is State.FINISHED,
        title=pinned.scenario.title,
        question=pinned.prompt(raised.prompt_id).title,
        raised_at=raised.started_at,
    )
