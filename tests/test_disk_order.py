"""The order in which the file system lists files, or got them, changes nothing."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pytest

from advisor.knowledge import KnowledgeBase, load
from advisor.reasoner import Reasoner
from advisor.report.results import WRITERS
from tests.all_advice import catalogue, said, shipped_documents
from tests.conftest import CASES
from tests.running import written_as

Entry = TypeVar("Entry", Path, "os.DirEntry[str]")


class Disk:
    """Lists folders in an order of its own, as file systems do, whichever way it is asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rng = random.Random(0)
        self.orders: set[tuple[str, ...]] = set()
        self._scandir = os.scandir
        monkeypatch.setattr(os, "scandir", self.scandir)
        for name in ("glob", "rglob", "iterdir"):  # some Pythons keep a scandir of their own
            monkeypatch.setattr(Path, name, self._listing(getattr(Path, name)))

    def scandir(self, path: Any = ".") -> Listing:
        with self._scandir(path) as entries:
            return Listing(self._shuffled(entries))

    def _listing(self, method: Callable[..., Iterable[Path]]) -> Callable[..., Iterator[Path]]:
        return lambda *given, **named: iter(self._shuffled(method(*given, **named)))

    def _shuffled(self, entries: Iterable[Entry]) -> list[Entry]:
        found = list(entries)
        self.rng.shuffle(found)
        self.orders.add(tuple(one.name for one in found))
        return found


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


def written(folder: Path, files: Mapping[str, bytes], names: Iterable[str]) -> Path:
    """Make files one after the other, in the order of their names here."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files[name])
    return folder


def test_the_order_of_case_files_changes_nothing(
    base: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = sorted(CASES.rglob("*.yaml"))[::4]
    files = {path.relative_to(CASES).as_posix(): path.read_bytes() for path in some}
    files |= {"b/broken.yaml": b"runner: [", "a/empty.json": b"", "B.yml": b"runner: {age: 1}"}
    outputs = []
    disk = Disk(monkeypatch)
    for number in range(3):
        names = sorted(files, reverse=bool(number))
        monkeypatch.chdir(written(tmp_path / str(number), files, names))
        outputs.append([written_as(form, base, ["."]) for form in WRITERS])
    assert len(disk.orders) >= 3, "the folders were listed in some other way"
    assert outputs[1:] == outputs[:1] * 2
    named = [one["file"] for one in json.loads(outputs[0][list(WRITERS).index("json")])["results"]]
    assert sorted(Path(name).as_posix() for name in named) == sorted(files)


def test_the_order_of_rule_files_changes_nothing(
    documents: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same digest, the same order of rules, the same words: in the catalogue and in advice."""
    files = {name: json.dumps(value).encode() for name, value in halved(documents).items()}
    cases = list(shipped_documents())[::5]
    disk = Disk(monkeypatch)
    outputs = []
    for number in range(3):
        names = sorted(files, reverse=bool(number))
        base = load(written(tmp_path / str(number), files, names))
        rules = [rule.id for rule in base.rules]
        outputs.append([base.digest, rules, *catalogue(base), *said(Reasoner(base), cases)])
    assert len(disk.orders) >= 3, "the folders were listed in some other way"
    assert outputs[1:] == outputs[:1] * 2


def halved(documents: Mapping[str, Any]) -> dict[str, Any]:
    """Divide each file of rules in two: rules of one stratum keep the order of their files."""
    found = dict(documents)
    for name in documents:
        if name.startswith("reasoning/"):
            rules = found.pop(name)["rules"]
            first, second = name.replace(".", "-a."), name.replace(".", "-b.")
            found |= {first: {"rules": rules[::2]}, second: {"rules": rules[1::2]}}
    return found
