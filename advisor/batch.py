"""Many cases: find the files, read, check, advise, and compare with what each expects."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from advisor.advice import Decision
from advisor.cases import Case
from advisor.diagnostics import Diagnostic
from advisor.documents import read
from advisor.knowledge import KnowledgeBase, load
from advisor.reasoner import Reasoner

SUFFIXES = (".yaml", ".yml", ".json")
Status = Literal["ok", "failed", "invalid", "error"]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An expectation of a case that its advice does not meet."""

    expectation: str
    expected: Any
    actual: Any


@dataclass(frozen=True, slots=True)
class CaseResult:
    """
    What became of one file.

    A file that could not be read or is no valid case has only `diagnostics`. `expects` tells
    whether the case said what to expect; `mismatches` where the advice differs.
    """

    file: str
    case: str
    title: str
    diagnostics: tuple[Diagnostic, ...]
    decision: Decision | None
    expects: bool
    mismatches: tuple[Mismatch, ...]

    @property
    def status(self) -> Status:
        """`error` for a fault of this program, `invalid` and `failed` for the case's own."""
        if any(one.code == "internal-error" for one in self.diagnostics):
            return "error"
        if self.diagnostics:
            return "invalid"
        return "failed" if self.mismatches else "ok"


def find(paths: Iterable[str]) -> Iterator[str | Diagnostic]:
    """
    Give every case file: those named, and those in folders, without what starts with a dot.

    A folder that cannot be looked into is a diagnostic in its place.
    """
    for path in paths:
        if Path(path).is_dir():
            yield from _in_folder(path)
        else:
            yield path


def _in_folder(folder: str) -> Iterator[str | Diagnostic]:
    denied: list[OSError] = []
    for top, folders, files in os.walk(folder, onerror=denied.append):
        yield from (_unreadable(error) for error in denied)
        denied.clear()
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(files):
            if name.endswith(SUFFIXES) and not name.startswith("."):
                yield str(Path(top, name))
    yield from (_unreadable(error) for error in denied)


def _unreadable(error: OSError) -> Diagnostic:
    message = f"this folder cannot be read: {(error.strerror or str(error)).lower()}"
    return Diagnostic("file-unreadable", "error", str(error.filename), 0, 0, "", message)


def validate(
    paths: Iterable[str | Path], base: KnowledgeBase | None = None
) -> Iterator[CaseResult]:
    """
    Check and advise on every case file, by the shipped knowledge base or another.

    One bad file never stops the rest: whatever is wrong is in its result.
    """
    reasoner = Reasoner(base or load())
    for found in find(str(path) for path in paths):
        if isinstance(found, Diagnostic):
            yield _refused(found.file, (found,))
        else:
            yield judge_file(reasoner, found)


def judge_file(reasoner: Reasoner, file: str) -> CaseResult:
    """Give the result of one file."""
    try:
        case = reasoner.check(read(Path(file), file))
        if not isinstance(case, Case):
            return _refused(file, case)
        decision = reasoner.advise(case).decision
    except Exception as error:  # one case must not take the others with it
        message = f"this program failed: {type(error).__name__}: {error}"
        hint = "please report it, with this file if you may"
        fault = Diagnostic("internal-error", "error", file, 0, 0, "", message, hint)
        return _refused(file, (fault,))
    expect = case.expect or {}
    mismatches = tuple(compare(expect, decision))
    return CaseResult(file, case.name, case.title, (), decision, bool(expect), mismatches)


def _refused(file: str, diagnostics: tuple[Diagnostic, ...]) -> CaseResult:
    return CaseResult(file, Path(file).stem, "", diagnostics, None, False, ())


def compare(expect: Mapping[str, Any], decision: Decision) -> Iterator[Mismatch]:
    """Give every expectation that a decision does not meet, in the order of `_ACTUAL`."""
    for name, actual_of in _ACTUAL.items():
        if name in expect:
            actual = actual_of(decision)
            if not _meets(name, expect[name], actual):
                yield Mismatch(name, expect[name], actual)


def _meets(name: str, expected: Any, actual: Any) -> bool:
    if name == "outcome":
        return actual in expected if isinstance(expected, list) else actual == expected
    if isinstance(expected, dict) and {"include", "exclude"} & set(expected):
        included, excluded = expected.get("include", ()), expected.get("exclude", ())
        if isinstance(included, dict):
            has_all = all(actual.get(key) == value for key, value in included.items())
        else:
            has_all = all(one in actual for one in included)
        return has_all and not any(one in actual for one in excluded)
    if name == "drills" or isinstance(expected, dict):
        return bool(expected == actual)
    return sorted(expected) == sorted(actual)


_ACTUAL: Mapping[str, Any] = {
    "outcome": lambda decision: decision.outcome,
    "referrals": lambda decision: dict(decision.referrals),
    "cautions": lambda decision: list(decision.cautions),
    "load": lambda decision: dict(decision.load),
    "patterns": lambda decision: dict(decision.patterns),
    "keys": lambda decision: dict(decision.keys),
    "drills": lambda decision: [drill for drill, _ in decision.drills],
    "stages": lambda decision: dict(decision.drills),
    "ranges": lambda decision: dict(decision.ranges),
    "withheld": lambda decision: list(decision.withheld),
    "notes": lambda decision: list(decision.notes),
}
