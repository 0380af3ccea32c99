"""A pack that just keeps the editorial standard, as plain data for tests to change, and its files.

Files are written as JSON, which is YAML: every value is on a line of its own.
"""

import json
from pathlib import Path
from typing import Any

from interview_sim.catalog.loader import read_pack
from interview_sim.catalog.packs import Fault, PackFaults
from interview_sim.domain import standard

Data = dict[str, Any]

SOURCE = {"title": "Documentation", "url": "https://docs.python.org/3/"}
LEVELS = ("beginner", "intermediate", "advanced")


def pack_data() -> Data:
    return {
        "id": "demo",
        "title": "Demo pack",
        "summary": "A pack for tests.",
        "licence": "MIT",
        "standard": "editorial",
        "topics": [{"id": "databases", "name": "Databases"}],
    }


def entries(count: int, **more: Any) -> list[Data]:
    """So many entries with an id, a text and a reason."""
    return [{"id": f"entry-{number}", "text": "A text.", "why": "A reason.", **more} for number in range(count)]


def question(name: str = "first") -> Data:
    """A question with the least of everything; its prompt is like no other's."""
    return {
        "id": name,
        "title": f"About {name}",
        "level": "beginner",
        "topics": ["databases"],
        "prompt": f"What {name}?",
        "answer": "word " * standard.ANSWER_WORDS.least,
        "points": entries(standard.KEY_POINTS.least),
        "mistakes": entries(standard.MISTAKES.least),
        "follow_ups": [{"text": "And then?"}] * standard.FURTHER_QUESTIONS.least,
        "sources": [SOURCE],
    }


def choice(name: str = "first", right: tuple[int, ...] = (0,), stem: str = "", level: str = "beginner") -> Data:
    """A choice question of four options; its stem is like no other's."""
    return {
        "id": name,
        "level": level,
        "topics": ["databases"],
        "stem": stem or f"Does {name}?",
        "options": [
            {
                "id": f"option-{place}",
                "text": f"Text {place}",
                **({"correct": True} if place in right else {"why": "No."}),
            }
            for place in range(4)
        ],
        "explanation": "Because.",
        "sources": [SOURCE],
    }


def scenario() -> Data:
    """A scenario with the least of everything."""
    return {
        "id": "orders",
        "title": "Orders",
        "role": "Engineer",
        "level": "beginner",
        "topics": ["databases"],
        "summary": "Make it fast.",
        "interviewer": "Engineer",
        "minutes": standard.MINUTES.least,
        "setup": "A shop.",
        "competencies": [{"id": f"skill-{number}", "name": "Skill"} for number in range(3)],
        "prompts": [prompt(number) for number in range(standard.PROMPTS.least)],
        "red_flags": entries(standard.RED_FLAGS.least, caps="leaning-hire"),
        "closing": "Thank you.",
        "sources": [SOURCE] * standard.SOURCES.least,
    }


def prompt(number: int) -> Data:
    return {
        "id": f"prompt-{number}",
        "title": f"Prompt {number}",
        "says": f"Prompt{number} says?",
        "budget": {"thinking": 75, "answering": 300},
        "points": [point(place) for place in range(standard.POINTS.least)],
        "hints": [{"id": f"hint-{place}", "text": "A hint."} for place in range(standard.HINTS.least)],
        "follow_ups": [{"id": "follow-up", "says": "And then?"}] * standard.FOLLOW_UPS.least,
        "model_answer": "I read the query plan.",
    }


def point(place: int) -> Data:
    return {
        "id": f"point-{place}",
        "text": "Reads the plan.",
        "why": "It matters.",
        "competency": f"skill-{place % 3}",
        "must_have": place == 0,
        "cues": ["query plan", "EXPLAIN"],
        "question": "demo/first",
    }


class Folder:
    """The data of a whole pack, and the folder it is written to."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pack = pack_data()
        self.questions = [question()]
        self.choices = [choice()]
        self.scenario = scenario()
        self.syllabus: Data | None = None

    def list_faults(self) -> list[Fault]:
        """Write the files, and read them again; nothing where they are fine."""
        self._write("pack.yaml", self.pack)
        self._write("questions/all.yaml", {"questions": self.questions})
        self._write("choice-questions/all.yaml", {"choice_questions": self.choices})
        self._write("scenarios/orders.yaml", self.scenario)
        if self.syllabus is not None:
            self._write("syllabus.yaml", self.syllabus)
        try:
            read_pack(self.root)
        except PackFaults as refusal:
            return refusal.faults
        return []

    def write_guide(self, name: str) -> None:
        """Add a guide, which the standard asks nothing of."""
        data = {
            "id": name,
            "title": "Aloud",
            "summary": "Short.",
            "position": 1,
            "topics": ["databases"],
            "body": "Text.",
        }
        self._write(f"guides/{name}.yaml", data)

    def list_lines(self, file: str, text: str) -> list[int]:
        """The lines of a written file on which `text` stands."""
        lines = (self.root / file).read_text().split("\n")
        return [number for number, line in enumerate(lines, 1) if text in line]

    def _write(self, name: str, data: Data) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(data, indent=1, ensure_ascii=False))
