"""What the page of a drill sends."""

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from interview_sim.domain.drafts import is_count, parse_key

NOTHING_TICKED = "Tick the red flags that the answer raises, or “None of these”."
CONTRADICTION = "You ticked red flags and also “None of these”. Take one or the other back."
NOT_SHOWN = "Something was ticked that this page does not show. Choose from the flags below."


@dataclass(frozen=True, slots=True)
class Ticked:
    """What was ticked on which page; `fault` says what is wrong with it, or is empty."""

    flags: tuple[str, ...]
    is_none: bool
    revision_id: int
    """0 where the field was not what the page put there; no revision has that number."""
    start_key: str
    """Empty likewise."""
    topic: str

    @property
    def fault(self) -> str:
        """In a sentence."""
        if self.flags and self.is_none:
            return CONTRADICTION
        return "" if self.flags or self.is_none else NOTHING_TICKED


def parse_ticked(form: MultiDict[str, str]) -> Ticked:
    """Read the form. Whatever the page itself put there and is not well formed is left empty."""
    revision = form.get("revision", "")
    return Ticked(
        flags=tuple(form.getlist("flag")),
        is_none=bool(form.get("none")),
        revision_id=int(revision) if is_count(revision) else 0,
        start_key=parse_key(form.get("start_key", "")),
        topic=form.get("topic", ""),
    )
