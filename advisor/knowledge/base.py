"""The knowledge base as one immutable value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from advisor.diagnostics import AmbiguousNameError, Path, UnknownIdError, spoken
from advisor.documents import Value
from advisor.facts import WITHHOLDABLE, AttributeValue, Scalar
from advisor.knowledge.names import called
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

    @property
    def names(self) -> tuple[str, ...]:
        """What people call it, beside its id: its label, the field's term and the aliases."""
        own = (self.text("label"), self.text("term"), *self.words("aliases"))
        return tuple(name for name in own if name)


class LeftOut(NamedTuple):
    """A row of the domain notes that the knowledge base leaves out on purpose."""

    ref: str
    why: str


@dataclass(frozen=True, eq=False)
class KnowledgeBase:
    """
    `rules/`, read, checked and linked.

    `entries` are by kind and id, in the order of their file; `attributes` by type of fact and name;
    `rules` in the order in which they are judged; `wordings` by group (`coverage_words`) and word.
    `retired` maps kind and id of what must not be used any more to what to do instead; `left_out`
    are rows of the domain notes that are not in here, with the reason.
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
    left_out: tuple[LeftOut, ...] = field(default=(), repr=False)

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
        Give every entry and rule that a name can mean.

        That is an id, the one of a kind (`pattern:knee-first-push-off`), or else how people call an
        entry: its label, the field's term or an alias, whatever the case, the hyphens and a plural
        s at its end. Raises `UnknownIdError`, with the nearest id that exists.
        """
        named = list(self._named())
        kind, _, rest = name.partition(":")
        exact = [one for of, one in named if name == f"{of}:{one.id}"]
        exact = exact or [one for _, one in named if name == one.id]
        if exact:
            return exact
        noun = "id"
        if rest and kind in {of for of, _ in named}:
            noun, name, named = kind, rest, [(of, one) for of, one in named if of == kind]
        found = [one for _, one in named if spoken(one.id) == spoken(name)]
        found = found or list(called(name, ((one, _names(one)) for _, one in named)))
        if not found:
            raise UnknownIdError(noun, name, {one.id for _, one in named})
        return found

    def find_one(self, name: str) -> Entry | Rule:
        """
        Give the one entry or rule that a name means, found as by `find`.

        Raises `UnknownIdError`, and `AmbiguousNameError` where it could mean several.
        """
        found = self.find(name)
        if len(found) > 1:
            raise AmbiguousNameError(
                name, [(f"{kind_of(one)}:{one.id}", _headline(one)) for one in found]
            )
        return found[0]

    def _named(self) -> Iterator[tuple[str, Entry | Rule]]:
        for kind, entries in self.entries.items():
            for entry in entries.values():
                yield kind, entry
        for rule in self.rules:
            yield "rule", rule


def kind_of(one: Entry | Rule) -> str:
    """Give the kind of an entry, or "rule"."""
    return one.kind if isinstance(one, Entry) else "rule"


def _names(one: Entry | Rule) -> tuple[str, ...]:
    return one.names if isinstance(one, Entry) else ()


def _headline(one: Entry | Rule) -> str:
    return one.label if isinstance(one, Entry) else one.title
