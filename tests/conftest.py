"""What the tests share: the checkout, the shipped knowledge base, and a small one to break."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from advisor.cases import Case
from advisor.documents import read
from advisor.knowledge import KnowledgeBase, load
from advisor.reasoner import Reasoner, shipped_cases
from tests.browser import Browser, missing, opened
from tests.planting import contents_of
from tests.told import Told, tell_many

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "rules"
CASES = ROOT / "cases"


def rule_documents() -> dict[str, Any]:
    """Read every file of the shipped `rules/` as plain content, by its path in there."""
    return contents_of(RULES)


@pytest.fixture(scope="session")
def base() -> KnowledgeBase:
    """Give the shipped knowledge base."""
    return load()


@pytest.fixture(scope="session")
def reasoner(base: KnowledgeBase) -> Reasoner:
    """Give a reasoner over the shipped knowledge base."""
    return Reasoner(base)


@pytest.fixture(scope="session")
def cases(reasoner: Reasoner) -> list[Case]:
    """Give every shipped case, read."""
    found = [reasoner.check(read(path, name)) for name, path in shipped_cases().items()]
    return [case for case in found if isinstance(case, Case)]


@pytest.fixture(scope="session")
def documents() -> dict[str, Any]:
    """Give the plain content of every file of the shipped `rules/`, by its path in there."""
    return rule_documents()


@pytest.fixture(scope="session")
def told(reasoner: Reasoner, documents: dict[str, Any]) -> list[Told]:
    """Give every shipped case and many random ones, each with its advice as text and as data."""
    return tell_many(reasoner, documents)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a real browser; where there is none, tests in it are skipped, and fail in CI."""
    lacking = missing()
    if lacking:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(lacking)
    with opened() as found:
        yield found


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Give a copy of the shipped `rules/` to change."""
    folder = tmp_path / "rules"
    shutil.copytree(RULES, folder)
    return folder


def replace_in(path: Path, old: str, new: str) -> None:
    """Replace text that must stand in a file exactly once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")
