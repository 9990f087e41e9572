"""For each code that a case file can be given: a file that gets it, and the same file mended."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

_BODY = "areas: [knee]\n"
_GOOD = b"runner: {age: 41}\nareas: [knee]\n"


@dataclass(frozen=True)
class Example:
    """
    A file by its name and content, and what it should be.

    `mends` are words that must be in the message or the hint, so that they lead to the mend.
    """

    bad: bytes
    good: bytes
    mends: str
    name: str = "case.yaml"

    def written(self, folder: Path, *, good: bool = False) -> Path:
        """Write the bad or the good file into a folder."""
        path = folder / self.name
        path.write_bytes(self.good if good else self.bad)
        return path


def yaml(bad: str, good: str, mends: str) -> Example:
    """Give an example in YAML, of which only the first lines differ."""
    return Example((bad + _BODY).encode(), (good + _BODY).encode(), mends)


def json(bad: str, good: str, mends: str) -> Example:
    """Give an example in JSON."""
    return Example(bad.encode(), good.encode(), mends, "case.json")


_CASE = '{"runner": {"age": 41}, "areas": ["knee"]}\n'

EXAMPLES: dict[str, Example] = {
    "file-too-large": Example(b"#" * (1 << 20) + b"\n" + _GOOD, _GOOD, "one case a file"),
    "file-empty": Example(b"\n", _GOOD, "write"),
    "packed-broken": Example(
        gzip.compress(_GOOD, mtime=0)[:-9], gzip.compress(_GOOD, mtime=0), "again", "case.yaml.gz"
    ),
    "line-unfinished": Example(
        (_CASE + _CASE[:20]).encode(), (_CASE * 2).encode(), "finish", "cases.jsonl"
    ),
    "not-utf8": Example(b"title: caf\xe9\n" + _GOOD, "title: café\n".encode() + _GOOD, "UTF-8"),
    "nul-character": Example(b"title: a\0\n" + _GOOD, b"title: a\n" + _GOOD, "text file"),
    "yaml-syntax": yaml("runner: {age: 41\n", "runner: {age: 41}\n", "close it"),
    "json-syntax": json('{"areas": ["knee"],}', '{"areas": ["knee"]}', "delete the comma"),
    "yaml-anchor": yaml("title: &name Anna\n", "title: Anna\n", "delete"),
    "yaml-alias": yaml("title: *name\n", "title: Anna\n", "write"),
    "yaml-tag": yaml("runner: {age: !!int 41}\n", "runner: {age: 41}\n", "tag"),
    "yaml-merge-key": yaml("runner: {<<: {age: 41}}\n", "runner: {age: 41}\n", "write"),
    "second-document": Example(_GOOD + b"---\n" + _GOOD, _GOOD, "one"),
    "duplicate-key": yaml(
        "runner: {age: 41, age: 42}\n", "runner: {age: 41}\n", "keep one of the two"
    ),
    "key-not-text": yaml("? [runner]\n: {age: 41}\n", "runner: {age: 41}\n", "key"),
    "too-deep": json("[" * 100 + "]" * 100, '{"areas": ["knee"]}', "64 levels"),
    "number-not-finite": yaml("runner: {age: .inf}\n", "runner: {age: 41}\n", "number"),
    "lone-surrogate": json(
        '{"title": "\\ud83c", "areas": ["knee"]}',
        '{"title": "🏃", "areas": ["knee"]}',
        "write the character itself",
    ),
    "unknown-key": yaml("runer: {age: 41}\n", "runner: {age: 41}\n", "did you mean 'runner'"),
    "missing-key": yaml(
        "observations: {other-hip-drops: {side: left}}\n",
        "observations: {other-hip-drops: {side: left, answer: yes}}\n",
        "add it",
    ),
    "wrong-type": yaml("runner: {age: 41 years}\n", "runner: {age: 41}\n", "write 41"),
    "unknown-value": yaml("runner: {sex: man}\n", "runner: {sex: male}\n", "male"),
    "out-of-range": yaml("runner: {age: 410}\n", "runner: {age: 41}\n", "more than 110"),
    "all-others": yaml(
        "screening: {all_others: no}\n", "screening: {limping: no}\n", "write out each answer"
    ),
    "answer-without-area": yaml(
        "screening: {tight-leg-at-rest: yes}\n",
        "screening: {knee-locked: yes}\n",
        "where it bothers you",
    ),
    "contradiction": yaml(
        "runner: {weekly_km: 30, weekly_miles: 19}\n", "runner: {weekly_km: 30}\n", "delete one"
    ),
    "same-case": Example(
        b'{"case": "anna", "areas": ["knee"]}\n' * 2,
        b'{"case": "anna", "areas": ["knee"]}\n{"case": "ben", "areas": ["knee"]}\n',
        "another name",
        "cases.jsonl",
    ),
}
"""By code, a file that gets it first, and the mend."""

ELSEWHERE = {
    "file-missing": "a path that is not there, or a file that vanished after it was found",
    "file-unreadable": "a file or folder that may not be read; a link that leads to itself",
    "file-is-folder": "a folder named like a case file, where a file is asked for",
    "file-not-regular": "a pipe, socket or device",
    "folder-linked": "a link to a folder within a folder that is searched",
    "zstd-missing": "a `.zst` file, and the extra `zstd` is not installed",
    "libyaml-missing": "PyYAML was built without libyaml",
    "retired-id": "an id that was retired; none is today",
    "expectation-failed": "a case whose advice is not what its `expect` says",
    "under-triage": "a case advised less urgently than every outcome it allows",
    "internal-error": "a fault of this program",
    "worker-lost": "the process judging a case was killed, or died",
}
"""Codes that no content of a file alone can bring about, with what does."""
