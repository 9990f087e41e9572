"""The codes of diagnostics: each has a file that gets it, and a mend that the message leads to."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.batch import Run
from advisor.diagnostics import CODES, Diagnostic
from advisor.knowledge import KnowledgeBase
from tests.code_examples import ELSEWHERE, EXAMPLES
from tests.code_page import PAGE, page
from tests.conftest import ROOT

KNOWN = ROOT / "tests" / "codes.txt"


def diagnostics(base: KnowledgeBase, path: Path) -> list[Diagnostic]:
    return [one for result in Run(base).results([str(path)]) for one in result.diagnostics]


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_bad_file_gets_its_code_and_words_that_lead_to_the_mend(
    code: str, base: KnowledgeBase, tmp_path: Path
) -> None:
    example = EXAMPLES[code]
    found = diagnostics(base, example.written(tmp_path))
    assert [one.code for one in found] == [code]
    assert example.mends in f"{found[0].message} {found[0].hint}"


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_mended_file_is_fine(code: str, base: KnowledgeBase, tmp_path: Path) -> None:
    assert diagnostics(base, EXAMPLES[code].written(tmp_path, good=True)) == []


def test_what_a_code_of_cases_means_is_shown_by_an_example_or_said() -> None:
    assert not set(EXAMPLES) & set(ELSEWHERE)
    of_cases = list(CODES)[: list(CODES).index("change-unreadable")]
    unsaid = set(of_cases) - set(EXAMPLES) - set(ELSEWHERE)
    assert unsaid == {"file-unexpected"}, "this one is of knowledge bases"


def test_no_code_is_ever_taken_away_or_renamed() -> None:
    known = KNOWN.read_text(encoding="utf-8").split()
    assert [code for code in known if code not in CODES] == []
    assert [code for code in CODES if code not in known] == [], f"add it to {KNOWN.name}"


def test_the_page_is_as_the_examples_are(base: KnowledgeBase) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(base), "run python -m tests.code_page"
