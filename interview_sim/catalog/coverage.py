"""What a pack teaches, as tables to print: the rows of its syllabus, totals, and how its items are spread."""

from collections import Counter
from collections.abc import Iterator, Sequence

from interview_sim.catalog.balance import PLACES, count_levels, weigh
from interview_sim.catalog.code_blocks import list_code_blocks
from interview_sim.catalog.packs import LoadedPack
from interview_sim.catalog.prose import list_prose
from interview_sim.domain import standard
from interview_sim.domain.content import ChoiceQuestion, Level, Question, Scenario
from interview_sim.domain.standard import Share
from interview_sim.domain.syllabus import Row, Syllabus
from interview_sim.domain.wording import counted

COLUMNS = {
    "questions": ("question", "question"),
    "choice_questions": ("choice", "choice question"),
    "scenarios": ("scenario", "scenario"),
    "guides": ("guide", "guide"),
}
"""The keys of a row: the kind of item each names, and what that is called."""

TITLE_WIDTH = 60


def list_report(pack: LoadedPack, *, with_ids: bool) -> Iterator[str]:
    """Every line of the report. With ids, each row is followed by the items it is practised with."""
    if pack.syllabus is not None:
        yield from _syllabus(pack.syllabus, with_ids)
        yield from _gaps(pack, pack.syllabus)
    yield from _totals(pack)
    yield from _levels(pack)
    yield from _choices(pack.choice_questions)
    yield from _code(pack)


def _syllabus(syllabus: Syllabus, with_ids: bool) -> Iterator[str]:
    for section in syllabus.sections:
        yield _line(section.title.ljust(TITLE_WIDTH + 5), "level", ["questions", "choice", "scenarios", "guides"])
        for row in syllabus.rows:
            if row.section == section.id:
                counts = [str(len(_of(row, key)) or "-") for key in COLUMNS]
                yield _line(f"{row.number:>4} {row.title:<{TITLE_WIDTH}}", row.level, counts)
                if with_ids:
                    yield from _ids(row)
        yield ""


def _line(title: str, level: str, counts: Sequence[str]) -> str:
    cells = " ".join(count.rjust(width) for count, width in zip(counts, (9, 7, 10, 7), strict=True))
    return f"{title} {level:<12} {cells}"


def _ids(row: Row) -> Iterator[str]:
    for key, (_, noun) in COLUMNS.items():
        if ids := _of(row, key):
            yield f"       {noun}: {', '.join(ids)}"


def _of(row: Row, key: str) -> tuple[str, ...]:
    ids: tuple[str, ...] = getattr(row, key)
    return ids


def _gaps(pack: LoadedPack, syllabus: Syllabus) -> Iterator[str]:
    """Rows that name nothing of a kind, and items that no row names."""
    for key, (kind, noun) in COLUMNS.items():
        bare = [row.number for row in syllabus.rows if not _of(row, key)]
        yield f"Rows without a {noun}: {_ranges(bare) or 'none'}."
        named = {item_id for row in syllabus.rows for item_id in _of(row, key)}
        loose = [item.id for item in pack.items if item.kind == kind and item.id not in named]
        if loose:
            yield f"In no row: {counted(len(loose), noun)}: {', '.join(loose)}."
    yield ""


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers in order as one reads them out: `1–3, 7`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


def _totals(pack: LoadedPack) -> Iterator[str]:
    kinds = Counter(str(item.kind) for item in pack.items)
    prompts = [prompt for scenario in pack.scenarios for prompt in scenario.prompts]
    yield (
        f"{pack.pack.id}: {', '.join(counted(kinds[kind], noun) for kind, noun in COLUMNS.values())}; in the "
        f"scenarios {counted(len(prompts), 'prompt')}, "
        f"{counted(sum(len(prompt.points) for prompt in prompts), 'expected point')}, "
        f"{counted(sum(len(scenario.red_flags) for scenario in pack.scenarios), 'red flag')}."
    )
    linked = sum(point.question is not None for prompt in prompts for point in prompt.points)
    yield f"Expected points that lead to a question: {linked}."
    yield ""


def _levels(pack: LoadedPack) -> Iterator[str]:
    yield f"{'':<18} {' '.join(f'{level:>18}' for level in Level)}"
    for noun, items in (
        ("questions", pack.questions),
        ("choice questions", pack.choice_questions),
        ("scenarios", pack.scenarios),
    ):
        yield f"{noun:<18} {_level_cells(items)}"
    yield ""


def _level_cells(items: Sequence[Question] | Sequence[ChoiceQuestion] | Sequence[Scenario]) -> str:
    return " ".join(f"{_part(count, len(items)):>18}" for count in count_levels(items).values())


def _choices(choices: Sequence[ChoiceQuestion]) -> Iterator[str]:
    balance = weigh(choices)
    yield f"Of {counted(balance.single, 'choice question')} with one right option:"
    for place, count in zip(PLACES, balance.places, strict=False):
        yield _share(f"it stands {place}", count, balance.single, standard.RIGHT_PLACE)
    yield _share("it is the longest", balance.longest, balance.single, standard.RIGHT_IS_LONGEST)
    yield f"Of {counted(balance.choices, 'choice question')}:"
    yield _share("several right options", balance.several, balance.choices, standard.SEVERAL_RIGHT)
    yield _share("code to read", balance.with_code, balance.choices, standard.WITH_CODE)


def _share(what: str, count: int, total: int, share: Share) -> str:
    return f"  {what:<22} {_part(count, total):>12}   (standard: {share.span})"


def _part(count: int, total: int) -> str:
    return f"{count} ({100 * count / total:.0f} %)" if total else "0"


def _code(pack: LoadedPack) -> Iterator[str]:
    blocks = [block for item in pack.items for prose in list_prose(item) for block in list_code_blocks(prose.text)]
    python = [block for block in blocks if block.language == "python"]
    yield (
        f"{counted(len(blocks), 'block')} of code, {len(python)} of them Python; a test runs "
        f"{sum(block.is_runnable for block in python)}."
    )
