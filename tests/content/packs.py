"""A pack on disk for tests to spoil: valid as it stands, one file of each kind."""

from pathlib import Path

from interview_sim.catalog.loader import read_pack
from interview_sim.catalog.packs import Fault, LoadedPack, PackFaults

PACK = """\
id: demo
title: Demo pack
summary: A small pack for tests.
licence: MIT
topics:
  - {id: databases, name: Databases}
  - {id: caching, name: Caching}
red_flags:
  - id: bluffs
    text: Invents an answer.
    why: The true ones are doubted too.
    caps: leaning-no-hire
  - id: blames
    text: Blames the database.
    why: It only did what it was told.
    caps: leaning-hire
  - id: hurries
    text: Changes something without measuring.
    why: Nobody knows what helped.
    caps: leaning-hire
"""

SCENARIO = """\
id: orders
title: A list of orders
role: Back-end engineer
level: intermediate
topics: [databases, caching]
summary: Make the list of orders fast.
interviewer: Staff engineer
minutes: 3
setup: |
  The shop has **grown**.

  Its list of orders has not.
competencies:
  - id: speed
    name: Speed
prompts:
  - id: measure
    title: Measuring
    says: |
      The list is slow. What is your first step?
    budget: {thinking: 30, answering: 120}
    points:
      - id: plan
        text: Reads the plan with `EXPLAIN`.
        why: Guessing costs a week.
        competency: speed
        weight: 3
        must_have: true
        cues: [query plan, EXPLAIN]
        question: demo/what-explain-shows
    hints:
      - id: database
        text: What does the database do?
    follow_ups:
      - id: cost
        says: What does measuring cost?
    model_answer: |
      I read the plan first.

      ```sql
      EXPLAIN ANALYZE SELECT 1;
      ```
red_flags:
  - id: guesses
    text: Changes something without measuring.
    why: Nobody knows what helped.
    caps: leaning-hire
closing: Thank you.
sources:
  - title: "PostgreSQL: EXPLAIN"
    url: https://www.postgresql.org/docs/current/sql-explain.html
"""

QUESTIONS = """\
questions:
  - id: what-explain-shows
    title: What does EXPLAIN show?
    level: beginner
    topics: [databases]
    prompt: What does `EXPLAIN` show?
    answer: The plan of a query.
    points:
      - id: plan
        text: Says that it is a plan.
        why: It has not been run yet.
    mistakes:
      - id: runs
        text: Says that it runs the query.
        why: Only with ANALYZE.
    follow_ups:
      - text: And with ANALYZE?
        question: demo/what-explain-shows
    sources:
      - title: "PostgreSQL: EXPLAIN"
        url: https://www.postgresql.org/docs/current/sql-explain.html
"""

CHOICES = """\
choice_questions:
  - id: explain-runs
    level: beginner
    topics: [databases]
    stem: Which one runs the query?
    options:
      - id: analyze
        text: "`EXPLAIN ANALYZE`"
        correct: true
      - id: explain
        text: "`EXPLAIN`"
        why: It only plans.
    explanation: ANALYZE runs it.
    sources:
      - title: "PostgreSQL: EXPLAIN"
        url: https://www.postgresql.org/docs/current/sql-explain.html
"""

GUIDE = """\
id: reading-plans
title: Reading a plan
summary: How to read what EXPLAIN shows.
position: 1
topics: [databases]
body: |
  ## From the inside

  Begin with the **innermost** node.

  ```sql
  EXPLAIN SELECT 1;
  ```
sources:
  - title: "PostgreSQL: Using EXPLAIN"
    url: https://www.postgresql.org/docs/current/using-explain.html
"""

DRILLS = """\
drills:
  - id: adds-an-index
    level: beginner
    topics: [databases]
    asked: The list is slow. What is your **first** step?
    answer: |
      I would put an index on the date column. Lists are nearly always slow because there is no index, I have seen
      that many times. If that is not enough I would add one on the customer as well, and then I would look at how it
      feels in the browser before I do anything else.
    flags:
      - id: measuring
        flag: demo/general/hurries
        raised: true
        why: It changes the table first and looks at "how it feels" afterwards.
      - id: bluffing
        flag: demo/general/bluffs
        raised: false
        why: It tells of experience and claims nothing false.
      - id: blaming
        flag: demo/general/blames
        raised: false
        why: Nobody is blamed for the list.
"""

FILES = {
    "pack.yaml": PACK,
    "scenarios/orders.yaml": SCENARIO,
    "questions/databases.yaml": QUESTIONS,
    "choice-questions/databases.yaml": CHOICES,
    "guides/reading-plans.yaml": GUIDE,
    "drills/databases.yaml": DRILLS,
}


def write_pack(root: Path, **files: str | bytes) -> Path:
    """Write the demo pack into `root`; name further or different files as `write_pack(root, **{"a/b.yaml": …})`."""
    for name, text in {**FILES, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def spoil(root: Path, file: str, old: str, new: str) -> Path:
    """Write the demo pack with one place of one file changed; that file's path."""
    assert FILES[file].count(old) == 1, f"{old!r} must stand once in {file}"
    write_pack(root, **{file: FILES[file].replace(old, new)})
    return root / file


def list_faults(root: Path) -> list[Fault]:
    """What reading the pack reports; nothing where it is fine."""
    try:
        read_pack(root)
    except PackFaults as refusal:
        return refusal.faults
    return []


def read_demo(root: Path, **files: str) -> LoadedPack:
    """The demo pack, read from disk."""
    return read_pack(write_pack(root, **files))


def line_with(path: Path, text: str) -> int:
    """The line, from 1, of the only place where `text` stands in a file."""
    lines = [number for number, line in enumerate(path.read_text().split("\n"), 1) if text in line]
    assert len(lines) == 1, f"{text!r} must stand on one line of {path.name}, not on {lines}"
    return lines[0]
