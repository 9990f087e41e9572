"""What can happen to a file: bits flipped, pieces lost and doubled, lines moved, oddities."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_WORD = re.compile(rb"[A-Za-z_-]+|\d+|[^\sA-Za-z\d]")
_NUMBER = re.compile(rb"\d+")


def mutated(rng: random.Random, raw: bytes, other: bytes) -> bytes:
    """Give a file after one or several mishaps; pieces of `other` may get into it."""
    for _ in range(rng.choice((1, 1, 2, 3, 20))):
        raw = rng.choice(_MISHAPS)(rng, raw, other)
    return raw


def _place(rng: random.Random, raw: bytes) -> int:
    return rng.randrange(len(raw) + 1)


def _piece(rng: random.Random, raw: bytes) -> tuple[int, int]:
    start = _place(rng, raw)
    return start, min(len(raw), start + rng.choice((1, 3, 20, 200)))


def _flipped(rng: random.Random, raw: bytes, other: bytes) -> bytes:
    at = _place(rng, raw)
    return (
        raw[:at]
        + bytes(one ^ 1 << rng.choice((0, 1, 2, 3, 4, 5, 6, 6, 7)) for one in raw[at : at + 1])
        + raw[at + 1 :]
    )


def _cut(rng: random.Random, raw: bytes, other: bytes) -> bytes:
    start, end = _piece(rng, raw)
    return rng.choice((raw[:start], raw[start:], raw[:start] + raw[end:]))


def _spliced(rng: random.Random, raw: bytes, other: bytes) -> bytes:
    start, end = _piece(rng, other)
    at = _place(rng, raw)
    return rng.choice((raw[:at] + other[start:end] + raw[at:], raw[:at] + other[start:]))


def _lines_moved(rng: random.Random, raw: bytes, other: bytes) -> bytes:
    lines = raw.splitlines(keepends=True) or [b""]
    line = rng.choice(lines)
    if rng.random() < 0.6:
        lines.remove(line)
    lines.insert(rng.randrange(len(lines) + 1), line)
    return b"".join(lines)


def _indented(rng: random.Random, raw: bytes, other: bytes) -> bytes:
    lines = raw.splitlines(keepends=True) or [b""]
    at = rng.randrange(len(lines))
    lines[at] = rng.choice((b" ", b"  ", b"\t")) + lines[at]
    if rng.random() < 0.4:
        lines[at] = lines[at].lstrip()
    return b"".join(lines)


def _words_swapped(rng: random.Random, raw: bytes, other: bytes) -> bytes:
    words = list(_WORD.finditer(raw))
    if len(words) < 2:
        return raw
    one, two = sorted(rng.sample(words, 2), key=lambda word: word.start())
    between = raw[one.end() : two.start()]
    return raw[: one.start()] + two[0] + between + one[0] + raw[two.end() :]


def _numbers_blown_up(rng: random.Random, raw: bytes, other: bytes) -> bytes:
    numbers = (
        b"-1",
        b"0",
        b"9" * 18,
        b"1" * 40,
        b"1e309",
        b".nan",
        b"-.inf",
        b"NaN",
        b"007",
        b"1_0",
    )
    return _NUMBER.sub(rng.choice(numbers), raw, count=rng.choice((0, 1, 1)))


def _inserted(rng: random.Random, raw: bytes, other: bytes) -> bytes:
    at = _place(rng, raw)
    return raw[:at] + rng.choice(_ODDITIES) + raw[at:]


def _a_value_replaced(rng: random.Random, raw: bytes, other: bytes) -> bytes:
    places = [one.end() for one in re.finditer(rb":[ ]", raw)] or [0]
    at = rng.choice(places)
    end = raw.find(b"\n", at)
    return raw[:at] + rng.choice(_ODDITIES) + (raw[end:] if end >= 0 else b"")


def _line_ends(rng: random.Random, raw: bytes, other: bytes) -> bytes:
    ends = (b"\r\n", b"\r", b"\n\n", "\x85".encode(), "\u2028".encode())
    return raw.replace(b"\n", rng.choice(ends))


_ODDITIES = (
    *(b'"', b"'", b"[", b"]", b"{", b"}", b":", b": ", b"#", b" #", b",", b"&a ", b"*a ", b"!t "),
    *(
        b"!!python/object:os.system ",
        b"<<: ",
        b"? ",
        b"- ",
        b"|\n",
        b">\n",
        b"%",
        b"@",
        b"`",
        b"\\",
    ),
    *(b"\n---\n", b"\n...\n", b"\t", b"\0", b"\x07", b"\x1b[31m", b"\x7f", b"\xff", b"\xc3\x28"),
    *(b'"\\ud800"', b'"\\udfff\\ud800"', b'"\\ud83d\\ude00"', b'"\\u0000"', b'"\\x9b"', b'"\\N"'),
    *(one.encode() for one in ("\ufeff", "\x85", "\u2028", "\u2029", "\u202e", "\u200f", "\x9b")),
    *(one.encode() for one in ("😀", "é", "e\u0301", "\xa0", "\ufffe", "\uffff", "\U0010ffff")),
    *(b"yes", b"no", b"null", b"{}", b"[]", b"true", b"unsure", b"all_others: no", b"2024-01-01"),
)
_MISHAPS: tuple[Callable[[random.Random, bytes, bytes], bytes], ...] = (
    *(_flipped, _flipped, _cut, _spliced, _lines_moved, _lines_moved, _indented, _words_swapped),
    *(_words_swapped, _numbers_blown_up, _inserted, _inserted, _a_value_replaced, _line_ends),
)
