"""The red flags and a user's record with them."""

from datetime import timedelta

import pytest

from interview_sim.catalog.store import load_pack
from interview_sim.domain.attempt import State
from interview_sim.domain.errors import NotFound
from interview_sim.progress.judgement_queries import LINKS_PER_FLAG
from interview_sim.progress.red_flags import Checklist, FlagEntry, Which, list_checklist
from tests.builders import NOON, SAMPLE_SLUG, sample_pack
from tests.web.progress.seed import SECOND_SLUG, load_second_scenario, make_user, seed_attempt

pytestmark = pytest.mark.usefixtures("db_session")

PLAIN = ("storage", "plain-passwords")
BLUFF = ("speed", "general/general-bluff")


def entries(checklist: Checklist) -> dict[str, FlagEntry]:
    return {entry.id: entry for group in checklist.groups for entry in group.entries}


def all_of(user_id: int | None) -> Checklist:
    return list_checklist(user_id, "")


def test_the_general_ones_come_first_once_and_then_each_interviews_own() -> None:
    load_second_scenario()
    groups = all_of(None).groups
    assert [group.title for group in groups] == ["In every interview", "Sample interview", "Second interview"]
    assert [len(group.entries) for group in groups] == [2, 2, 2]


def test_every_checkbox_has_an_id_of_its_own() -> None:
    load_second_scenario()
    assert len(entries(all_of(None))) == all_of(None).shown == 6


def test_a_flag_says_how_often_it_was_raised_and_links_to_the_latest_places() -> None:
    user_id = make_user()
    for number in range(LINKS_PER_FLAG + 1):
        seed_attempt(user_id, f"f{number}", NOON - timedelta(days=number), flags=[PLAIN])
    entry = entries(all_of(user_id))[f"{SAMPLE_SLUG}-plain-passwords"]
    assert entry.how_often + entry.listed == "You raised it 4 times; the latest 3:"
    assert [place.attempt_id for place in entry.places] == ["f0", "f1", "f2"]
    assert entry.places[0].question == "Storing orders"


def test_a_general_flag_is_counted_across_interviews_and_an_own_one_is_not() -> None:
    user_id = make_user()
    second = load_second_scenario()
    seed_attempt(user_id, "one", flags=[PLAIN, BLUFF])
    seed_attempt(user_id, "two", NOON - timedelta(days=1), scenario=second, flags=[PLAIN, BLUFF])
    found = entries(all_of(user_id))
    assert found["general-sample-general-bluff"].how_often == "You raised it 2 times"
    assert found[f"{SAMPLE_SLUG}-plain-passwords"].how_often == "You raised it once"
    assert found[f"{SECOND_SLUG}-plain-passwords"].how_often == "You raised it once"


def test_raised_by_me_keeps_only_those() -> None:
    user_id = make_user()
    seed_attempt(user_id, "one", flags=[BLUFF])
    checklist = list_checklist(user_id, "", Which.RAISED)
    assert (list(entries(checklist)), checklist.raised) == (["general-sample-general-bluff"], 1)


def test_another_users_flags_are_not_mine() -> None:
    mine, theirs = make_user(), make_user()
    seed_attempt(theirs, "one", flags=[PLAIN])
    assert all_of(mine).raised == 0


def test_a_flag_raised_in_an_unfinished_debrief_leads_back_to_it() -> None:
    user_id = make_user()
    seed_attempt(user_id, "open", state=State.DEBRIEFING, flags=[PLAIN])
    assert not entries(all_of(user_id))[f"{SAMPLE_SLUG}-plain-passwords"].places[0].is_finished


def test_the_filter_keeps_one_interview_and_the_general_ones() -> None:
    load_second_scenario()
    checklist = list_checklist(None, SECOND_SLUG)
    assert [group.title for group in checklist.groups] == ["In every interview", "Second interview"]
    with pytest.raises(NotFound):
        list_checklist(None, "no-such-interview")


def test_flags_of_withdrawn_interviews_stay_in_the_record_as_they_were_worded() -> None:
    user_id = make_user()
    second = load_second_scenario()
    seed_attempt(user_id, "old", scenario=second, flags=[PLAIN])
    load_pack(sample_pack(), NOON)
    former = all_of(user_id).groups[-1]
    assert former.title == "From earlier interviews"
    assert [entry.text for entry in former.entries] == ["Stores passwords in plain text."]
    assert all_of(None).groups[-1].title == "Sample interview"
