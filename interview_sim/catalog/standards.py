"""The editorial standard applied to a pack that has taken it upon itself: every fault at its file and line."""

from collections.abc import Iterator, Sequence

from interview_sim.catalog.balance import list_repeats, list_share_faults
from interview_sim.catalog.drafts import Draft
from interview_sim.catalog.editorial import list_editorial_faults
from interview_sim.catalog.packs import Fault
from interview_sim.catalog.yaml_tree import find_text, line_of
from interview_sim.domain.content import ChoiceQuestion, Frozen, Question, Standard


def list_standard_faults(draft: Draft, items: Sequence[Frozen | None]) -> Iterator[Fault]:
    """What the pack's own standard refuses. `items` are those of the draft's entries, None where one is not valid.

    An item is judged once its shape is right, and the shares of a whole pack once every item's is.
    """
    if find_text(draft.node, "standard") != Standard.EDITORIAL:
        return
    valid = [(entry, item) for entry, item in zip(draft.entries, items, strict=True) if item is not None]
    for entry, item in valid:
        for location, message in list_editorial_faults(item):
            yield Fault(entry.path, line_of(entry.node, location), message)
    for repeat in list_repeats([item for _, item in valid]):
        entry, earlier = valid[repeat.item][0], valid[repeat.earlier_item][0]
        yield Fault(
            entry.path,
            line_of(entry.node, repeat.at),
            f"this repeats {earlier.path}:{line_of(earlier.node, repeat.earlier_at)} (alike by "
            f"{100 * repeat.likeness:.0f} %); ask something else, or keep one of them",
        )
    if draft.node is not None and draft.is_whole and len(valid) == len(draft.entries):
        questions = [item for _, item in valid if isinstance(item, Question)]
        choices = [item for _, item in valid if isinstance(item, ChoiceQuestion)]
        for message in list_share_faults(questions, choices):
            yield Fault(draft.path, line_of(draft.node, ("standard",)), message)
