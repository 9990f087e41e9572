"""JSON read by the standard library; positions are found only when an error needs them."""

from __future__ import annotations

import bisect
import json
import math
import re

from advisor.documents._marks import (
    MAX_DEPTH,
    MAX_DIGITS,
    Mark,
    Marks,
    Problem,
    Value,
    bad_number,
    duplicate_key,
    mark_at,
    too_deep,
)

_SPACE = re.compile(r"[ \t\n\r]*")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_OTHER = re.compile(r"[^\s,\]}]+")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def load(text: str) -> Value:
    """Read one JSON value. Raises `Problem`."""
    quick = _Quick()
    try:
        value: Value = json.loads(
            text,
            object_pairs_hook=quick.mapping,
            parse_constant=quick.constant,
            parse_int=quick.integer,
            parse_float=quick.float,
        )
    except json.JSONDecodeError as error:
        raise _syntax_problem(error, text) from None
    except RecursionError:
        marks(text)
        raise AssertionError("the two readings of JSON disagree on its depth") from None
    if quick.suspect or _SURROGATE.search(text) or _too_deep(value, text):
        marks(text)  # finds the place of what is wrong, if anything is
    return value


def _syntax_problem(error: json.JSONDecodeError, text: str) -> Problem:
    """Give what is wrong with JSON; versions of Python put a comma too many in different words."""
    before = text[: error.pos].rstrip()
    comma = error.pos
    if text[error.pos : error.pos + 1] in ("}", "]") and before.endswith(","):
        comma = len(before) - 1
    if comma != error.pos or "trailing comma" in error.msg:
        message = "a comma before the closing bracket"
        return Problem("json-syntax", mark_at(text, comma), message, "delete the comma")
    hint = "check the commas, quotes and brackets here"
    mark = (error.lineno, error.colno)
    return Problem("json-syntax", mark, f"not JSON: {error.msg.lower()}", hint)


class _Quick:
    """What the quick reading does with what JSON allows and we do not: go on, and remember."""

    def __init__(self) -> None:
        self.suspect = False

    def constant(self, _: str) -> None:
        self.suspect = True

    def integer(self, text: str) -> int:
        if len(text) <= MAX_DIGITS:
            return int(text)
        self.suspect = True
        return 0

    def float(self, text: str) -> float:
        number = float(text)
        self.suspect |= not math.isfinite(number)
        return number

    def mapping(self, pairs: list[tuple[str, Value]]) -> dict[str, Value]:
        mapping = dict(pairs)
        self.suspect |= len(mapping) != len(pairs)
        return mapping


def _too_deep(value: Value, text: str) -> bool:
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return False
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            child
            for node in level
            if isinstance(node, (list, dict))
            for child in (node.values() if isinstance(node, dict) else node)
        ]
    return any(isinstance(node, (list, dict)) for node in level)


def marks(text: str) -> Marks | Mark:
    """Find the position of every node of a JSON text. Raises `Problem` for what `load` refuses."""
    return _Scanner(text).node(0)


class _Scanner:
    """A second, slow reading of text that is known to be JSON, for positions alone."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def _peek(self) -> str:
        match = _SPACE.match(self._text, self._at)
        assert match is not None
        self._at = match.end()
        return self._text[self._at]

    def _mark(self) -> Mark:
        self._peek()
        line = bisect.bisect_right(self._line_starts, self._at)
        return line, self._at - self._line_starts[line - 1] + 1

    def _string(self) -> str:
        mark = self._mark()
        match = _STRING.match(self._text, self._at)
        assert match is not None
        self._at = match.end()
        text = str(json.loads(match.group()))
        if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
            hint = "write the character itself"
            raise Problem("lone-surrogate", mark, "half of a surrogate pair", hint)
        return text

    def node(self, depth: int) -> Marks | Mark:
        mark = self._mark()
        opening = self._peek()
        if opening == '"':
            self._string()
            return mark
        if opening not in "{[":
            match = _OTHER.match(self._text, self._at)
            assert match is not None
            self._at = match.end()
            self._check_number(match.group(), mark)
            return mark
        if depth >= MAX_DEPTH:
            raise too_deep(mark)
        self._at += 1
        return self._members(mark, depth) if opening == "{" else self._elements(mark, depth)

    @staticmethod
    def _check_number(text: str, mark: Mark) -> None:
        if text in ("true", "false", "null"):
            return
        digits = text.lstrip("-").isdigit()
        if (digits and len(text) > MAX_DIGITS) or not math.isfinite(float(text)):
            raise bad_number(text, mark)

    def _members(self, mark: Mark, depth: int) -> Marks:
        keys: dict[str, Mark] = {}
        children: dict[str | int, Marks | Mark] = {}
        while self._peek() != "}":
            key_mark = self._mark()
            key = self._string()
            if key in keys:
                raise duplicate_key(key, key_mark, keys[key])
            keys[key] = key_mark
            self._peek()
            self._at += 1  # the colon
            children[key] = self.node(depth + 1)
            self._skip_comma()
        self._at += 1
        return Marks(mark, keys, children)

    def _elements(self, mark: Mark, depth: int) -> Marks:
        children: dict[str | int, Marks | Mark] = {}
        while self._peek() != "]":
            children[len(children)] = self.node(depth + 1)
            self._skip_comma()
        self._at += 1
        return Marks(mark, {}, children)

    def _skip_comma(self) -> None:
        if self._peek() == ",":
            self._at += 1
