"""The report as a download: JSON for programs, Markdown for reading and keeping."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from interview_sim.domain.comparison import Change
from interview_sim.domain.wording import counted, duration
from interview_sim.interview.report import Report, Since
from interview_sim.interview.report_prompts import PointResult, PromptReport

FORMAT = "interview-sim-report/1"
"""Named in every JSON download; the number rises when the meaning of a key changes."""


def file_name(report: Report, extension: str) -> str:
    """What the download is called: the scenario and the day."""
    day = report.started_at.strftime("%Y-%m-%d") if report.started_at else "report"
    return f"{report.pinned.slug}-{day}.{extension}"


def as_json(report: Report) -> str:
    """Everything in the report; scores are whole per cent, times seconds, moments ISO 8601 in UTC."""
    return json.dumps(_document(report), ensure_ascii=False, indent=2) + "\n"


def as_markdown(report: Report) -> str:
    """The report to read; the candidate's own words are quoted, so that nothing in them becomes a heading."""
    return "\n".join(_lines(report)) + "\n"


def _document(report: Report) -> dict[str, Any]:
    scenario = report.pinned.scenario
    return {
        "format": FORMAT,
        "attempt": report.attempt_id,
        "scenario": {"slug": report.pinned.slug, "title": scenario.title, "whole": report.is_whole},
        "pace": report.pace.value,
        "debrief": report.flow.value,
        "time_multiplier": report.time_multiplier,
        "started_at": _moment(report.started_at),
        "finished_at": _moment(report.finished_at),
        "scored": report.is_scored,
        "score": report.score if report.is_scored else None,
        "rating": report.rating.value if report.rating else None,
        "reasons": list(report.reasons),
        "calibration": report.foresight if report.is_scored else None,
        "competencies": [
            {"name": each.name, "score": each.score, "points": each.points} for each in report.competencies
        ],
        "red_flags": [
            {"text": each.flag.text, "why": each.flag.why, "caps": each.flag.caps.value, "where": each.where}
            for each in report.flags
        ],
        "prompts": [_prompt_document(each) for each in report.prompts],
        "since_last_time": _since_document(report.since),
    }


def _prompt_document(prompt: PromptReport) -> dict[str, Any]:
    judgement, delivery, time = prompt.judgement, prompt.delivery, prompt.time
    return {
        "number": prompt.number,
        "id": prompt.prompt.id,
        "title": prompt.prompt.title,
        "says": prompt.prompt.says,
        "answer": prompt.text,
        "late_text": prompt.late_text or None,
        "note": prompt.note,
        "seconds": _seconds(time.used),
        "budget_seconds": _seconds(time.budget),
        "over_seconds": _seconds(time.over),
        "score": prompt.score if judgement else None,
        "rating": judgement.rating.value if judgement and judgement.rating else None,
        "predicted": prompt.predicted.value if prompt.predicted else None,
        "reasons": list(judgement.reasons) if judgement else [],
        "points": [_point_document(each) for each in (*prompt.missing, *prompt.covered)],
        "model_answer": prompt.prompt.model_answer if judgement else None,
        "delivery": {
            "words": delivery.words,
            "words_per_minute": delivery.pace,
            "fillers": dict(delivery.fillers),
            "fillers_per_100_words": delivery.fillers_per_100,
            "structure_words": dict(delivery.structure),
        },
    }


def _point_document(result: PointResult) -> dict[str, Any]:
    point = result.point
    return {
        "id": point.id,
        "text": point.text,
        "why": point.why,
        "competency": result.competency,
        "weight": point.weight,
        "must_have": point.must_have,
        "mark": result.mark.value,
        "quote": result.quote or None,
    }


def _since_document(since: Since | None) -> dict[str, Any] | None:
    if since is None:
        return None
    compared = since.comparison
    return {
        "attempt": since.previous.id,
        "finished_at": _moment(since.previous.finished_at),
        "newly_hit": [_change_document(each) for each in compared.newly_hit],
        "still_missing": [_change_document(each) for each in compared.still_missing],
        "lost": [_change_document(each) for each in compared.lost],
        "kept": compared.kept,
    }


def _change_document(change: Change) -> dict[str, Any]:
    return {
        "prompt": change.prompt_id,
        "point": change.point.id,
        "text": change.point.text,
        "before": change.before.value,
        "now": change.now.value,
    }


def _lines(report: Report) -> Iterator[str]:
    yield f"# {report.pinned.scenario.title}: report"
    yield ""
    if report.started_at:
        yield f"{report.started_at:%Y-%m-%d}, {report.pace.value} pace."
        yield ""
    if report.rating is None:
        yield "This interview was given up, so it was not scored."
    else:
        yield f"**{report.rating.label.capitalize()}, {report.score} %**"
        yield ""
        yield from (f"- {reason}" for reason in report.reasons)
        yield from _since_lines(report.since)
        yield from _overview_lines(report)
    for prompt in report.prompts:
        yield from _prompt_lines(prompt)
    if report.is_scored and report.is_whole:
        yield from ("", "## The interviewer's closing words", "", report.pinned.scenario.closing.strip())


def _overview_lines(report: Report) -> Iterator[str]:
    yield from ("", "## By question", "", "| Question | Score | Rating | Predicted | Time | Budget |")
    yield "| --- | --- | --- | --- | --- | --- |"
    for prompt in report.prompts:
        rating = prompt.judgement.rating.label if prompt.judgement and prompt.judgement.rating else "-"
        predicted = prompt.predicted.label if prompt.predicted else "-"
        budget = duration(prompt.time.budget) if prompt.time.budget else "-"
        yield (
            f"| {prompt.number}. {_cell(prompt.prompt.title)} | {prompt.score} % | {rating} | {predicted} "
            f"| {duration(prompt.time.used)} | {budget} |"
        )
    yield from ("", report.foresight, "", report.time)
    yield from ("", "## By competency", "", "| Competency | Score | Points |", "| --- | --- | --- |")
    yield from (f"| {_cell(each.name)} | {each.score} % | {each.points} |" for each in report.competencies)
    if report.flags:
        yield from ("", "## Red flags", "")
        yield from (
            f"- **{each.flag.text}** ({each.where}; caps at {each.flag.caps.label}) {each.flag.why}"
            for each in report.flags
        )


def _since_lines(since: Since | None) -> Iterator[str]:
    if since is None:
        return
    compared = since.comparison
    yield from ("", f"## Since your attempt of {since.previous.finished_at:%Y-%m-%d}")
    for title, changes in (
        ("Newly hit", compared.newly_hit),
        ("Still missing", compared.still_missing),
        ("Lost", compared.lost),
    ):
        if changes:
            yield from ("", f"{title}:", "")
            yield from (
                f"- Question {change.number}: {change.point.text} ({change.before} → {change.now})"
                for change in changes
            )
    yield from ("", f"{counted(compared.kept, 'point')} covered both times.")


def _prompt_lines(prompt: PromptReport) -> Iterator[str]:
    yield from ("", f"## {prompt.number}. {prompt.prompt.title}", "", prompt.prompt.says.strip(), "")
    yield f"{prompt.course} {_delivery(prompt)}"
    yield from ("", "### Your answer", "", *_quoted(prompt.text or "(nothing written)"))
    if prompt.late_text:
        yield from ("", "Arrived after the answer was closed, not counted:", "", *_quoted(prompt.late_text))
    if prompt.note:
        yield from ("", "### Your note", "", *_quoted(prompt.note))
    if prompt.judgement is None:
        return
    yield from ("", "### Points", "")
    yield from _point_lines((*prompt.missing, *prompt.covered))
    yield from ("", "### A model answer", "", prompt.prompt.model_answer.strip())


def _point_lines(points: Sequence[PointResult]) -> Iterator[str]:
    for each in points:
        must = " (must-have)" if each.point.must_have else ""
        why = f" {each.point.why}" if each.mark.value != "covered" else ""
        quote = f" Evidence: “{each.quote}”" if each.quote else ""
        yield f"- **{each.mark.value.capitalize()}**{must}: {each.point.text}{why}{quote}"


def _delivery(prompt: PromptReport) -> str:
    facts = [counted(prompt.delivery.words, "word")]
    if prompt.delivery.pace is not None:
        facts.append(f"{prompt.delivery.pace} words a minute")
    if prompt.delivery.fillers_per_100:
        facts.append(f"{prompt.delivery.fillers_per_100} fillers per 100 words")
    return f"{', '.join(facts)}."


def _quoted(text: str) -> list[str]:
    return [f"> {line}".rstrip() for line in text.splitlines()]


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _seconds(length: timedelta | None) -> int | None:
    return None if length is None else round(length.total_seconds())
