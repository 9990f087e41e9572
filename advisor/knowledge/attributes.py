"""The attributes that rules may test on facts: declared in the vocabulary, or of the language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from advisor.diagnostics import Diagnostic
from advisor.documents import Document
from advisor.facts import FACT_TYPES
from advisor.knowledge.base import Attribute
from advisor.knowledge.entries import PROPERTIES, REFERENCES, Entries
from advisor.knowledge.shapes import TAGS

_ANSWER: Final = {"yes": "yes", "no": "no"}
_SIDES: Final = {"left": "left", "right": "right", "both": "both sides"}

Attributes = dict[str, dict[str, Attribute]]

DERIVED: Final = ("load_jump_percent",)
"""The attributes that the program computes when a case is read."""
_DECLARING: Final = {
    ("vocabulary/symptoms.yaml", "attributes"): "symptom",
    ("vocabulary/exercises.yaml", "attributes"): "exercise",
    ("vocabulary/runner.yaml", "attributes"): "runner",
    ("vocabulary/runner.yaml", "tried"): "tried",
}


def unsound_attributes(documents: Mapping[str, Document]) -> Iterator[Diagnostic]:
    """Diagnose every declared attribute that no answer can have, or that hides another."""
    for (file, section), kind in _DECLARING.items():
        yield from _unsound(documents[file], section, kind)


def _unsound(document: Document, section: str, kind: str) -> Iterator[Diagnostic]:
    assert isinstance(document.value, dict)
    declared: Any = document.value[section]
    taken = {"id", "self", *PROPERTIES.get(kind, ()), *(TAGS if kind == "exercise" else ())}
    for name, one in declared.items():
        for message, hint in _faults(name, one, declared):
            yield document.problem("bad-attribute", (section, name), message, hint, key=True)
        if name in taken:
            message = f"a {kind} has an attribute {name!r} already"
            path = (section, name)
            yield document.problem("bad-attribute", path, message, "rename it", key=True)


def _faults(name: str, one: Any, declared: Any) -> Iterator[tuple[str, str]]:
    if "derived" in one:
        if name not in DERIVED:
            yield f"nothing computes {name}", f"only {', '.join(DERIVED)} can be derived"
        for source in one["derived"]:
            if source not in declared:
                message = f"{name} is derived from {source!r}, which is not declared"
                yield message, f"one of: {', '.join(declared)}"
    elif one["type"] in ("choice", "list"):
        if "of" not in one:
            yield f"{name} has nothing to choose from", "add of: with the words allowed"
    elif "minimum" not in one or "maximum" not in one:
        yield f"{name} has no bounds", "add minimum: and maximum:"
    elif one["minimum"] > one["maximum"]:
        yield f"{name} has a minimum above its maximum", "swap them"


def attributes_of(documents: Mapping[str, Document], entries: Entries) -> Attributes:
    """Give, by type of fact, every attribute a rule can test and the values it can hold."""
    reported = {
        "symptom": _declared(documents["vocabulary/symptoms.yaml"], "attributes", entries),
        "exercise": _declared(documents["vocabulary/exercises.yaml"], "attributes", entries),
        "runner": _declared(documents["vocabulary/runner.yaml"], "attributes", entries),
        "tried": _declared(documents["vocabulary/runner.yaml"], "tried", entries),
        "observation": [_reported("answer", _ANSWER), _reported("side", _SIDES)],
        "screening": [_reported("answer", _ANSWER)],
    }
    attributes: Attributes = {}
    for fact_type in FACT_TYPES.values():
        name = fact_type.name
        own = [*_properties(name, entries), *reported.get(name, ())]
        own += [Attribute(one, "choice", _same(order)) for one, order in fact_type.orders.items()]
        attributes[name] = {attribute.name: attribute for attribute in own}
    return attributes


def _reported(name: str, values: Mapping[str, str]) -> Attribute:
    return Attribute(name, "choice", values, reported=True, label=name)


def _same(words: Any) -> dict[str, str]:
    return {str(word): str(word).replace("-", " ") for word in words}


def _labels(kind: str, entries: Entries) -> dict[str, str]:
    return {entry.id: entry.label for entry in entries[kind].values()}


def _names(kind: str, entries: Entries, name: str) -> Attribute:
    return Attribute(name, "choice", _labels(kind, entries), refers_to=kind)


def _properties(name: str, entries: Entries) -> Iterator[Attribute]:
    """Give the attributes that a fact has from its entry, or that a conclusion sets."""
    fact_type = FACT_TYPES[name]
    if name in entries or name == "tried":
        kind = "drill" if name == "tried" else name
        yield Attribute(fact_type.identity, "choice", _labels(kind, entries), refers_to=kind)
    elif name in ("coverage", "sign"):
        yield _names("key", entries, "key")
    for field in PROPERTIES.get(name, ()):
        target = REFERENCES.get((name, field))
        if target is not None:
            many = field in ("areas", "needs")
            yield Attribute(field, "choice", _labels(target, entries), many, target)
        else:
            found = (entry.facts.get(field) for entry in entries[name].values())
            yield Attribute(field, "choice", _same(dict.fromkeys(one for one in found if one)))
    if name in _SETTLED:
        yield from _SETTLED[name](entries)


def _tags(_: Entries) -> Iterator[Attribute]:
    for tag in TAGS:
        yield Attribute(tag, "integer", minimum=0, maximum=2, label=tag.replace("_", " "))


def _bands(entries: Entries) -> Iterator[Attribute]:
    bands = [band for entry in entries["load"].values() for band in entry.mapping("bands")]
    yield Attribute("band", "choice", _same(bands))


def _withheld(entries: Entries) -> Iterator[Attribute]:
    cues = [cue["id"] for drill in entries["drill"].values() for cue in drill.items("cues")]
    yield _names("drill", entries, "drill")
    yield _names("exercise", entries, "exercise")
    yield Attribute("cue", "choice", _same(cues))
    yield _names("observation", entries, "until")


def _about(_: Entries) -> Iterator[Attribute]:
    yield Attribute("about", "choice", _same(("routine", "symptoms")))


_SETTLED: Final = {
    "exercise": _tags,
    "load": _bands,
    "withheld": _withheld,
    "pattern": _about,
}


def _declared(document: Document, section: str, entries: Entries) -> list[Attribute]:
    """Read the attributes that a vocabulary file declares for what a runner reports."""
    value = document.value
    assert isinstance(value, dict)
    declared: Any = value[section]
    attributes = []
    for name, one in declared.items():
        of = one.get("of", {})
        values = _labels(of, entries) if isinstance(of, str) else of
        written: str = one["type"]
        kind: Literal["integer", "number", "choice"] = (
            "integer" if written == "integer" else "number" if written == "number" else "choice"
        )
        attributes.append(
            Attribute(
                name,
                kind,
                values,
                many=written == "list",
                refers_to=of if isinstance(of, str) else None,
                minimum=one.get("minimum"),
                maximum=one.get("maximum"),
                default=one.get("default"),
                derived=tuple(one.get("derived", ())),
                reported=True,
                label=one["label"],
                question=one.get("question", ""),
            )
        )
    return attributes
