"""The cards of the catalogue: every current scenario beside the user's own results."""

from dataclasses import dataclass

from interview_sim.catalog.queries import PinnedScenario, list_current_scenarios, list_topics
from interview_sim.domain.content import Level
from interview_sim.interview.queries import PastResults, results_by_item


@dataclass(frozen=True, slots=True)
class CatalogueFilter:
    """What the reader wants to see; an empty or unknown value asks for everything."""

    level: str = ""
    topic: str = ""
    seen: str = ""

    def admits(self, card: "Card") -> bool:
        """Whether the card is to be shown."""
        scenario = card.pinned.scenario
        finished = card.past is not None and card.past.attempts > 0
        return (
            (not self.level or scenario.level == self.level)
            and (not self.topic or self.topic in scenario.topics)
            and {"new": not finished, "done": finished}.get(self.seen, True)
        )


@dataclass(frozen=True, slots=True)
class Card:
    """One interview in the catalogue."""

    pinned: PinnedScenario
    past: PastResults | None


@dataclass(frozen=True, slots=True)
class Listing:
    """The cards that passed the filter, how many there are in all, and what can be filtered by."""

    cards: tuple[Card, ...]
    total: int
    levels: tuple[str, ...]
    topics: dict[str, str]
    """The names of topics that interviews are about, by slug."""


def list_cards(user_id: int | None, wanted: CatalogueFilter) -> Listing:
    """The catalogue for a user, or for nobody; easiest first, then by title."""
    past = results_by_item(user_id) if user_id is not None else {}
    order, names = list(Level), list_topics()
    cards = sorted(
        (Card(pinned, past.get(pinned.item_id)) for pinned in list_current_scenarios()),
        key=lambda card: (order.index(card.pinned.scenario.level), card.pinned.scenario.title),
    )
    return Listing(
        cards=tuple(card for card in cards if wanted.admits(card)),
        total=len(cards),
        levels=tuple(level.value for level in order if any(card.pinned.scenario.level is level for card in cards)),
        topics={
            slug: name
            for slug, name in sorted(names.items(), key=lambda topic: topic[1].casefold())
            if any(slug in card.pinned.scenario.topics for card in cards)
        },
    )
