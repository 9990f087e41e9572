"""A made-up value written as JSON or YAML by hand, for no library writes a key twice."""

from __future__ import annotations

import json
import random
import re
from typing import Any

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


class Pairs(list[tuple[str, Any]]):
    """A mapping in which a key may stand twice."""


def as_json(value: Any, indent: int | None = None, level: int = 0) -> str:
    """Write JSON, in one line or indented."""
    value = Pairs(value.items()) if isinstance(value, dict) else value
    if not isinstance(value, list):
        return json.dumps(value, ensure_ascii=level % 2 == 0 or "\ud800" in str(value))
    parts = [
        f"{json.dumps(one[0])}: {as_json(one[1], indent, level + 1)}"
        if isinstance(value, Pairs)
        else as_json(one, indent, level + 1)
        for one in value
    ]
    opening, closing = "{}" if isinstance(value, Pairs) else "[]"
    if indent is None or not parts:
        return opening + ", ".join(parts) + closing
    inner, outer = ("\n" + " " * (indent * one) for one in (level + 1, level))
    return opening + inner + f",{inner}".join(parts) + outer + closing


def as_yaml(rng: random.Random, value: Any) -> str:
    """Write YAML, some of it in blocks and some in brackets."""
    if not isinstance(value, list) or not value:
        return _scalar(rng, value) + "\n"
    return "\n".join(_block(rng, value, 0)) + "\n"


def _block(rng: random.Random, value: list[Any], indent: int) -> list[str]:
    """Give the lines of a list or a mapping that is not empty."""
    lines = []
    for one in value:
        name, child = one if isinstance(value, Pairs) else ("", one)
        start = " " * indent + (f"{_scalar(rng, name)}:" if isinstance(value, Pairs) else "-")
        if isinstance(child, list) and child and rng.random() < 0.7:
            lines += [start, *_block(rng, child, indent + rng.choice((2, 2, 4)))]
        else:
            lines.append(f"{start} {_flow(rng, child)}{rng.choice(('', '', '  # why'))}")
    return lines


def _flow(rng: random.Random, value: Any) -> str:
    value = Pairs(value.items()) if isinstance(value, dict) else value
    if isinstance(value, Pairs):
        parts = (f"{_scalar(rng, name)}: {_flow(rng, one)}" for name, one in value)
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(rng, one) for one in value) + "]"
    return _scalar(rng, value)


def _scalar(rng: random.Random, value: Any) -> str:
    value = "{}" if value == [] else value
    if not isinstance(value, str):
        return json.dumps(value)
    if _PLAIN.fullmatch(value) and rng.random() < 0.8:
        return value
    if value.isprintable() and rng.random() < 0.5:
        return "'" + value.replace("'", "''") + "'"
    return json.dumps(value, ensure_ascii=value.isascii() or not value.isprintable())
