"""One change of a case, read from a single line: what it does, and where in the case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from advisor.cases import KINDS
from advisor.diagnostics import Diagnostic, Path, nearest, pointer
from advisor.documents import Document, Value, read_text
from advisor.knowledge import KnowledgeBase

Operation: TypeAlias = Literal["set", "add", "remove"]

ADDABLE: Final = ("areas", "symptoms", "routine", "tried")
"""The sections that name things, so that one can be added by its name alone."""
FORMS: Final = "SECTION.ID.ATTRIBUTE=VALUE, +KIND:ID or -KIND:ID"

_SECTIONS: Final = {
    name: section for section, kind in KINDS.items() for name in dict.fromkeys((section, kind))
}
"""By the name of a section or of what it holds, the section."""
_DEEPEST: Final = {"runner": 2, "areas": 2, "screening": 2}
"""How many names lead to the deepest thing in a section; three in the others."""
_ANSWER: Final = "answer"


@dataclass(frozen=True, slots=True)
class Change:
    """
    One change of a case: something set to a value, added, or taken back.

    `number` is its place among the changes, from 1; `path` where it is in a case, and `columns` the
    column in `text` of each name on it. `written` is the value as a document, at `value_column`.
    """

    number: int
    text: str
    operation: Operation
    path: tuple[str, ...]
    columns: tuple[int, ...] = field(repr=False)
    written: Document | None = field(default=None, repr=False)
    value_column: int = field(default=1, repr=False)

    @property
    def file(self) -> str:
        """What diagnostics call it."""
        return f"change {self.number}"

    @property
    def value(self) -> Value:
        """What it sets, None where it sets nothing."""
        return self.written.value if self.written is not None else None

    @property
    def place(self) -> tuple[str, str, str]:
        """Type of fact, id and attribute it is about; empty where it is about all of them."""
        section, *rest = self.path
        if section == "runner":
            return "runner", "runner" if rest else "", "".join(rest)
        identity, attribute, *_ = *rest, "", ""
        answers = section == "screening" or (section, self.operation) == ("observations", "remove")
        if answers and identity:
            attribute = attribute or _ANSWER
        return KINDS[section], identity, attribute

    def column(self, within: Path, *, key: bool) -> int:
        """Give the column of what stands `within` the value; where there is none, of the place."""
        if self.written is None or (key and not within):
            return self.columns[-1]
        line, column = self.written.locate(within, key=key)
        return column + self.value_column - 1 if line == 1 else self.value_column

    def problem(self, code: str, column: int, message: str, hint: str) -> Diagnostic:
        """Make a diagnostic of one place in the text of the change."""
        where = pointer(self.path)
        return Diagnostic(code, "error", self.file, 1, column, where, message, hint)


def read_change(base: KnowledgeBase, number: int, text: str) -> Change | Diagnostic:
    """Read one change; what cannot be read is a diagnostic with its column."""
    try:
        return _read(base, number, text)
    except _Unreadable as fault:
        file = f"change {number}"
        return Diagnostic(fault.code, "error", file, 1, fault.column, "", str(fault), fault.hint)


class _Unreadable(Exception):
    def __init__(self, column: int, message: str, hint: str, code: str = "change-unreadable"):
        super().__init__(message)
        self.column, self.hint, self.code = column, hint, code


def _read(base: KnowledgeBase, number: int, text: str) -> Change:
    for place, character in enumerate(text, 1):
        if not character.isprintable():
            raise _Unreadable(place, "a character that cannot be shown", "delete it")
    start = len(text) - len(text.lstrip())
    sign = text[start : start + 1]
    if sign not in ("+", "-"):
        return _setting(base, number, text, start)
    steps = list(_steps(text, start + 1, len(text)))
    equals = text.find("=")
    if equals >= 0:
        hint = f"write it without the {sign}" if sign == "+" else "leave out what follows the name"
        raise _Unreadable(equals + 1, f"a change that begins with {sign} has no value", hint)
    if len(steps) == 1:
        _refuse_bare_id(base, sign, *steps[0])
    path, columns = _path(steps)
    if sign == "-":
        if path[0] == "observations" and path[2:] == (_ANSWER,):
            path, columns = path[:2], columns[:2]  # a side alone is no answer
        return Change(number, text, "remove", path, columns)
    if path[0] not in ADDABLE or len(path) != 2:
        name = ".".join(path)
        value = "VALUE" if path[0] not in ("screening", "observations") else "yes"
        hint = f"write {name}={value}" if len(path) > 1 else "write +exercise:ID, for example"
        raise _Unreadable(columns[-1], f"{name} needs more than a +", hint)
    return Change(number, text, "add", path, columns)


def _refuse_bare_id(base: KnowledgeBase, sign: str, name: str, column: int) -> None:
    """Refuse the id of something without its kind, with how to write it."""
    for kind in (KINDS[section] for section in ADDABLE):
        if name in base.entries.get(kind, ()) and name not in _SECTIONS:
            message = f"unknown section {name!r}; did you mean '{sign}{kind}:{name}'?"
            raise _Unreadable(column, message, "", "unknown-key")


def _setting(base: KnowledgeBase, number: int, text: str, start: int) -> Change:
    equals = text.find("=")
    if equals < 0:
        message = "no = and a value, and neither + nor - before it" if text.strip() else "is empty"
        raise _Unreadable(start + 1 if text.strip() else 1, message, f"write {FORMS}")
    path, columns = _path(list(_steps(text, start, equals)))
    if path[0] == "areas" and len(path) > 1:
        hint = f"write +area:{path[1]} or -area:{path[1]}"
        raise _Unreadable(columns[1], "an area is named or not, and has no value", hint)
    written, column = _value(base, number, text, equals, path)
    if path[0] == "observations" and len(path) == 2 and not isinstance(written.value, dict):
        path, columns = (*path, _ANSWER), (*columns, columns[-1])
    return Change(number, text, "set", path, columns, written, column)


def _steps(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Give the names in a part of a text, each with its column."""
    for part in re.split(r"[.:]", text[start:end]):
        yield part.strip(), start + len(part) - len(part.lstrip()) + 1
        start += len(part) + 1


def _path(steps: list[tuple[str, int]]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    (first, column), *rest = steps
    for name, at in steps:
        if not name:
            raise _Unreadable(at, "a name is missing here", f"write {FORMS}")
    if first not in _SECTIONS:
        guess = nearest(first, _SECTIONS)
        message = f"unknown section {first!r}" + (f"; did you mean {guess!r}?" if guess else "")
        hint = "" if guess else f"one of: {', '.join(KINDS)}"
        raise _Unreadable(column, message, hint, "unknown-key")
    section = _SECTIONS[first]
    deepest = _DEEPEST.get(section, 3)
    if len(steps) > deepest:
        name, at = steps[deepest]
        raise _Unreadable(at, f"{name!r} is one name too many", f"write {FORMS}")
    return (section, *(name for name, _ in rest)), tuple(at for _, at in steps)


def _value(
    base: KnowledgeBase, number: int, text: str, equals: int, path: tuple[str, ...]
) -> tuple[Document, int]:
    """Read a value as a case file would, and give its column; a list may lack its brackets."""
    value, column = text[equals + 1 :], equals + 2
    missing = "nothing stands behind the ="
    hint = f"write a value, or -{'.'.join(path)} to take back what was told"
    if not value.strip():
        raise _Unreadable(equals + 1, missing, hint)
    if _holds_list(base, path) and not value.lstrip().startswith("["):
        value, column = f"[{value}]", column - 1
    found = read_text(value.encode(), f"change {number}", json=False)
    if isinstance(found, Diagnostic):
        if found.code == "file-empty":
            raise _Unreadable(equals + 1, missing, hint)
        at = column + found.column - 1 if found.line == 1 else equals + 2
        advice = "check the brackets and the quotes" if found.code == "yaml-syntax" else found.hint
        raise _Unreadable(max(at, 1), found.message, advice, found.code)
    if found.value is None:
        raise _Unreadable(equals + 1, missing, hint)
    return found, column


def _holds_list(base: KnowledgeBase, path: tuple[str, ...]) -> bool:
    if path == ("areas",):
        return True
    attribute = base.attributes[KINDS[path[0]]].get(path[-1])
    return attribute is not None and attribute.many and len(path) == _DEEPEST.get(path[0], 3)
