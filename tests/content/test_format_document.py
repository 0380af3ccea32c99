"""The example in the documentation is a real pack, and the documentation leaves nothing out."""

import re
from pathlib import Path

import pytest

from interview_sim.catalog import cli, coverage, files, markdown_rules, yaml_reader
from interview_sim.catalog.loader import read_pack
from interview_sim.catalog.markdown import LANGUAGES
from interview_sim.catalog.queries import find_current_scenario
from interview_sim.catalog.store import load_pack
from interview_sim.domain import content, likeness, standard, syllabus
from interview_sim.domain.content import Frozen
from interview_sim.domain.rating import Rating
from tests.builders import NOON

DOCUMENT = Path("docs/content-format.md")
EXAMPLE = re.compile(r"^`([\w/-]+\.yaml)`:\n\n```yaml\n(.*?)^```$", re.M | re.S)


def write_example(root: Path) -> Path:
    found = EXAMPLE.findall(DOCUMENT.read_text())
    assert len(found) == 7
    for name, text in found:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root / "http-basics"


def test_the_example_is_a_pack_without_faults_and_has_every_kind(tmp_path: Path) -> None:
    pack = read_pack(write_example(tmp_path))
    assert (len(pack.scenarios), len(pack.questions), len(pack.choice_questions), len(pack.guides)) == (1, 1, 1, 1)
    assert len(pack.drills) == 1


@pytest.mark.usefixtures("db_session")
def test_the_example_can_be_loaded_and_read_back(tmp_path: Path) -> None:
    report = load_pack(read_pack(write_example(tmp_path)), NOON)
    assert report.added == [
        "scenario slow-product-page",
        "question what-etag-does",
        "choice not-modified-status",
        "guide reading-headers",
        "drill long-cache-for-the-basket",
    ]
    pinned = find_current_scenario("slow-product-page")
    assert pinned is not None
    assert list(pinned.flags) == ["caches-private-pages", "no-invalidation", "general/bluffs"]
    assert 'class="language-http"' in pinned.html["prompts/stop-refetching/model_answer"]


MODELS = {
    name: model
    for module in (content, syllabus)
    for name, model in vars(module).items()
    if isinstance(model, type) and issubclass(model, Frozen)
}


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS.keys())
def test_every_field_is_explained_and_used_in_the_example(model: type[Frozen]) -> None:
    if model in (content.PlayableScenario, content.PlayableDrill):
        return  # never written in a file
    text = DOCUMENT.read_text()
    example = "".join(body for _, body in EXAMPLE.findall(text))
    for field in model.model_fields:
        if field != "kind":
            assert f"`{field}`" in text, field
            assert re.search(rf"\b{field}:", example), field


def test_every_choice_and_limit_is_named() -> None:
    text = DOCUMENT.read_text()
    for word in (*LANGUAGES, *content.Level, *content.Standard, *syllabus.Teaches, *Rating):
        assert f"`{word}`" in text, word
    for limit in (
        f"{files.MAX_FILE_BYTES // 1024} KiB",
        f"{files.MAX_PACK_BYTES // 1024 // 1024} MiB",
        f"{files.MAX_FILES:,} files",
        f"{yaml_reader.MAX_NODES:,} values",
        f"{yaml_reader.MAX_DEPTH} levels",
        f"one file | {yaml_reader.MAX_REPORTS} |",
        f"{content.MARKDOWN_LENGTH:,} characters",
        f"{markdown_rules.MAX_BARS:,} `",
    ):
        assert limit in text, limit


def test_every_number_of_the_editorial_standard_is_named() -> None:
    text = DOCUMENT.read_text()
    for norm in standard.NORMS:
        assert f"| {norm.owner} | {norm.nouns} | {norm.span} |\n" in text, norm
    for share in standard.SHARES:
        assert f"| {share.of} | {share.span} |\n" in text, share
    assert f"from {standard.SHARES_FROM} of them on" in text
    assert f"less than {standard.REPEATED} % of all runs of" in text
    assert likeness.SHINGLE == 3
    assert "runs of\n  three words" in text
    assert cli.LONG_RUN == 8
    assert "every run of eight words or more" in text
    assert f"up to {coverage.TITLE_WIDTH} characters fit the table" in text


def test_no_number_of_the_editorial_standard_is_forgotten() -> None:
    """Each constant is among those that the documentation is compared with."""
    named = [each for each in vars(standard).values() if isinstance(each, standard.Norm | standard.Share)]
    assert sorted(map(str, named)) == sorted(map(str, (*standard.NORMS, *standard.SHARES)))
