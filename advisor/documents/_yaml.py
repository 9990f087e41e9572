"""YAML read from libyaml's events with a cap on depth; positions are found when needed."""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Callable, Iterator
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
from advisor.documents._syntax import syntax_problem

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


def load(text: str) -> Value:
    """Read one document. Raises `Problem`."""
    if not yaml.__with_libyaml__:
        raise Problem(
            "libyaml-missing",
            (0, 0),
            "PyYAML was installed without libyaml, which this program needs",
            "install a binary wheel of PyYAML, or libyaml's headers before building it",
        )
    try:
        with _events(text) as following:
            return _Reader(following, text).document()
    except yaml.reader.ReaderError as error:
        message = f"the character U+{error.character:04X} is not allowed in YAML"
        before = text.encode()[: error.position].decode(errors="ignore")  # libyaml counts bytes
        mark = mark_at(text, len(before))
        raise Problem("yaml-syntax", mark, message, "delete it") from None
    except yaml.MarkedYAMLError as error:
        raise syntax_problem(error, text) from None


@contextlib.contextmanager
def _events(text: str) -> Iterator[Callable[[], Any]]:
    """Give what gives the next event of a text, the start of its stream behind it."""
    parser = yaml.CBaseLoader(text)  # only its events are used: nothing is composed or built
    try:
        parser.get_event()
        yield parser.get_event
    finally:
        parser.dispose()


def _written(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


def _mark(event: Any) -> Mark:
    start = event.start_mark
    return start.line + 1, start.column + 1


class _Reader:
    """Reads values alone; where they stand is found out by `marks` when somebody asks."""

    def __init__(self, following: Callable[[], Any], text: str) -> None:
        self._next = following
        self._text = text

    def document(self) -> Value:
        event = self._next()
        if isinstance(event, StreamEndEvent):
            raise Problem("file-empty", (0, 0), "the file holds nothing but comments")
        if isinstance(event, DocumentStartEvent):
            event = self._next()
        value = self._node(event, 0)
        if not isinstance(self._next(), DocumentEndEvent):
            raise AssertionError("libyaml ended a document without saying so")
        extra = self._next()
        if isinstance(extra, DocumentStartEvent):
            hint = "one case a file; delete the line '---' and what follows"
            raise Problem("second-document", _mark(extra), "a second document starts here", hint)
        return value

    def _node(self, event: Any, depth: int) -> Value:
        kind = type(event)
        if kind is AliasEvent or event.anchor is not None or event.tag is not None:
            raise _refused(event)
        if kind is ScalarEvent:
            return _scalar(event) if event.implicit[0] else event.value
        if depth >= MAX_DEPTH:
            raise too_deep(_mark(event))
        if kind is SequenceStartEvent:
            return self._sequence(depth)
        assert kind is MappingStartEvent, kind
        return self._mapping(depth)

    def _sequence(self, depth: int) -> Value:
        values: list[Value] = []
        while type(event := self._next()) is not SequenceEndEvent:
            values.append(self._node(event, depth + 1))
        return values

    def _mapping(self, depth: int) -> Value:
        values: dict[str, Value] = {}
        while type(event := self._next()) is not MappingEndEvent:
            key = _key(event)
            if key in values:
                marks(self._text)  # finds where the key stands first, and refuses it
                raise AssertionError("the two readings of YAML disagree on its keys")
            values[key] = self._node(self._next(), depth + 1)
        return values


def _refused(event: Any) -> Problem:
    """Give the problem of a node that is not plainly written."""
    mark = _mark(event)
    if type(event) is AliasEvent:
        return Problem("yaml-alias", mark, f"an alias (*{event.anchor})", "write the value out")
    if event.anchor is not None:
        hint = f"delete '&{event.anchor}'"
        return Problem("yaml-anchor", mark, f"an anchor (&{event.anchor})", hint)
    hint = "delete it; quote the value if it is to be text"
    return Problem("yaml-tag", mark, f"a tag ({_written(event.tag)})", hint)


def _key(event: Any) -> str:
    if type(event) is not ScalarEvent:
        mark = _mark(event)
        if type(event) is AliasEvent:
            raise Problem("yaml-alias", mark, f"an alias (*{event.anchor})", "write it out")
        raise Problem("key-not-text", mark, "a key that is not text", "a key is one word")
    if event.anchor is not None or event.tag is not None:
        code, what = ("yaml-tag", "a tag") if event.tag else ("yaml-anchor", "an anchor")
        raise Problem(code, _mark(event), f"{what} on a key", "delete it")
    if event.value == "<<" and event.implicit[0]:
        hint = "write the keys out"
        raise Problem("yaml-merge-key", _mark(event), "a merge key (<<)", hint)
    return str(event.value)


def _scalar(event: Any) -> Value:
    """Give the value of an unquoted scalar by the YAML 1.2 core schema."""
    text: str = event.value
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_START:
        return text
    if _NOT_FINITE.fullmatch(text):
        raise bad_number(text, _mark(event))
    if _INTEGER.fullmatch(text):
        if len(text) > MAX_DIGITS:
            raise bad_number(text, _mark(event))
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    if _FLOAT.fullmatch(text):
        number = float(text)
        if not math.isfinite(number):
            raise bad_number(text, _mark(event))
        return number
    return text


def marks(text: str) -> Marks | Mark:
    """Find the position of every node of a YAML text that was read. Raises `Problem` as `load`."""
    with _events(text) as following:
        following()  # the start of the document
        return _places(following, following())


def _places(following: Callable[[], Any], event: Any) -> Marks | Mark:
    start = _mark(event)
    keys: dict[str, Mark] = {}
    children: dict[str | int, Marks | Mark] = {}
    if type(event) is SequenceStartEvent:
        while type(element := following()) is not SequenceEndEvent:
            children[len(children)] = _places(following, element)
    elif type(event) is MappingStartEvent:
        while type(key := following()) is not MappingEndEvent:
            mark = _mark(key)
            if key.value in keys:
                raise duplicate_key(key.value, mark, keys[key.value])
            keys[key.value] = mark
            children[key.value] = _places(following, following())
    else:
        return start
    return Marks(start, keys, children)
