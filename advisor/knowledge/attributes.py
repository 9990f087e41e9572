"""The attributes that rules may test on facts: declared in the vocabulary, or of the language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from advisor.diagnostics import Diagnostic
from advisor.documents import Document
from advisor.facts import FACT_TYPES, REPORTED
from advisor.knowledge.base import Attribute
from advisor.knowledge.entries import PROPERTIES, REFERENCES, Entries
from advisor.knowledge.shapes import TAGS

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*\Z")
_ANSWER: Final = {"yes": "yes", "no": "no"}
_SIDES: Final = {"left": "left", "right": "right", "both": "both sides"}

Attributes = dict[str, dict[str, Attribute]]

DERIVED: Final = {"load_jump_percent": ("longest_run_30d_km", "latest_long_run_km")}
"""What the program computes of the runner when a case is read, and from which numbers."""
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
    yield from _age(documents["vocabulary/runner.yaml"])


def _age(document: Document) -> Iterator[Diagnostic]:
    """Check that a runner can say an age, for the gate is shut without one."""
    assert isinstance(document.value, dict)
    declared: Any = document.value["attributes"]
    hint = "without an age the gate stays shut; declare age with type: integer"
    if "age" not in declared:
        message = "'age' is missing"
        yield document.problem("missing-key", ("attributes",), message, hint, key=True)
    elif declared["age"]["type"] != "integer":
        message = "age is no whole number"
        yield document.problem("bad-attribute", ("attributes", "age"), message, hint, key=True)


def _unsound(document: Document, section: str, kind: str) -> Iterator[Diagnostic]:
    assert isinstance(document.value, dict)
    declared: Any = document.value[section]
    taken = {"id", "self", FACT_TYPES[kind].identity, *PROPERTIES.get(kind, ())}
    taken |= {*TAGS} if kind == "exercise" else set()
    for name, one in declared.items():
        computed = _miscomputed(kind, name, declared) if "derived" in one else ()
        measured = _mismeasured(name, one) if "unit" in one else ()
        for message, hint in (*_faults(kind, name, one), *computed, *measured):
            yield document.problem("bad-attribute", (section, name), message, hint, key=True)
        if not _NAME.match(name):
            message = f"{name!r} is no name for an attribute"
            hint = "write it in small letters, digits and _, as in times_per_week"
            yield document.problem("bad-attribute", (section, name), message, hint, key=True)
        twin = f"{name.removesuffix('miles')}km"
        if name.endswith("_miles") and declared.get(twin, {}).get("unit"):
            message, hint = f"{twin} can be given in miles as {name} already", f"delete {name}"
            yield document.problem("bad-attribute", (section, name), message, hint, key=True)
        if name in taken:
            message = f"a {kind} has an attribute {name!r} already"
            path = (section, name)
            yield document.problem("bad-attribute", path, message, "rename it", key=True)


def _faults(kind: str, name: str, one: Any) -> Iterator[tuple[str, str]]:
    """Give what is wrong with what an attribute may hold, and how to mend it."""
    default = one.get("default") if kind == "exercise" else None
    if default is None and "default" in one:
        message = f"{name} has a default, which only exercises can have"
        yield message, "delete default: what a runner does not say is unknown"
    if "derived" in one:
        return
    if one["type"] in ("choice", "list"):
        if "of" not in one:
            yield f"{name} has nothing to choose from", "add of: with the words allowed"
        elif default is not None:
            yield f"{name} takes words, and its default is a number", "delete default"
    elif "minimum" not in one or "maximum" not in one:
        yield f"{name} has no bounds", "add minimum: and maximum:"
    elif one["minimum"] > one["maximum"]:
        yield f"{name} has a minimum above its maximum", "swap them"
    elif default is not None:
        whole = one["type"] == "integer"
        if not one["minimum"] <= default <= one["maximum"] or (whole and default % 1):
            hint = f"a {'whole ' if whole else ''}number from {one['minimum']} to {one['maximum']}"
            yield f"nobody can answer {default}, the default of {name}", hint


def _mismeasured(name: str, one: Any) -> Iterator[tuple[str, str]]:
    """Give what keeps an attribute from being a distance that can be given in miles too."""
    if one["type"] != "number" or "derived" in one:
        yield f"{name} has a unit and is no number that a runner gives", "delete unit"
    elif not name.endswith("_km"):
        yield f"{name} is in km and its name does not say so", f"rename it, as in {name}_km"


def _miscomputed(kind: str, name: str, declared: Any) -> Iterator[tuple[str, str]]:
    """Give what is wrong with an attribute that the program is to compute."""
    if kind != "runner" or name not in DERIVED:
        hint = f"only {', '.join(DERIVED)} of the runner can be derived"
        yield f"nothing computes {kind} {name}", hint
        return
    one, sources = declared[name], DERIVED[name]
    if one["type"] != "number" or {*one["derived"]} != {*sources}:
        hint = f"write type: number and derived: [{', '.join(sources)}]"
        yield f"{name} is a number, computed from {' and '.join(sources)}", hint
        return
    for source in sources:
        if declared.get(source, {}).get("type") not in ("integer", "number"):
            message = f"{name} is computed from {source}, and {source} is no number"
            yield message, f"declare {source} with type: number"


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
    """Give the attributes that a reported fact has from its entry, or that a conclusion sets."""
    fact_type = FACT_TYPES[name]
    if name in entries or name == "tried":
        kind = "drill" if name == "tried" else name
        yield Attribute(fact_type.identity, "choice", _labels(kind, entries), refers_to=kind)
    elif name in ("coverage", "sign"):
        yield _names("key", entries, "key")
    if fact_type.stratum == REPORTED:
        yield from properties_of(name, entries).values()
    if name in _SETTLED:
        yield from _SETTLED[name](entries)


def properties_of(kind: str, entries: Entries) -> dict[str, Attribute]:
    """Give the attributes that entries of a kind say; facts that are concluded lack them."""
    found = {}
    for field in PROPERTIES.get(kind, ()):
        target = REFERENCES.get((kind, field))
        if target is not None:
            many = field in ("areas", "needs")
            found[field] = Attribute(field, "choice", _labels(target, entries), many, target)
        else:
            words = (entry.facts.get(field) for entry in entries[kind].values())
            said = dict.fromkeys(word for word in words if word)
            found[field] = Attribute(field, "choice", _same(said))
    return found


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
                unit=one.get("unit", ""),
                reported=True,
                label=one["label"],
                question=one.get("question", ""),
            )
        )
    return attributes
