"""YAML read from libyaml's stream of events, with positions and a cap on depth."""

from __future__ import annotations

import math
import re
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

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

_WORDS: dict[str, Value] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_NUMBER_START = frozenset("+-.0123456789")


def load(text: str) -> tuple[Value, Marks | Mark]:
    """Read one document. Raises `Problem`."""
    if not yaml.__with_libyaml__:
        raise Problem(
            "libyaml-missing",
            (0, 0),
            "PyYAML was installed without libyaml, which this program needs",
            "install a binary wheel of PyYAML, or libyaml's headers before building it",
        )
    parser = yaml.CBaseLoader(text)  # only its events are used: nothing is composed or built
    try:
        return _Reader(parser).document()
    except yaml.reader.ReaderError as error:
        message = f"the character U+{error.character:04X} is not allowed in YAML"
        before = text.encode()[: error.position].decode(errors="ignore")  # libyaml counts bytes
        mark = mark_at(text, len(before))
        raise Problem("yaml-syntax", mark, message, "delete it") from None
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark or error.context_mark
        mark = (at.line + 1, at.column + 1) if at else (0, 0)
        reason = " ".join(part for part in (error.context, error.problem) if part)
        raise Problem("yaml-syntax", mark, f"not YAML: {reason}", _syntax_hint(reason)) from None
    finally:
        parser.dispose()


def _syntax_hint(reason: str) -> str:
    if "expected <document start>" in reason:
        return "a line further in than its section; is the '# ' gone from the section's name too?"
    if "cannot start any token" in reason:
        return "indent with spaces, and quote text that starts with a special character"
    if "mapping values are not allowed" in reason:
        return "quote text that holds a colon and a space"
    return "check the indentation, the colons and the quotes in this line and the one above"


def _written(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


def _mark(event: Any) -> Mark:
    start = event.start_mark
    return start.line + 1, start.column + 1


class _Reader:
    def __init__(self, parser: Any) -> None:
        self._next = parser.get_event

    def document(self) -> tuple[Value, Marks | Mark]:
        self._next()  # the start of the stream
        event = self._next()
        if isinstance(event, StreamEndEvent):
            raise Problem("file-empty", (0, 0), "the file holds nothing but comments")
        if isinstance(event, DocumentStartEvent):
            event = self._next()
        value, marks = self._node(event, 0)
        if not isinstance(self._next(), DocumentEndEvent):
            raise AssertionError("libyaml ended a document without saying so")
        extra = self._next()
        if isinstance(extra, DocumentStartEvent):
            hint = "one case a file; delete the line '---' and what follows"
            raise Problem("second-document", _mark(extra), "a second document starts here", hint)
        return value, marks

    def _node(self, event: Any, depth: int) -> tuple[Value, Marks | Mark]:
        mark = _mark(event)
        kind = type(event)
        if kind is AliasEvent:
            hint = "write the value out"
            raise Problem("yaml-alias", mark, f"an alias (*{event.anchor})", hint)
        if event.anchor is not None:
            hint = f"delete '&{event.anchor}'"
            raise Problem("yaml-anchor", mark, f"an anchor (&{event.anchor})", hint)
        if event.tag is not None:
            hint = "delete it; quote the value if it is to be text"
            raise Problem("yaml-tag", mark, f"a tag ({_written(event.tag)})", hint)
        if kind is ScalarEvent:
            return (_scalar(event.value, mark) if event.implicit[0] else event.value), mark
        if depth >= MAX_DEPTH:
            raise too_deep(mark)
        if kind is SequenceStartEvent:
            return self._sequence(mark, depth)
        assert kind is MappingStartEvent, kind
        return self._mapping(mark, depth)

    def _sequence(self, mark: Mark, depth: int) -> tuple[Value, Marks]:
        values: list[Value] = []
        children: dict[str | int, Marks | Mark] = {}
        while type(event := self._next()) is not SequenceEndEvent:
            value, children[len(values)] = self._node(event, depth + 1)
            values.append(value)
        return values, Marks(mark, {}, children)

    def _mapping(self, mark: Mark, depth: int) -> tuple[Value, Marks]:
        values: dict[str, Value] = {}
        keys: dict[str, Mark] = {}
        children: dict[str | int, Marks | Mark] = {}
        while type(event := self._next()) is not MappingEndEvent:
            key = self._key(event)
            if key in keys:
                raise duplicate_key(key, _mark(event), keys[key])
            keys[key] = _mark(event)
            values[key], children[key] = self._node(self._next(), depth + 1)
        return values, Marks(mark, keys, children)

    def _key(self, event: Any) -> str:
        mark = _mark(event)
        if type(event) is not ScalarEvent:
            if type(event) is AliasEvent:
                raise Problem("yaml-alias", mark, f"an alias (*{event.anchor})", "write it out")
            raise Problem("key-not-text", mark, "a key that is not text", "a key is one word")
        if event.anchor is not None or event.tag is not None:
            code, what = ("yaml-tag", "a tag") if event.tag else ("yaml-anchor", "an anchor")
            raise Problem(code, mark, f"{what} on a key", "delete it")
        if event.value == "<<" and event.implicit[0]:
            hint = "write the keys out"
            raise Problem("yaml-merge-key", mark, "a merge key (<<)", hint)
        return str(event.value)


def _scalar(text: str, mark: Mark) -> Value:
    """Give the value of an unquoted scalar by the YAML 1.2 core schema."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_START:
        return text
    if _NOT_FINITE.fullmatch(text):
        raise bad_number(text, mark)
    if _INTEGER.fullmatch(text):
        if len(text) > MAX_DIGITS:
            raise bad_number(text, mark)
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    if _FLOAT.fullmatch(text):
        number = float(text)
        if not math.isfinite(number):
            raise bad_number(text, mark)
        return number
    return text
