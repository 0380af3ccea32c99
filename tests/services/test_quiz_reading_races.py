"""Pages read while a quiz changes, on real databases: each shows it before or after, and no key before its time."""

from collections.abc import Callable, Mapping
from contextvars import Context
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from interview_sim.clock import utc_now
from interview_sim.domain.quiz import Mode
from interview_sim.quiz import choices, service
from tests.accounts import sign_in
from tests.quizzes import EVERYTHING, SECRET_EXPLANATION, SECRET_WHY, choice, load_menu, right_and_wrong, start_quiz
from tests.services.races import Act, overtaken

Sights = Mapping[str, tuple[str, str]]
"""By page: what it shows before and after, as words in it or as the address it leads to."""

EXAM: Sights = {
    "": ("→ questions/2/", "→ result/"),
    "questions/1/": ("Question 1 of 2", "→ result/"),
    "questions/1/stored": ('"closed":false', '"closed":true'),
    "finish/": ("1 question has no answer yet.", "→ result/"),
    "result/": ("→ ", "1 of 2 questions right."),
    "result.json": ("→ ", '"score": 50'),
    "result.csv": ("→ ", "number,question"),
}
LEARNING: Sights = {
    "": ("→ questions/1/", "→ questions/2/"),
    "questions/1/": ("Question 1 of 2:", "Right: question 1 of 2"),
    "questions/1/stored": ('"closed":false', '"closed":true'),
    "finish/": ("2 questions have no answer.", "1 question has no answer."),
}
EXPLAINED = {"result/": 2, "result.json": 2, "result.csv": 2, "questions/1/": 1}
"""How many questions these pages explain, once they do; no other page explains any."""


class Reader:
    """A browser that is signed in, and a quiz of two questions, the first of them with the right choice."""

    def __init__(self, app: Flask, owner: int) -> None:
        self.app, self.owner = app, owner
        self.client = FlaskClient(app, app.response_class, use_cookies=True)
        sign_in(self.client, owner)
        self.quiz_id = ""

    def begin(self, mode: Mode = Mode.EXAM, ago: timedelta = timedelta()) -> "Reader":
        with self.app.app_context():
            moment = utc_now() - ago
            self.quiz_id = start_quiz(self.owner, moment, replace(EVERYTHING, mode=mode, count=2))
            self.right, _ = right_and_wrong(self.quiz_id, self.owner, 0)
            choices.save_choice(self.quiz_id, self.owner, 0, choice(self.right), moment)
        return self

    def get(self, path: str) -> TestResponse:
        return Context().run(self.client.get, f"/quizzes/{self.quiz_id}/{path}", buffered=True)

    def sees_it_after(self, path: str, reply: object, sights: Sights) -> bool:
        """Whether the page shows the quiz as it is after the change; it shows nothing of the other."""
        assert isinstance(reply, TestResponse), reply
        shown = reply.text
        if reply.status_code == 303:
            shown = f"→ {reply.headers['Location'].removeprefix(f'/quizzes/{self.quiz_id}/')}"
        before, after = (words == shown or (words[0] != "→" and words in shown) for words in sights[path])
        assert before is not after, f"{path} shows both or neither"
        explained = shown.count(SECRET_EXPLANATION)
        assert explained == (EXPLAINED.get(path, 0) if after and reply.status_code == 200 else 0), path
        assert explained or SECRET_WHY not in shown, path
        return after

    def finish(self) -> None:
        service.finish_quiz(self.quiz_id, self.owner, utc_now())

    def give_answer(self) -> object:
        return service.give_answer(self.quiz_id, self.owner, 0, self.right, None, utc_now())


CHANGES: Mapping[Mode, tuple[Sights, Callable[[Reader], Act], int]] = {
    Mode.EXAM: (EXAM, lambda reader: reader.finish, 7),
    Mode.LEARN: (LEARNING, lambda reader: reader.give_answer, 2),
}
"""What is done to a quiz of each mode: what can be seen of it, and how many UPDATEs it makes before it commits."""


@pytest.fixture
def reader(either_app: Flask, owner: int) -> Reader:
    with either_app.app_context():
        load_menu()
    return Reader(either_app, owner)


@pytest.mark.parametrize("mode", Mode)
def test_until_a_hand_in_or_an_answer_is_committed_every_page_shows_it_as_before(reader: Reader, mode: Mode) -> None:
    sights, change, writes = CHANGES[mode]

    def look_everywhere() -> list[bool]:
        return [reader.sees_it_after(path, reader.get(path), sights) for path in sights]

    for nth in range(1, writes + 2):
        reader.begin(mode)
        changed, seen = overtaken(reader.app, change(reader), look_everywhere, at="UPDATE", nth=nth)
        assert not isinstance(changed, Exception), changed
        assert not isinstance(seen, Exception), seen
        assert seen == [nth > writes] * len(sights), f"held before UPDATE {nth}"


@pytest.mark.parametrize("mode", Mode)
def test_a_page_that_a_hand_in_or_an_answer_overtakes_shows_it_before_or_after(reader: Reader, mode: Mode) -> None:
    sights, change, _writes = CHANGES[mode]
    for path, nth in product(sights, (2, 3)):  # the first SELECT is who is signed in
        reader.begin(mode)
        reply, changed = overtaken(reader.app, partial(reader.get, path), change(reader), at="SELECT", nth=nth)
        assert not isinstance(changed, Exception), changed
        reader.sees_it_after(path, reply, sights)


def test_the_result_of_an_exam_that_lapsed_is_the_same_before_while_and_after_it_is_written_down(
    reader: Reader,
) -> None:
    reader.begin(ago=timedelta(hours=3))
    first = reader.get("result.json").text
    assert reader.sees_it_after("result.json", reader.get("result.json"), EXAM)

    def sweep() -> object:
        return service.settle_lapsed(utc_now())

    swept, seen = overtaken(reader.app, sweep, lambda: reader.get("result.json").text, at="UPDATE", nth=3)
    assert (swept, seen) == (1, first)
    assert reader.get("result.json").text == first
