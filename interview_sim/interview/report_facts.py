"""What the words and marks of an attempt that is over amount to: worked out once, for they never change again.

Kept by attempt and version in each process. None of the candidate's words are kept, only counts, scores and reasons.
"""

from dataclasses import dataclass
from datetime import timedelta

from interview_sim.catalog.cache import BoundedCache
from interview_sim.catalog.queries import PinnedScenario
from interview_sim.domain.attempt import State
from interview_sim.domain.delivery import Delivery, measure
from interview_sim.domain.scoring import Verdict, judge
from interview_sim.interview.debrief_queries import Findings, asked_prompts
from interview_sim.interview.queries import StoredAnswer, StoredAttempt

KEPT = 1024
"""How many attempts' facts a process keeps; about 5 KB each."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The verdict (None where the attempt was given up) and the delivery of each answer, in order."""

    verdict: Verdict | None
    deliveries: tuple[Delivery, ...]


_kept: BoundedCache[tuple[str, int], Facts] = BoundedCache(KEPT)


def facts_of(stored: StoredAttempt, pinned: PinnedScenario, findings: Findings) -> Facts:
    """The facts of an attempt that is over. ValueError while it goes on."""
    if stored.attempt.state.is_live:
        raise ValueError("an attempt that goes on has no facts yet")
    key = (stored.id, stored.version)
    return _kept.find(key) or _kept.keep(key, _work_out(stored, pinned, findings))


def _work_out(stored: StoredAttempt, pinned: PinnedScenario, findings: Findings) -> Facts:
    verdict = None
    if stored.attempt.state is State.FINISHED:
        prompts = asked_prompts(stored, pinned)
        verdict = judge(prompts, pinned.scenario.competencies, findings.marks, findings.raised(pinned))
    return Facts(verdict, tuple(_delivery(answer) for answer in stored.answers))


def _delivery(answer: StoredAnswer) -> Delivery:
    slot = answer.slot
    taken = slot.elapsed(slot.closed_at) if slot.closed_at else timedelta()
    return measure(answer.text, taken, spoken=answer.spoken)
