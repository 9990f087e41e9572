"""A case written as a file for people: its answers in the order of a case, each with its words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from advisor.cases.places import KINDS
from advisor.knowledge import KnowledgeBase

_WIDTH = 88


def write_case(base: KnowledgeBase, data: Mapping[str, Any], remarks: Iterable[str] = ()) -> str:
    """Write the data of a valid case as YAML, with comments; `remarks` stand at its head."""
    return "\n".join(_lines(base, data, remarks)) + "\n"


def _lines(base: KnowledgeBase, data: Mapping[str, Any], remarks: Iterable[str]) -> Iterator[str]:
    yield from _comment(f"A case for {base.title}, version {base.version}.")
    for remark in remarks:
        yield from _comment(remark)
    for section, kind in KINDS.items():
        if section not in data:
            continue
        yield ""
        told = data[section]
        if section == "areas":
            yield f"areas: {_value(told)}"
        elif not told:
            yield f"{section}: {{}}"
        else:
            yield f"{section}:"
            yield from _section(base, kind, told)
    if data.get("unsure"):
        yield ""
        yield from _comment("Asked, and not known or not told.")
        yield "unsure:"
        yield from (f"  - {name}" for name in data["unsure"])


def _section(base: KnowledgeBase, kind: str, told: Mapping[str, Any]) -> Iterator[str]:
    if kind == "runner":
        yield from _attributes(base, kind, told, 2)
        return
    entries = base.entries["drill" if kind == "tried" else kind]
    for name in entries:
        if name not in told:
            continue
        value, words = told[name], f"  # {entries[name].label}"
        if kind in ("screening", "observation") and not isinstance(value, Mapping):
            yield f"  {name}: {value}{words}"
        elif not value:
            yield f"  {name}: {{}}{words}"
        else:
            yield f"  {name}:{words}"
            yield from _attributes(base, kind, value, 4)


def _attributes(
    base: KnowledgeBase, kind: str, told: Mapping[str, Any], indent: int
) -> Iterator[str]:
    for attribute in base.attributes[kind].values():
        for name in (attribute.name, attribute.in_miles):
            if name and name in told:
                yield f"{' ' * indent}{name}: {_value(told[name])}  # {attribute.label}"


def _value(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(str(one) for one in value)}]"
    return str(value)


def _comment(text: str) -> Iterator[str]:
    for line in textwrap.wrap(text, _WIDTH, break_on_hyphens=False):
        yield f"# {line}"
