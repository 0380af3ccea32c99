"""The result as a download: JSON for programs, CSV for a spreadsheet."""

import csv
import io
import json
from typing import Any

from interview_sim.domain.quiz import key_of
from interview_sim.quiz.queries import StoredAnswer
from interview_sim.quiz.result import Line, Result

FORMAT = "interview-sim-quiz/1"
"""Named in every JSON download; the number rises when the meaning of a key changes."""

COLUMNS = (
    "number",
    "question",
    "level",
    "topics",
    "stem",
    "chosen",
    "right_options",
    "is_right",
    "confidence",
    "explanation",
    "sources",
)
"""The first row of the CSV download."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula at the beginning of a cell."""


def file_name(result: Result, extension: str) -> str:
    """What the download is called: the day it ended."""
    return f"quiz-{result.finished_at:%Y-%m-%d}-{result.stored.id[:8]}.{extension}"


def as_json(result: Result) -> str:
    """Everything in the result; scores are whole per cent, times seconds, moments ISO 8601 in UTC."""
    return json.dumps(_document(result), ensure_ascii=False, indent=2) + "\n"


def as_csv(result: Result) -> str:
    """One row a question; several values of a cell are divided by semicolons."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for answer in result.stored.answers:
        question = _question(result, answer)
        cells = {
            **question,
            "chosen": "; ".join(each["text"] for each in question["options"] if each["is_chosen"]),
            "right_options": "; ".join(each["text"] for each in question["options"] if each["is_right"]),
            "topics": "; ".join(question["topics"]),
            "sources": "; ".join(source["url"] for source in question["sources"]),
            "is_right": {True: "yes", False: "no", None: ""}[question["is_right"]],
            "confidence": question["confidence"] or "",
        }
        writer.writerow([_cell(cells[column]) for column in COLUMNS])
    return written.getvalue()


def _document(result: Result) -> dict[str, Any]:
    quiz = result.stored.quiz
    return {
        "format": FORMAT,
        "quiz": result.stored.id,
        "title": result.stored.title,
        "mode": quiz.mode.value,
        "time_multiplier": result.stored.time_multiplier,
        "started_at": quiz.started_at.isoformat(),
        "deadline": quiz.deadline.isoformat() if quiz.deadline else None,
        "finished_at": result.finished_at.isoformat(),
        "finished_by": quiz.finished_by.value if quiz.finished_by else None,
        "right": result.score.right,
        "counted": result.score.counted,
        "score": result.percent,
        "topics": [_line(line) for line in result.topics],
        "levels": [_line(line) for line in result.levels],
        "questions": [_question(result, answer) for answer in result.stored.answers],
    }


def _question(result: Result, answer: StoredAnswer) -> dict[str, Any]:
    pinned = result.choices[answer.revision_id]
    choice, key = pinned.choice, key_of(pinned.choice)
    by_id = {option.id: option for option in choice.options}
    return {
        "number": answer.number + 1,
        "question": f"{pinned.pack}/{pinned.slug}",
        "level": choice.level.value,
        "topics": list(choice.topics),
        "stem": choice.stem,
        "options": [
            {
                "id": option_id,
                "text": by_id[option_id].text,
                "is_right": option_id in key,
                "is_chosen": option_id in answer.slot.chosen,
                "why_wrong": by_id[option_id].why,
            }
            for option_id in answer.option_order
        ],
        "is_right": answer.slot.is_right,
        "confidence": answer.slot.confidence.value if answer.slot.confidence else None,
        "explanation": choice.explanation,
        "sources": [{"title": source.title, "url": source.url} for source in choice.sources],
    }


def _line(line: Line) -> dict[str, Any]:
    return {"name": line.name, "questions": line.points, "right": line.right, "score": line.score}


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
