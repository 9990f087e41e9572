"""The same case gives the same bytes: whatever the process, the order of things, the notation."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from advisor.batch import validate
from advisor.cases import Case
from advisor.documents import Document, read, read_text
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import Reasoner, shipped_cases
from advisor.report.data import advice_json
from advisor.report.results import results_json, results_text
from advisor.report.text import advice_text
from tests import random_cases
from tests.conftest import CASES

ALL_CASES = """
from advisor import advise, read_case
from advisor.reasoner import shipped_cases
from advisor.report.data import advice_json
from advisor.report.text import advice_text

for name in shipped_cases():
    advice = advise(read_case(f"@{name}"))
    print(advice_json(advice), advice_text(advice))
"""


def advice_of(reasoner: Reasoner, content: bytes, *, is_json: bool) -> str:
    """Give the JSON of the advice on a case; its name is the same in both notations."""
    document = read_text(content, "case", json=is_json)
    assert isinstance(document, Document), document
    case = reasoner.check(document)
    assert isinstance(case, Case), case
    return advice_json(reasoner.advise(case))


def contents() -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """Give every shipped case with what it says."""
    for name, path in shipped_cases().items():
        document = read(path, name)
        assert isinstance(document, Document)
        assert isinstance(document.value, dict)
        yield name, path, document.value


def shuffled(rng: random.Random, value: Any) -> Any:
    """Give the same content with every mapping and every list in another order."""
    if isinstance(value, dict):
        items = [(key, shuffled(rng, part)) for key, part in value.items()]
        rng.shuffle(items)
        return dict(items)
    if isinstance(value, list):
        parts = [shuffled(rng, part) for part in value]
        rng.shuffle(parts)
        return parts
    return value


def in_json(value: Any) -> bytes:
    return json.dumps(value).encode()


def in_yaml(value: Any) -> bytes:
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True).encode()


def test_the_seed_of_the_hashes_changes_nothing() -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", ALL_CASES],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        )
        for seed in ("0", "1", "2", "3")
    ]
    outputs, errors = zip(*[process.communicate(timeout=300) for process in processes], strict=True)
    assert errors == (b"",) * 4
    for name in shipped_cases():
        assert f'"@{name}"'.encode() in outputs[0] or f'"{name}"'.encode() in outputs[0]
    assert len(set(outputs)) == 1


def test_the_order_of_a_case_changes_nothing(reasoner: Reasoner) -> None:
    rng = random.Random(5)
    moved = 0
    for name, _, value in contents():
        advised = advice_of(reasoner, in_json(value), is_json=True)
        other = in_json(shuffled(rng, value))
        moved += other != in_json(value)
        assert advice_of(reasoner, other, is_json=True) == advised, f"{name}: {other!r}"
    assert moved > len(shipped_cases()) / 2


def test_the_order_of_a_random_case_changes_nothing(
    reasoner: Reasoner, documents: dict[str, Any]
) -> None:
    rng = random.Random(6)
    for _ in range(60):
        value = random_cases.random_case(rng, documents)
        advised = advice_of(reasoner, in_json(value), is_json=True)
        other = in_json(shuffled(rng, value))
        assert advice_of(reasoner, other, is_json=True) == advised, other


def test_the_notation_changes_nothing(reasoner: Reasoner) -> None:
    rng = random.Random(7)
    for name, path, value in contents():
        written = advice_of(reasoner, path.read_bytes(), is_json=False)
        assert advice_of(reasoner, in_json(value), is_json=True) == written, name
        assert advice_of(reasoner, in_yaml(shuffled(rng, value)), is_json=False) == written, name


def test_the_case_before_changes_nothing(base: KnowledgeBase, documents: dict[str, Any]) -> None:
    """The engine is used again from case to case; nothing of one may reach the next."""
    rng = random.Random(8)
    cases = [in_json(random_cases.random_case(rng, documents)) for _ in range(40)]
    first, second = Reasoner(base), Reasoner(base)
    onward = [advice_of(first, case, is_json=True) for case in cases]
    backward = [advice_of(second, case, is_json=True) for case in reversed(cases)]
    assert onward == backward[::-1]


def test_an_advice_reads_the_same_as_often_as_it_is_read(reasoner: Reasoner) -> None:
    _, path, _ = next(contents())
    document = read(path)
    assert isinstance(document, Document)
    case = reasoner.check(document)
    assert isinstance(case, Case)
    advice = reasoner.advise(case)
    assert advice_text(advice) == advice_text(advice) == advice_text(reasoner.advise(case))


# The order of files on disk


class Disk:
    """Lists folders in an order of its own, as file systems do."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rng = random.Random(0)
        self.orders: set[tuple[str, ...]] = set()
        self._scandir = os.scandir
        monkeypatch.setattr(os, "scandir", self.scandir)

    def scandir(self, path: Any = ".") -> Listing:
        with self._scandir(path) as entries:
            found = list(entries)
        self.rng.shuffle(found)
        self.orders.add(tuple(one.name for one in found))
        return Listing(found)


class Listing:
    """What `os.scandir` gives: an iterator that is closed in the end."""

    def __init__(self, entries: list[os.DirEntry[str]]) -> None:
        self._entries = iter(entries)

    def __iter__(self) -> Listing:
        return self

    def __next__(self) -> os.DirEntry[str]:
        return next(self._entries)

    def __enter__(self) -> Listing:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        pass


def test_the_order_on_disk_changes_nothing(
    base: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the order in which files were made nor that in which a folder lists them."""
    some = sorted(CASES.rglob("*.yaml"))[::4]
    files = {path.relative_to(CASES).as_posix(): path.read_bytes() for path in some}
    files |= {"b/broken.yaml": b"runner: [", "a/empty.json": b"", "B.yml": b"runner: {age: 1}"}
    outputs = []
    disk = Disk(monkeypatch)
    for number in range(3):
        names = sorted(files, reverse=bool(number))
        folder = tmp_path / str(number)
        for name in names:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[name])
        monkeypatch.chdir(folder)
        outputs.append(
            ["".join(write(base, validate(["."], base))) for write in (results_json, results_text)]
        )
    assert len(disk.orders) > 3, "the folders were listed in some other way"
    assert outputs[1:] == outputs[:1] * 2
    named = [one["file"] for one in json.loads(outputs[0][0])["results"]]
    assert sorted(Path(name).as_posix() for name in named) == sorted(files)
