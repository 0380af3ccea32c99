"""What the landing page shows of a real interview, and of the published rules."""

from dataclasses import dataclass

from markupsafe import Markup

from interview_sim.catalog.queries import PinnedScenario, find_current_scenario, list_current_scenarios
from interview_sim.domain import scoring_rules
from interview_sim.domain.scoring_rules import ScoringRules

REFERENCE = "to-do-api"
"""The interview the page is about, where it is loaded."""


@dataclass(frozen=True, slots=True)
class Landing:
    """The interview that one click starts, and its opening words."""

    slug: str
    title: str
    role: str
    interviewer: str
    minutes: int
    question: str
    questions: int
    says: Markup
    budget: int
    """Of the first question, in seconds."""

    @property
    def seconds_left(self) -> int:
        """What the pictured timer shows: a little of the budget is used up."""
        return self.budget - self.budget // 24


def example_rules() -> ScoringRules:
    """The published rules with their worked example: what the pictured checklist and report are made of."""
    return scoring_rules.published()


def find_landing() -> Landing | None:
    """The reference interview, or else the first there is; None while no content is loaded.

    Only the first question's words are shown: nothing that comes later, and nothing an answer is judged by.
    """
    pinned = find_current_scenario(REFERENCE) or next(iter(list_current_scenarios()), None)
    return None if pinned is None else _landing(pinned)


def _landing(pinned: PinnedScenario) -> Landing:
    scenario = pinned.scenario
    first = scenario.prompts[0]
    return Landing(
        slug=pinned.slug,
        title=scenario.title,
        role=scenario.role,
        interviewer=scenario.interviewer,
        minutes=scenario.minutes,
        question=first.title,
        questions=len(scenario.prompts),
        says=pinned.html[f"prompts/{first.id}/says"],
        budget=first.budget.total,
    )
