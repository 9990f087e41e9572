"""The entries of the vocabulary and the method, and whether what they name exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from advisor.diagnostics import Diagnostic, Path, nearest, spoken
from advisor.documents import Document
from advisor.facts import AttributeValue
from advisor.knowledge.base import Entry
from advisor.knowledge.names import meanings
from advisor.knowledge.shapes import TAGS

SECTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "vocabulary/areas.yaml": {"areas": "area"},
    "vocabulary/symptoms.yaml": {"symptoms": "symptom"},
    "vocabulary/exercises.yaml": {"exercises": "exercise"},
    "vocabulary/observations.yaml": {"observations": "observation", "stances": "stance"},
    "vocabulary/screening.yaml": {"checklists": "checklist", "screening": "screening"},
    "method/keys.yaml": {"keys": "key"},
    "method/drills.yaml": {"drills": "drill"},
    "method/patterns.yaml": {"patterns": "pattern"},
    "method/notes.yaml": {"notes": "note"},
    "method/outcomes.yaml": {
        "outcomes": "outcome",
        "referrals": "referral",
        "cautions": "caution",
        "loads": "load",
    },
    "sources.yaml": {"statements": "source", "references": "source"},
}
"""By file, its sections of entries and the kind of each."""

PROPERTIES: Final[Mapping[str, tuple[str, ...]]] = {
    "symptom": ("area", "spot", "scope", "kind", "tissue"),
    "exercise": ("kind",),
    "screening": ("level", "areas"),
    "drill": ("key", "needs"),
}
"""By kind, the fields of an entry that are attributes of its facts."""

REFERENCES: Final[Mapping[tuple[str, str], str]] = {
    ("symptom", "area"): "area",
    ("symptom", "withholds"): "drill",
    ("screening", "areas"): "area",
    ("screening", "checklist"): "checklist",
    ("observation", "stance"): "stance",
    ("observation", "not_with"): "symptom",
    ("drill", "key"): "key",
    ("drill", "needs"): "drill",
}

Entries = Mapping[str, Mapping[str, Entry]]
"""By kind and id."""
Retired = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Names:
    """The entries there are, by kind and id, and the ids that must not be used any more."""

    entries: Entries
    retired: Retired

    def unknown(self, document: Document, path: Path, kind: str, name: str) -> Diagnostic:
        """Diagnose an id that no entry of its kind has, or that is retired."""
        if (kind, name) in self.retired:
            message = f"the {kind} {name!r} is retired"
            return document.problem("retired-id", path, message, self.retired[kind, name])
        guess = nearest(name, self.entries[kind])
        file = next(file for file, kinds in SECTIONS.items() if kind in kinds.values())
        hint = f"did you mean {guess!r}?" if guess else f"{file} names them all"
        return document.problem("unknown-id", path, f"unknown {kind} {name!r}", hint)


def entries_of(
    documents: Mapping[str, Document], retired: Retired
) -> tuple[Entries, list[Diagnostic]]:
    """Collect the entries of all files, by kind and id, with what is wrong among them."""
    entries: dict[str, dict[str, Entry]] = {
        kind: {} for kinds in SECTIONS.values() for kind in kinds.values()
    }
    diagnostics: list[Diagnostic] = []
    for file, section, kind in _sections():
        document = documents[file]
        for index, fields in enumerate(entries_in(document, section)):
            path = (section, index)
            entry = Entry(kind, fields["id"], fields, _facts(kind, fields), document.file, path)
            if entry.id in entries[kind]:
                message = f"the {kind} {entry.id!r} is defined twice"
                hint = "an id is unique within its kind; rename one"
                diagnostics.append(document.problem("duplicate-id", (*path, "id"), message, hint))
            entries[kind].setdefault(entry.id, entry)
    names = Names(entries, retired)
    for file, section, kind in _sections():
        document = documents[file]
        for index, fields in enumerate(entries_in(document, section)):
            diagnostics += _links(document, kind, fields, (section, index), names)
    for file in dict.fromkeys(file for file, _, _ in _sections()):
        diagnostics += _sources(documents[file], documents[file].value, (), names)
    diagnostics += _twice_cued(documents["method/drills.yaml"])
    diagnostics += _taken_aliases(documents, entries)
    return entries, diagnostics


def _twice_cued(document: Document) -> Iterator[Diagnostic]:
    """Check that no two cues share an id: they can be withheld by it."""
    seen: set[str] = set()
    for number, drill in enumerate(entries_in(document, "drills")):
        for index, cue in enumerate(drill["cues"]):
            if cue["id"] in seen:
                path = ("drills", number, "cues", index, "id")
                message = f"the cue {cue['id']!r} is defined twice"
                yield document.problem("duplicate-id", path, message, "rename one")
            seen.add(cue["id"])


def _taken_aliases(documents: Mapping[str, Document], entries: Entries) -> Iterator[Diagnostic]:
    """Check that no alias is what another entry of its kind is called already."""
    for file, section, kind in _sections():
        owners = meanings((one.id, (one.id, one.label)) for one in entries[kind].values())
        for number, fields in enumerate(entries_in(documents[file], section)):
            for index, alias in enumerate(fields.get("aliases", ())):
                others = [name for name in owners.get(spoken(alias), ()) if name != fields["id"]]
                if others:
                    path = (section, number, "aliases", index)
                    message = f"{alias!r} is what the {kind} {others[0]!r} is called"
                    hint = "an alias may be shared, but not with an id or a label; delete it here"
                    yield documents[file].problem("alias-taken", path, message, hint)


def _sections() -> Iterator[tuple[str, str, str]]:
    for file, sections in SECTIONS.items():
        for section, kind in sections.items():
            yield file, section, kind


def entries_in(document: Document, section: str) -> list[dict[str, Any]]:
    """Give the entries of a section, as written; none where the file has no such section."""
    value = document.value
    assert isinstance(value, dict)
    found: Any = value.get(section, [])
    return list(found)


def _facts(kind: str, fields: Mapping[str, Any]) -> dict[str, AttributeValue]:
    facts: dict[str, AttributeValue] = {"id": fields["id"]}
    for name in PROPERTIES.get(kind, ()):
        if name in fields:
            value = fields[name]
            facts[name] = tuple(value) if isinstance(value, list) else value
    if kind == "exercise":
        facts.update((tag, fields["tags"][tag]) for tag in TAGS)
    return facts


def _links(
    document: Document, kind: str, fields: Mapping[str, Any], path: tuple[str, int], names: Names
) -> Iterator[Diagnostic]:
    """Check that what an entry names exists, and that an outside symptom says what it does."""
    for name, value in fields.items():
        target = REFERENCES.get((kind, name))
        if target is None:
            continue
        for index, one in enumerate(value if isinstance(value, list) else [value]):
            if one not in names.entries[target]:
                at = (*path, name, index) if isinstance(value, list) else (*path, name)
                yield names.unknown(document, at, target, str(one))
    if kind == "symptom":
        yield from _effect(document, fields, path)


def _sources(document: Document, node: Any, path: Path, names: Names) -> Iterator[Diagnostic]:
    """Check every source named anywhere in a file."""
    if isinstance(node, dict):
        for index, name in enumerate(node.get("sources", ())):
            if isinstance(name, str) and name not in names.entries["source"]:
                yield names.unknown(document, (*path, "sources", index), "source", name)
        for key, child in node.items():
            yield from _sources(document, child, (*path, key), names)
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from _sources(document, child, (*path, index), names)


def _effect(
    document: Document, fields: Mapping[str, Any], path: tuple[str, int]
) -> Iterator[Diagnostic]:
    effects = [name for name in ("withholds", "blocks") if name in fields]
    if fields["scope"] == "inside":
        for name in effects:
            message = "a symptom inside the method holds drills back by rules, not by its entry"
            yield document.problem("effect-inside", (*path, name), message, f"delete {name}")
    elif len(effects) != 1 or "because" not in fields:
        message = f"{fields['id']!r} is outside the method and must say what it does to the drills"
        hint = "add withholds: [drills] (an empty list is an answer) or blocks: true, and because"
        yield document.problem("effect-missing", path, message, hint)
    elif "assess" not in fields:
        message = f"{fields['id']!r} is outside the method and must say what to have looked at"
        hint = "add assess: with what a clinician should look at"
        yield document.problem("effect-missing", path, message, hint)
