"""Which topics a text names."""

import pytest

from interview_sim.domain.topics import named_topics

TOPICS = {
    "caching": "Caching",
    "databases": "Databases",
    "http": "HTTP",
    "orm": "ORMs and migrations",
    "background-work": "Background work",
    "security": "Security",
}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Says when a cache would be worth it.", {"caching"}),
        ("Adds an index in the database.", {"databases"}),
        ("Plans the migration of `orders`.", {"orm"}),
        ("An ORM hides queries.", {"orm"}),
        ("A form is validated.", set()),
        ("Puts HTTP caching in front.", {"http", "caching"}),
        ("Work and the rest of it.", set()),
        ("Secures the cookie.", {"security"}),
        ("Names security headers.", {"security"}),
        ("", set()),
    ],
)
def test_a_topic_is_named_by_a_word_of_its_own(text: str, named: set[str]) -> None:
    assert named_topics([text], TOPICS) == named
