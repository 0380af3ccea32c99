"""From the report of an interview to a quiz on what its points teach, the missed ones first."""

import re

from flask import Flask

from interview_sim.catalog.store import load_pack
from interview_sim.domain.drawing import Source, Wanted
from interview_sim.domain.need import MISSED_COUNTS
from interview_sim.quiz.needs import find_need
from interview_sim.quiz.queries import get_quiz
from tests.builders import NOON, SAMPLE_SLUG, sample_pack
from tests.quizzes import load_menu, start_quiz
from tests.web.report.conftest import Reader


def test_the_report_leads_to_a_quiz_that_names_what_was_missed(reader: Reader) -> None:
    link = re.search(r'href="([^"]+)">Take a quiz on what this interview needs<', reader.report().text)
    assert link is not None
    page = reader.client.get(link[1].replace("&amp;", "&")).text
    assert 'value="scenario" checked' in page
    assert f'value="{SAMPLE_SLUG}" selected' in page
    assert "You missed points there about: Databases. Those count most." in page


def test_there_is_no_such_link_where_the_interview_is_no_longer_offered(app: Flask, reader: Reader) -> None:
    with app.app_context():
        pack = sample_pack()
        load_pack(type(pack)(pack.pack, (), pack.questions, pack.choice_questions), NOON)
    assert "Take a quiz on" not in reader.report().text


def test_a_missed_point_weighs_by_the_topics_of_its_question_and_what_it_needs_is_drawn(
    app: Flask, reader: Reader
) -> None:
    with app.app_context():
        load_menu()
        names = {"databases": "Databases", "drinks": "Drinks"}
        mine, nobodys = (find_need(SAMPLE_SLUG, user_id, names) for user_id in (reader.user_id, None))
        assert mine is not None
        assert nobodys is not None
        weights = {" ".join(sorted(each.topics)): each.weight for each in mine.taught}
        plain = {" ".join(sorted(each.topics)): each.weight for each in nobodys.taught}
        assert weights["databases"] - plain["databases"] == MISSED_COUNTS - 1, "`index` leads to databases"
        assert (mine.missed, nobodys.missed) == (frozenset({"databases"}), frozenset())
        wanted = Wanted(source=Source.SCENARIO, scenario=SAMPLE_SLUG, need=mine)
        quiz = get_quiz(start_quiz(reader.user_id, NOON, wanted), reader.user_id)
        assert len(quiz.answers) == 1, "the one question on databases, and nothing from the menu"


def test_an_interview_that_does_not_exist_needs_nothing(app: Flask, reader: Reader) -> None:
    with app.app_context():
        assert find_need("no-such-interview", reader.user_id, {}) is None
