"""The catalogue of interviews."""

from tests.client import AuditingClient
from tests.web.interview.conftest import Sitting


def test_the_catalogue_is_open_to_everyone(client: AuditingClient) -> None:
    page = client.get("/interviews/")
    assert page.status_code == 200
    assert "Sample interview" in page.text
    assert "4 min" in page.text


def test_a_filter_that_nothing_fits_says_how_to_see_everything(client: AuditingClient) -> None:
    page = client.get("/interviews/?level=advanced")
    assert "No interview fits this filter" in page.text
    assert "Show all 1" in page.text


def test_a_filter_by_level_and_topic_keeps_what_fits(client: AuditingClient) -> None:
    assert "Sample interview" in client.get("/interviews/?level=intermediate&topic=databases").text
    assert "Sample interview" not in client.get("/interviews/?topic=nothing").text


def test_topics_have_their_names_in_the_filter_and_on_the_card(client: AuditingClient) -> None:
    page = client.get("/interviews/").text
    assert '<option value="caching">Caching</option>' in page
    assert "Databases, Caching" in page
    assert "Topics: Databases, Caching" in client.get("/interviews/sample-interview/").text


def test_nonsense_in_the_address_is_no_error(client: AuditingClient) -> None:
    assert client.get("/interviews/?seen=%00&level=<script>").status_code == 200


def test_an_unfinished_interview_can_be_continued_from_its_card(sitting: Sitting) -> None:
    page = sitting.client.get("/interviews/")
    assert sitting.url() in page.text
    assert "Continue where you left off" in page.text


def test_the_catalogue_asks_the_database_four_times_however_long_the_history(sitting: Sitting) -> None:
    sitting.client.get("/interviews/")
    few = len(sitting.client.queries)
    for _ in range(5):
        page = sitting.client.get("/interviews/sample-interview/")
        sitting.client.submit(page, "/attempts")
    sitting.client.get("/interviews/")
    assert len(sitting.client.queries) == few <= 4
