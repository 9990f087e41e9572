"""The knowledge base as one immutable value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from advisor.diagnostics import Path, UnknownIdError
from advisor.documents import Value
from advisor.facts import WITHHOLDABLE, AttributeValue, Scalar
from advisor.language import Rule


@dataclass(frozen=True, slots=True)
class Attribute:
    """
    What one attribute of a type of fact may hold.

    `values` maps each word of a choice to how a person says it. `many` is a list of them.
    `refers_to` is the kind of entry that the value names. `default` is the known value that stands
    in when a runner does not say; `derived` names the attributes that the value is computed from.
    `unit` is "km" for a distance, which a case may also give in miles, as `in_miles`.
    """

    name: str
    type: Literal["integer", "number", "choice"]
    values: Mapping[str, str] = field(default_factory=dict)
    many: bool = False
    refers_to: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    default: Scalar | None = None
    derived: tuple[str, ...] = ()
    unit: str = ""
    reported: bool = False
    label: str = ""
    question: str = ""

    @property
    def in_miles(self) -> str:
        """The name under which a case gives this distance in miles; empty where it is none."""
        return f"{self.name.removesuffix('km')}miles" if self.unit else ""

    def admits(self, value: object) -> bool:
        """Whether a rule may test for this value."""
        if self.type == "choice":
            return isinstance(value, str) and value in self.values
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return False
        low, high = self.minimum, self.maximum
        return (low is None or value >= low) and (high is None or value <= high)


@dataclass(frozen=True, eq=False)
class Entry:
    """
    One thing the knowledge base names: a symptom, an exercise, a drill, a note, a source ...

    `fields` is the entry as written; `facts` the attributes that rules can test.
    """

    kind: str
    id: str
    fields: Mapping[str, Value]
    facts: Mapping[str, AttributeValue]
    file: str
    path: Path

    def text(self, name: str) -> str:
        """Give a field that holds text, in one line, empty where the entry has none."""
        value = self.fields.get(name)
        return " ".join(str(value).split()) if value is not None else ""

    def words(self, name: str) -> tuple[str, ...]:
        """Give a field that holds a list of words, empty where the entry has none."""
        value = self.fields.get(name)
        return tuple(str(one) for one in value) if isinstance(value, list) else ()

    def items(self, name: str) -> tuple[Mapping[str, Value], ...]:
        """Give a field that holds a list of mappings, empty where the entry has none."""
        value = self.fields.get(name)
        return (
            tuple(one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()
        )

    def mapping(self, name: str) -> Mapping[str, Any]:
        """Give a field that holds a mapping, empty where the entry has none."""
        value = self.fields.get(name)
        return value if isinstance(value, dict) else {}

    @property
    def label(self) -> str:
        """How the runner's own words call it, fit to stand inside a sentence."""
        return self.text("label") or self.id


@dataclass(frozen=True, eq=False)
class KnowledgeBase:
    """
    `rules/`, read, checked and linked.

    `entries` are by kind and id, in the order of their file; `attributes` by type of fact and name;
    `rules` in the order in which they are judged; `wordings` by group (`coverage_words`) and word.
    `retired` maps kind and id of what must not be used any more to what to do instead.
    `digest` is of the parsed content, so that comments and layout do not change it.
    """

    name: str
    title: str
    version: str
    method: str = field(repr=False)
    disclaimer: str = field(repr=False)
    digest: str
    entries: Mapping[str, Mapping[str, Entry]] = field(repr=False)
    attributes: Mapping[str, Mapping[str, Attribute]] = field(repr=False)
    rules: tuple[Rule, ...] = field(repr=False)
    wordings: Mapping[str, Mapping[str, Any]] = field(repr=False)
    retired: Mapping[tuple[str, str], str] = field(repr=False)

    @property
    def stamp(self) -> str:
        """Name, version and digest, as every output names its base."""
        return f"{self.name} {self.version} ({self.digest})"

    def entry(self, kind: str, name: str) -> Entry:
        """Give an entry by kind and id. Raises `KeyError`."""
        return self.entries[kind][name]

    def checklists(self) -> Iterator[tuple[Entry, tuple[Entry, ...]]]:
        """Give each checklist with its screening questions, in their order."""
        questions = self.entries["screening"].values()
        for checklist in self.entries["checklist"].values():
            yield checklist, tuple(q for q in questions if q.text("checklist") == checklist.id)

    def withholdable(self) -> list[str]:
        """Give the ids of every drill, exercise and cue, each once."""
        attributes = self.attributes["withheld"]
        return list(
            dict.fromkeys(name for what in WITHHOLDABLE for name in attributes[what].values)
        )

    def find(self, name: str) -> list[Entry | Rule]:
        """
        Give every entry and rule with an id, or the one of a kind: `pattern:knee-first-push-off`.

        Raises `UnknownIdError`, with the nearest id that exists.
        """
        named = list(self._named())
        found = [one for kind, one in named if name == f"{kind}:{one.id}"]
        found = found or [one for _, one in named if name == one.id]
        if not found:
            raise UnknownIdError("id", name, {one.id for _, one in self._named()})
        return found

    def _named(self) -> Iterator[tuple[str, Entry | Rule]]:
        for kind, entries in self.entries.items():
            for entry in entries.values():
                yield kind, entry
        for rule in self.rules:
            yield "rule", rule
