"""What is said of one answer once it may be said: in learn mode after it is given, in an exam at the end."""

from dataclasses import dataclass

from markupsafe import Markup

from interview_sim.catalog.queries import PinnedChoice
from interview_sim.domain.content import Source
from interview_sim.domain.quiz import Confidence, key_of
from interview_sim.domain.review import Reason, finding_of_choice
from interview_sim.domain.wording import listed
from interview_sim.quiz.queries import StoredAnswer


@dataclass(frozen=True, slots=True)
class OptionFeedback:
    """One option: whether it is right, whether it was chosen, and why a wrong one is wrong."""

    letter: str
    text: Markup
    is_right: bool
    is_chosen: bool
    why: str | None

    @property
    def verdict(self) -> str:
        """What is said beside it."""
        if self.is_right:
            return "Right, and you chose it" if self.is_chosen else "Right, but you did not choose it"
        return "Wrong, and you chose it" if self.is_chosen else "Wrong"

    @property
    def kind(self) -> str:
        """Which colour it has: what was chosen rightly, what was missed or chosen wrongly, and the rest."""
        if self.is_right:
            return "good" if self.is_chosen else "missed"
        return "bad" if self.is_chosen else ""


@dataclass(frozen=True, slots=True)
class Feedback:
    """One question with everything that is to be learnt from it."""

    number: int
    pack: str
    slug: str
    stem: Markup
    options: tuple[OptionFeedback, ...]
    is_right: bool | None
    """None where learn mode never got an answer."""
    is_blank: bool
    """Whether nothing was chosen; at the end of an exam that is not right."""
    confidence: Confidence | None
    explanation: Markup
    sources: tuple[Source, ...]

    @property
    def verdict(self) -> str:
        """How it went, in a word or two."""
        if self.is_blank or self.is_right is None:
            return "Not answered"
        return "Right" if self.is_right else "Not right"

    @property
    def review_reason(self) -> Reason | None:
        """Why spaced review was told to keep it; None where it was not."""
        if self.is_right is None:
            return None
        return finding_of_choice(self.is_right, self.confidence is Confidence.GUESSING).reason

    @property
    def review_words(self) -> str:
        """The same after one answer, as the rest of a sentence; empty where there is none."""
        if self.review_reason is None:
            return ""
        return "it was right, but you were guessing." if self.is_right else "it comes back until you have it."

    @property
    def detail(self) -> str:
        """Of several right options: which were missing, which were too much. Empty where there is nothing to add."""
        if self.is_blank or self.is_right is not False or sum(option.is_right for option in self.options) < 2:
            return ""
        missing = [option.letter for option in self.options if option.is_right and not option.is_chosen]
        extra = [option.letter for option in self.options if option.is_chosen and not option.is_right]
        told = [f"{listed(missing)} {_was(missing)} missing"] if missing else []
        told += [f"{listed(extra)} {_was(extra)} too much"] if extra else []
        return f"{'; '.join(told)}."


def feedback_of(answer: StoredAnswer, pinned: PinnedChoice) -> Feedback:
    """What is said of this answer; only once `domain.quiz.can_see_key` allows it."""
    choice, slot = pinned.choice, answer.slot
    key = key_of(choice)
    by_id = {option.id: option for option in choice.options}
    options = tuple(
        OptionFeedback(
            letter=str(place),
            text=pinned.html[f"options/{option_id}"],
            is_right=option_id in key,
            is_chosen=option_id in slot.chosen,
            why=by_id[option_id].why,
        )
        for place, option_id in enumerate(answer.option_order, 1)
    )
    return Feedback(
        number=answer.number + 1,
        pack=pinned.pack,
        slug=pinned.slug,
        stem=pinned.html["stem"],
        options=options,
        is_right=slot.is_right,
        is_blank=not slot.is_answered,
        confidence=slot.confidence,
        explanation=pinned.html["explanation"],
        sources=choice.sources,
    )


def _was(letters: list[str]) -> str:
    return "was" if len(letters) == 1 else "were"
