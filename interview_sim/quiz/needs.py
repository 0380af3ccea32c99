"""What a scenario needs, for one user: its expected points with the topics of the questions they lead to."""

from collections.abc import Collection, Mapping

from interview_sim.catalog.queries import find_current_scenario
from interview_sim.domain.content import ExpectedPoint, Scenario
from interview_sim.domain.need import Need, need_of
from interview_sim.domain.topics import named_topics
from interview_sim.quiz.bank_queries import list_question_topics
from interview_sim.quiz.signals import missed_points_wanted


def find_need(slug: str, user_id: int | None, names: Mapping[str, str]) -> Need | None:
    """The need of the scenario as it is offered now; None where there is none. `names` are of all topics, by slug."""
    pinned = find_current_scenario(slug)
    if pinned is None:
        return None
    scenario = pinned.scenario
    missed = _missed_points(slug, user_id)
    points = [(f"{prompt.id}/{point.id}", point) for prompt in scenario.prompts for point in prompt.points]
    linked = list_question_topics({point.question for _, point in points if point.question})
    return need_of(
        scenario.topics,
        [
            (linked.get(point.question or "") or _named_by(point, scenario, names), address in missed)
            for address, point in points
        ],
    )


def _missed_points(slug: str, user_id: int | None) -> set[str]:
    missed: set[str] = set()
    if user_id is not None:
        for _receiver, points in missed_points_wanted.send(None, user_id=user_id, slug=slug):
            missed |= set(points) if isinstance(points, Collection) else set()
    return missed


def _named_by(point: ExpectedPoint, scenario: Scenario, names: Mapping[str, str]) -> set[str]:
    """Of a point that leads to no question: the scenario's topics that its words, cues or competency name."""
    competency = next(each.name for each in scenario.competencies if each.id == point.competency)
    own = {topic: names.get(topic, topic) for topic in scenario.topics}
    return named_topics((point.text, *point.cues, competency), own)
