"""What is wrong with an input, where, and how to mend it; and the tree of errors."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Severity = Literal["error", "warning"]
Path = tuple[str | int, ...]
"""The way from the root of a document to one of its nodes: keys of mappings, indices of lists."""


CODES: Final[Mapping[str, str]] = {
    # a file
    "file-missing": "there is no such file",
    "file-unreadable": "the file cannot be read",
    "file-is-folder": "a folder stands where a file should",
    "file-not-regular": "a pipe, socket or device stands where a file should",
    "file-too-large": "the file is larger than any case should be",
    "file-empty": "the file is empty, or holds only comments",
    "packed-broken": "a compressed file that is damaged, or stops in the middle",
    "zstd-missing": "a file compressed by zstd, and nothing installed to read it",
    "line-unfinished": "a file stops in the middle of its last line",
    "folder-linked": "a link to a folder, which is not followed",
    "file-unexpected": "a knowledge base holds a file that nothing reads",
    "not-utf8": "the file is not UTF-8 text",
    "nul-character": "the file holds a NUL character",
    "libyaml-missing": "PyYAML was installed without libyaml",
    # YAML and JSON
    "yaml-syntax": "the file is not YAML",
    "json-syntax": "the file is not JSON",
    "yaml-anchor": "an anchor: write the value out",
    "yaml-alias": "an alias: write the value out",
    "yaml-tag": "a tag: values are typed by how they are written",
    "yaml-merge-key": "a merge key: write the keys out",
    "second-document": "a second document in one file",
    "duplicate-key": "a key stands twice in one mapping",
    "key-not-text": "a key that is a list or a mapping",
    "too-deep": "brackets in brackets without end",
    "number-not-finite": "a number that is infinite, not a number, or absurdly long",
    "lone-surrogate": "half of a surrogate pair in JSON",
    # shape
    "unknown-key": "a key that means nothing there",
    "missing-key": "a key that must be there is not",
    "wrong-type": "text where a number should be, and the like",
    "unknown-value": "a word that is none of those allowed there",
    "out-of-range": "too large, too long, too many, or twice",
    # meaning of a case
    "all-others": "all_others in a case that expects nothing",
    "answer-without-area": "a yes about a part of the body that is not said to be bothered",
    "contradiction": "two answers that cannot both be so",
    "same-case": "two cases of one name",
    # what a case expects
    "expectation-failed": "the advice is not what the case expects",
    "under-triage": "the advice is less urgent than any outcome the case allows",
    # changes of a case
    "change-unreadable": "a change of a case in none of the forms it can have",
    "changed-twice": "two changes of one place",
    "nothing-to-take-back": "a change takes back what the case does not say",
    # meaning of a knowledge base
    "duplicate-id": "an id is used twice",
    "alias-taken": "an alias that is the id or the label of another entry of its kind",
    "retired-id": "an id that was used once and never may be again",
    "unknown-id": "an id that no entry has",
    "unknown-attribute": "a fact has no such attribute",
    "bad-attribute": "a declared attribute that no answer can have",
    "bad-condition": "a condition that means nothing",
    "bad-test": "a test that means nothing on its attribute",
    "bad-conclusion": "a conclusion that says too little or too much",
    "mixed-conclusions": "a rule concludes facts of several types",
    "tests-unsure": "a rule tests for 'unsure', which is no answer",
    "answer-missing": "a question is tested without its answer",
    "reads-upward": "a rule reads its own stratum or a higher one",
    "unknown-of-derived": "'unknown' over something concluded",
    "label-undefined": "because names a label that no pattern has",
    "label-not-met": "because names a label that need not be met",
    "referral-reads-derived": "a referral rule reads something concluded",
    "gate-reads": "an emergency or urgent rule reads what asking cannot settle",
    "gate-run-length": "an emergency or urgent rule can stay open for want of a run length",
    "effect-missing": "a symptom outside the method does not say what it holds back",
    "effect-inside": "a symptom inside the method holds drills back by its entry",
    "question-unread": "a screening question that no rule reads",
    "question-areas": "a screening question asked of other areas than its rules read",
    "needs-cycle": "a drill needs itself",
    # this program
    "internal-error": "the program failed on a case",
    "worker-lost": "the process that judged a case died on it",
}
"""Every code of a diagnostic, with what it means. A code never changes its meaning."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line of an input, cut to what fits, and the place in it (from 1) that is meant."""

    text: str
    column: int

    @classmethod
    def of(cls, text: str, line: int, column: int) -> Excerpt | None:
        """Give a line of a text around a column, both from 1; None where there is none."""
        lines = _lines(text)
        if line > len(lines):  # YAML knows other line ends
            lines = _yaml_lines(text)
        if not 1 <= line <= len(lines) or column < 1:
            return None
        start = max(0, column - 1 - _BEFORE) if len(lines[line - 1]) > _WIDEST else 0
        shown = lines[line - 1][start : start + _WIDEST].rstrip()
        return cls(shown, min(column - start, len(shown) + 1)) if shown else None


@functools.lru_cache(maxsize=1)
def _lines(text: str) -> list[str]:
    return text.split("\n")


@functools.lru_cache(maxsize=1)
def _yaml_lines(text: str) -> list[str]:
    return re.split("\r\n|[\n\r\x85\u2028\u2029]", text)


_WIDEST, _BEFORE = 88, 40
_LONGEST, _SHOWN = 500, 200


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """
    One problem of one input.

    `line` and `column` count from 1; both are 0 where the problem is the file as a whole.
    `pointer` is the place in words of the document (`symptoms.low-back-tight.worst`), `hint` how
    to mend it (may be empty), `excerpt` the line it is in.
    """

    code: str
    severity: Severity
    file: str
    line: int
    column: int
    pointer: str
    message: str
    hint: str = ""
    excerpt: Excerpt | None = None

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"a diagnostic with the unlisted code {self.code!r}")

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        where = f"{self.pointer}: " if self.pointer else ""
        return printable(f"{place}: {self.code}: {where}{self.message}")


class AdvisorError(Exception):
    """Base of what the public functions raise for an input they cannot use."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Give how another process makes the same, whatever it was made of at first."""
        return _remade, (type(self), self.args), self.__dict__


def _remade(kind: type[AdvisorError], arguments: tuple[object, ...]) -> AdvisorError:
    return kind.__new__(kind, *arguments)


class DiagnosedError(AdvisorError):
    """An input that was refused, with the reasons as `diagnostics` (never empty)."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        lines = (f"{one}\n    {one.hint}" if one.hint else str(one) for one in self.diagnostics)
        super().__init__("\n".join(lines))


class KnowledgeError(DiagnosedError):
    """The knowledge base is broken; nothing was run on it."""


class CaseError(DiagnosedError):
    """A case could not be read, or is not a valid case."""


class UnknownIdError(AdvisorError):
    """No such id; `suggestion` is the nearest one that exists, or empty."""

    def __init__(self, noun: str, name: str, known: Iterable[str]) -> None:
        self.suggestion = nearest(name, known)
        names = sorted(known)
        hint = f"; did you mean {self.suggestion!r}?" if self.suggestion else ""
        if not hint and len(names) <= 12:
            hint = f"; one of: {', '.join(names)}"
        super().__init__(f"unknown {noun} {name!r}{hint}")


class AmbiguousNameError(AdvisorError):
    """A name that could mean several things; `meant` are their full names, each with its label."""

    def __init__(self, name: str, meant: Iterable[tuple[str, str]]) -> None:
        self.meant = tuple(meant)
        *others, last = (f"{full} ({label})" for full, label in self.meant)
        listed = f"{', '.join(others)} or {last}" if others else last
        super().__init__(f"{name!r} could mean {listed}; write one of them")


def nearest(word: str, known: Iterable[str]) -> str:
    """Give the known word most like `word` or one that holds it, or empty when none is near."""
    words = sorted(known)
    found = [one for one in words if one == word.lower()]
    found += difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    found += [one for one in words if len(word) > 2 and word in one]
    return found[0] if found else ""


def spoken(name: str) -> str:
    """Give a name as it sounds: in small letters, a hyphen as a space, an apostrophe straight."""
    return " ".join(
        name.lower().replace("-", " ").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()
    )


def pointer(path: Path) -> str:
    """Write a path as people do: `rules[3].when.all[0]`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text


def shortened(text: str) -> str:
    """Cut the middle out of a text that quotes more of an input than anyone reads."""
    return text if len(text) <= _LONGEST else f"{text[:_SHOWN]} ... {text[-_SHOWN:]}"


def printable(text: str) -> str:
    """Replace control characters and line ends: no input may steer a terminal or forge a line."""
    replacement = "\N{REPLACEMENT CHARACTER}"
    return "".join(c if c.isprintable() else replacement for c in text)
