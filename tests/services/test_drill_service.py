"""What is kept of drills: once, pinned, one's own, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from interview_sim.auth.models import User
from interview_sim.catalog.queries import find_current_drill, get_drill, list_current_drills
from interview_sim.catalog.store import load_pack
from interview_sim.domain.drill import Latest, UnknownFlag, Verdict
from interview_sim.domain.errors import NotFound
from interview_sim.drill import service
from interview_sim.drill.models import DrillAnswer, DrillFinding
from interview_sim.drill.play import build_start, find_next, question_of, result_of
from interview_sim.drill.queries import Counts, counts_by_flag, get_answer, list_latest, list_recent
from interview_sim.extensions import db
from tests.builders import DRILL_SLUG, NOON, SAMPLE_SLUG, answer_drill, changes, drill_pack, load_drills, sample_pack
from tests.services.races import Race, every_way
from tests.web.progress.seed import make_user

KEY = "0123456789abcdef"


def rows() -> tuple[int, int]:
    return tuple(  # type: ignore[return-value]
        db.session.execute(select(func.count()).select_from(table)).scalar_one()
        for table in (DrillAnswer, DrillFinding)
    )


@pytest.mark.usefixtures("db_session")
class TestAnswering:
    """One answer."""

    def test_an_answer_keeps_the_verdict_on_each_flag(self) -> None:
        load_drills()
        user_id = make_user()
        stored = get_answer(answer_drill(user_id, ["flag-a", "flag-c"]), user_id)
        verdicts = {finding.flag_id: finding.verdict for finding in stored.findings}
        assert verdicts == {
            "flag-a": Verdict.RECOGNISED,
            "flag-b": Verdict.MISSED,
            "flag-c": Verdict.MISTAKEN,
            "flag-d": Verdict.PASSED,
        }
        assert (stored.is_right, stored.answered_at) == (False, NOON)

    def test_exactly_the_raised_ones_is_right(self) -> None:
        load_drills()
        user_id = make_user()
        assert get_answer(answer_drill(user_id, ["flag-b", "flag-a"]), user_id).is_right

    def test_the_flags_stand_as_the_page_showed_them(self) -> None:
        load_drills()
        user_id = make_user()
        pinned = find_current_drill(DRILL_SLUG)
        assert pinned is not None
        for key in ("first-key", "second-key", "third-key"):
            shown = [flag.id for flag in question_of(pinned, key).flags]
            stored = get_answer(answer_drill(user_id, start_key=key), user_id)
            assert [finding.flag_id for finding in stored.findings] == shown

    def test_the_same_key_again_is_the_answer_that_was_kept_first(self) -> None:
        load_drills()
        user_id = make_user()
        first = answer_drill(user_id, ["flag-a"], start_key=KEY)
        assert answer_drill(user_id, ["flag-a", "flag-b"], start_key=KEY) == first
        assert not get_answer(first, user_id).is_right
        assert rows() == (1, 4)

    def test_two_users_may_have_the_same_key(self) -> None:
        load_drills()
        assert answer_drill(make_user(), start_key=KEY) != answer_drill(make_user(), start_key=KEY)

    def test_a_flag_of_another_drill_is_refused_and_nothing_is_kept(self) -> None:
        load_drills()
        with pytest.raises(UnknownFlag):
            answer_drill(make_user(), ["flag-z"])
        assert rows() == (0, 0)

    def test_another_users_answer_does_not_exist(self) -> None:
        load_drills()
        answer_id = answer_drill(make_user())
        with pytest.raises(NotFound):
            get_answer(answer_id, make_user())

    def test_deleting_the_user_deletes_it(self) -> None:
        load_drills()
        user_id = make_user()
        answer_drill(user_id)
        db.session.execute(delete(User).where(User.id == user_id))
        db.session.commit()
        assert rows() == (0, 0)


@pytest.mark.usefixtures("db_session")
class TestContent:
    """Drills as they are stored."""

    def test_the_texts_of_flags_are_pinned_with_the_drill(self) -> None:
        load_drills()
        user_id = make_user()
        answer_id = answer_drill(user_id)
        pack = drill_pack()
        worded = {
            address: flag.model_copy(update={"text": "Reworded."}) for address, flag in pack.referred_flags.items()
        }
        report = load_pack(replace(pack, referred_flags=worded), NOON)
        assert f"drill {DRILL_SLUG}" in report.changed
        old = result_of(get_answer(answer_id, user_id), user_id)
        assert "Optimises without measuring anything." in [flag.text for flag in old.flags]
        current = find_current_drill(DRILL_SLUG)
        assert current is not None
        assert {flag.text for flag in current.red_flags} == {"Reworded."}

    def test_loading_twice_changes_nothing(self) -> None:
        load_drills()
        assert changes(load_drills()) == []

    def test_a_drill_that_left_its_pack_is_not_offered_and_its_answers_stay(self) -> None:
        load_drills()
        user_id = make_user()
        answer_id = answer_drill(user_id)
        load_pack(sample_pack(), NOON)
        assert find_current_drill(DRILL_SLUG) is None
        assert find_next(user_id, "", "seed") is None
        assert result_of(get_answer(answer_id, user_id), user_id).record.total == 0

    def test_its_title_is_the_question_and_its_markdown_is_rendered(self) -> None:
        load_drills()
        user_id = make_user()
        answer_drill(user_id)
        assert list_recent(user_id, 5)[0].title == f"The list of {DRILL_SLUG} is slow. What is your **first** step?"
        pinned = find_current_drill(DRILL_SLUG)
        assert pinned is not None
        assert "<strong>first</strong>" in pinned.html["asked"]
        assert get_drill(pinned.revision_id) is pinned


@pytest.mark.usefixtures("db_session")
class TestRecord:
    """What a user has of drills so far."""

    def test_the_latest_answer_to_each_drill_counts_the_newest_first(self) -> None:
        load_drills()
        user_id = make_user()
        first, second, _ = (pinned.item_id for pinned in list_current_drills())
        answer_drill(user_id, ["flag-a"], NOON)
        answer_drill(user_id, ["flag-a"], NOON + timedelta(minutes=1), slug="sample-second-drill")
        answer_drill(user_id, ["flag-a", "flag-b"], NOON + timedelta(minutes=2))
        assert list_latest(user_id) == [Latest(first, True), Latest(second, True)]
        assert list_latest(make_user()) == []

    def test_flags_are_counted_over_all_drills_by_their_address(self) -> None:
        load_drills()
        user_id = make_user()
        answer_drill(user_id, ["flag-c"])
        answer_drill(user_id, ["flag-a"], slug="sample-second-drill")
        answer_drill(make_user(), ["flag-d"])
        assert counts_by_flag(user_id) == {
            f"sample/{SAMPLE_SLUG}/guesses": Counts(recognised=1, missed=1),
            "sample/general/general-bluff": Counts(missed=1),
            "sample/general/general-blame": Counts(mistaken=1),
        }

    def test_the_start_counts_what_is_about_the_topic(self) -> None:
        load_drills()
        user_id = make_user()
        answer_drill(user_id, ["flag-a"])
        page = build_start(user_id, "")
        assert [(topic.slug, topic.name, topic.drills) for topic in page.topics] == [
            ("databases", "Databases", 2),
            ("caching", "Caching", 1),
        ]
        assert (page.record.total, page.record.seen, page.record.right) == (3, 1, 0)
        assert build_start(user_id, "caching").record.told == ""
        assert page.record.told == "You have seen 1 of 3, and got 0 exactly right the last time."
        unknown = build_start(user_id, "cooking")
        assert (unknown.topic, unknown.record.total) == ("", 3)
        assert unknown.fault == "There is no topic called “cooking”; choose from the list."
        assert page.fault == ""

    def test_the_next_one_is_about_the_topic_and_not_the_one_just_answered(self) -> None:
        load_drills()
        user_id = make_user()
        seeds = [str(number) for number in range(40)]
        assert {find_next(user_id, "caching", seed) for seed in seeds} == {"sample-second-drill"}
        answer_drill(user_id)
        drawn = {find_next(user_id, "", seed) for seed in seeds}
        assert drawn == {"sample-second-drill", "sample-third-drill"}
        assert find_next(user_id, "cooking", "seed") is None


def test_the_same_page_sent_twice_at_once_is_judged_once(either_app: Flask, owner: int) -> None:
    with either_app.app_context():
        load_drills()
    number = 0

    def prepare() -> Race:
        nonlocal number
        number += 1
        key = f"{KEY}-{number}"

        def check(left: object, right: object) -> None:
            assert isinstance(left, str), left
            assert left == right
            kept = select(func.count()).select_from(DrillAnswer).where(DrillAnswer.start_key == key)
            assert db.session.execute(kept).scalar_one() == 1
            assert len(get_answer(left, owner).findings) == 4

        return Race(
            lambda: answer_drill(owner, ["flag-a"], start_key=key),
            lambda: answer_drill(owner, ["flag-b"], start_key=key),
            check,
        )

    every_way(either_app, prepare)


def test_a_guests_answers_come_along_even_where_one_page_was_answered_as_both(either_app: Flask, owner: int) -> None:
    with either_app.app_context():
        load_drills()
        guest = make_user("Guest")
        both = [answer_drill(owner, start_key=KEY), answer_drill(guest, start_key=KEY)]
        guests = answer_drill(guest)
        service.adopt_answers(guest, owner)
        db.session.commit()
        for answer_id in (*both, guests):
            assert len(get_answer(answer_id, owner).findings) == 4
        assert answer_drill(owner, start_key=KEY) == both[0]
