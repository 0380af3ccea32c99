"""What only shows over a whole pack: where right options stand, how long they are, what repeats what."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interview_sim.catalog.code_blocks import list_code_blocks
from interview_sim.catalog.prose import Location
from interview_sim.domain import standard
from interview_sim.domain.content import ChoiceQuestion, Frozen, Level, Question, Scenario
from interview_sim.domain.likeness import list_alike
from interview_sim.domain.standard import SHARES_FROM, Share

PLACES = ("first", "second", "third", "fourth")


@dataclass(frozen=True, slots=True)
class Balance:
    """A pack's choice questions, counted. Places and lengths are counted where exactly one option is right."""

    choices: int
    single: int
    places: tuple[int, ...]
    longest: int
    several: int
    with_code: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """A prompt or stem that says again what an earlier one says; items are named by their place in the list."""

    item: int
    at: Location
    earlier_item: int
    earlier_at: Location
    likeness: float


def weigh(choices: Sequence[ChoiceQuestion]) -> Balance:
    """Count what the standard asks of choice questions."""
    single = [choice for choice in choices if sum(option.correct for option in choice.options) == 1]
    places = Counter(_right_place(choice) for choice in single)
    return Balance(
        choices=len(choices),
        single=len(single),
        places=tuple(places[place] for place in range(max([len(PLACES) - 1, *places]) + 1)),
        longest=sum(_is_right_longest(choice) for choice in single),
        several=len(choices) - len(single),
        with_code=sum(_has_code(choice) for choice in choices),
    )


def count_levels(items: Sequence[Question] | Sequence[ChoiceQuestion] | Sequence[Scenario]) -> dict[Level, int]:
    """How many items there are of each level."""
    found = Counter(item.level for item in items)
    return {level: found[level] for level in Level}


def list_share_faults(questions: Sequence[Question], choices: Sequence[ChoiceQuestion]) -> Iterator[str]:
    """Every share of a whole pack that is out of its bounds. Fewer than `SHARES_FROM` items are not judged."""
    balance = weigh(choices)
    if balance.single >= SHARES_FROM:
        of = f"{balance.single} choice questions with one right option"
        for place, count in zip(PLACES, balance.places, strict=False):
            told = f"the right option stands {place} in {count} of {of}"
            yield from _judge(standard.RIGHT_PLACE, count, balance.single, told, "change the order of options")
        told = f"the right option is the longest in {balance.longest} of {of}"
        yield from _judge(standard.RIGHT_IS_LONGEST, balance.longest, balance.single, told, "shorten some")
    if balance.choices >= SHARES_FROM:
        told = f"several options are right in {balance.several} of {balance.choices} choice questions"
        yield from _judge(standard.SEVERAL_RIGHT, balance.several, balance.choices, told, "rewrite some")
        told = f"there is code to read in {balance.with_code} of {balance.choices} choice questions"
        yield from _judge(standard.WITH_CODE, balance.with_code, balance.choices, told, "rewrite some")
    yield from _judge_levels(questions, "questions")
    yield from _judge_levels(choices, "choice questions")


def list_repeats(items: Sequence[Frozen]) -> Iterator[Repeat]:
    """Every prompt and stem that is nearly an earlier one, whatever kinds of item the two belong to."""
    asked = [(place, at, text) for place, item in enumerate(items) for at, text in _list_asked(item)]
    for alike in list_alike([text for _, _, text in asked], standard.REPEATED / 100):
        (item, at, _), (earlier_item, earlier_at, _) = asked[alike.later], asked[alike.earlier]
        yield Repeat(item, at, earlier_item, earlier_at, alike.likeness)


def _list_asked(item: Frozen) -> Iterator[tuple[Location, str]]:
    match item:
        case Question():
            yield ("prompt",), item.prompt
        case ChoiceQuestion():
            yield ("stem",), item.stem
        case Scenario():
            for place, prompt in enumerate(item.prompts):
                yield ("prompts", place, "says"), prompt.says


def _right_place(choice: ChoiceQuestion) -> int:
    return next(place for place, option in enumerate(choice.options) if option.correct)


def _is_right_longest(choice: ChoiceQuestion) -> bool:
    right = max(len(option.text) for option in choice.options if option.correct)
    return all(len(option.text) < right for option in choice.options if not option.correct)


def _has_code(choice: ChoiceQuestion) -> bool:
    return any(any(list_code_blocks(text)) for text in (choice.stem, *(option.text for option in choice.options)))


def _judge_levels(items: Sequence[Question] | Sequence[ChoiceQuestion], nouns: str) -> Iterator[str]:
    if len(items) >= SHARES_FROM:
        for level, count in count_levels(items).items():
            told = f"the level is '{level}' in {count} of {len(items)} {nouns}"
            yield from _judge(standard.EACH_LEVEL, count, len(items), told, "write some of it")


def _judge(share: Share, count: int, total: int, told: str, advice: str) -> Iterator[str]:
    if not share.keeps(count, total):
        yield f"{told} ({100 * count / total:.0f} %); the editorial standard is {share.span}: {advice}"
