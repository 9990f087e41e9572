"""A case with changes made to it: checked like any other, the case itself left as it was."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from advisor.cases import KINDS, Case
from advisor.diagnostics import CaseError, Diagnostic, Path, nearest
from advisor.documents import Document
from advisor.explanation.change import Change, read_change
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import Reasoner

_OTHERS: Final = "all_others"


class ChangeError(CaseError):
    """
    Changes that cannot be made, or a case that they make invalid.

    `alarms` is what must be said at once all the same, of warning signs answered yes.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic], alarms: Iterable[str]) -> None:
        super().__init__(diagnostics)
        self.alarms = tuple(alarms)
        self.args = ("\n".join((*self.alarms, str(self))),)


@dataclass(frozen=True)
class ChangedDocument(Document):
    """A document after changes; what is wrong with what a change set is a problem of the change."""

    original: Document = field(repr=False)
    placed: dict[Path, Change] = field(repr=False)

    def locate(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """Give line and column in the change that set the node at `path`, or in the original."""
        return self._found(path, key)[1:]

    def problem(
        self, code: str, path: Path, message: str, hint: str = "", *, key: bool = False
    ) -> Diagnostic:
        """Make a diagnostic of the node at `path`, in the change that set it or in the original."""
        found = self.original.problem(code, path, message, hint, key=key)
        file, line, column = self._found(path, key)
        file = file or found.file
        return Diagnostic(code, "error", file, line, column, found.pointer, message, hint)

    def _found(self, path: Path, key: bool) -> tuple[str, int, int]:
        """Give file (empty for the original), line and column."""
        for length in range(len(path), 0, -1):
            change = self.placed.get(path[:length])
            if change is not None:
                return change.file, 1, change.column(path[length:], key=key)
        below = [(at, one) for at, one in self.placed.items() if at[: len(path)] == path]
        if path and below and not _holds(self.original.value, path):
            change = below[0][1]
            return change.file, 1, change.columns[min(len(path), len(change.columns)) - 1]
        return "", *self.original.locate(path, key=key)


def change_case(
    reasoner: Reasoner, case: Case, texts: Sequence[str]
) -> tuple[tuple[Change, ...], Case]:
    """
    Give the changes as read, and the case with all of them made; their order does not matter.

    Raises `ChangeError` with everything that is wrong, in the order of the changes.
    """
    read = [read_change(reasoner.base, number, text) for number, text in enumerate(texts, 1)]
    faults = [one for one in read if isinstance(one, Diagnostic)]
    changes = [one for one in read if isinstance(one, Change)]
    clashing = list(_clashes(changes))
    faults += [fault for _, fault in clashing]
    clashed = {change.number for change, _ in clashing}
    made = _Making(reasoner.base, case.document)
    made.make([one for one in changes if one.number not in clashed])
    document = made.document()
    found = reasoner.check(document)
    if isinstance(found, tuple):
        faults += found
    faults += made.faults
    if faults or isinstance(found, tuple):
        order = {f"change {number}": number for number in range(1, len(texts) + 1)}
        faults.sort(key=lambda one: (order.get(one.file, len(texts) + 1), one.line, one.column))
        raise ChangeError(dict.fromkeys(faults), reasoner.alarms(_alarming(document, changes)))
    return tuple(changes), found


def _clashes(changes: Sequence[Change]) -> Iterator[tuple[Change, Diagnostic]]:
    """Give each change of a place that an earlier one is about too, with what is wrong with it."""
    for index, change in enumerate(changes):
        for earlier in changes[:index]:
            length = min(len(change.path), len(earlier.path))
            shorter = min(change, earlier, key=lambda one: len(one.path))
            adds = shorter.operation == "add" and len(change.path) != len(earlier.path)
            if change.path[:length] == earlier.path[:length] and not adds:
                message = f"{earlier.file} is about the same place"
                hint = "leave one of them out"
                yield change, change.problem("changed-twice", change.columns[0], message, hint)
                break


def _alarming(document: Document, changes: Iterable[Change]) -> Document:
    """Give a document that answers yes where the document or any change does."""
    value: Any = document.value
    told = value.get("screening")
    answers = dict(told) if isinstance(told, dict) else {}
    for change in changes:
        if change.path[0] == "screening" and change.operation == "set":
            found = change.value
            named = found if isinstance(found, dict) else {change.path[-1]: found}
            answers.update({name: "yes" for name, answer in named.items() if answer == "yes"})
    return Document(document.file, {"screening": answers}, lambda: (1, 1))


def _holds(value: Any, path: Path) -> bool:
    for step in path:
        if not isinstance(value, dict) or step not in value:
            return False
        value = value[step]
    return True


class _Making:
    """Makes changes to a copy of a document, and gathers what is wrong with them."""

    def __init__(self, base: KnowledgeBase, original: Document) -> None:
        self._base = base
        self._original = original
        self._data: Any = copy.deepcopy(original.value)
        self._placed: dict[Path, Change] = {}
        self._given: set[Path] = set()
        self.faults: list[Diagnostic] = []

    def document(self) -> ChangedDocument:
        """Give the document as changed so far."""
        return ChangedDocument(
            self._original.file, self._data, lambda: (1, 1), self._original, self._placed
        )

    def make(self, changes: Sequence[Change]) -> None:
        """Make changes of which no two are about the same place."""
        steps = {"remove": self._remove, "add": self._add, "set": self._set}
        self._given |= {change.path for change in changes if change.operation == "set"}
        for operation, step in steps.items():
            for change in changes:
                if change.operation == operation:
                    step(change)

    def _remove(self, change: Change) -> None:
        *_, name = change.path
        holder = self._within(change.path[:-1])
        questions = self._base.entries["screening"]
        if change.place[0] == "screening" and name in questions and _OTHERS in (holder or ()):
            holder[name] = "unsure"  # or all_others would answer it
        elif isinstance(holder, list) and name in holder:
            holder.remove(name)
        elif isinstance(holder, dict) and name in holder:
            del holder[name]
        else:
            self._missing(change, holder)

    def _missing(self, change: Change, holder: Any) -> None:
        *above, name = change.path
        symptoms = self._base.entries["symptom"]
        because = [one for one in self._of("symptoms") if symptoms[one].text("area") == name]
        if above == ["areas"] and because:
            message = f"'areas' does not name {name!r}; it is bothered by {' and '.join(because)}"
            hint = f"write -symptom:{because[0]} to take that back"
        else:
            said = [str(one) for one in holder] if isinstance(holder, (dict, list)) else []
            guess = nearest(name, said)
            message = f"the case does not say {name!r}"
            message += f"; did you mean {guess!r}?" if guess else ""
            hint = "" if guess else f"it says: {', '.join(said)}" if said else "leave it out"
        fault = change.problem("nothing-to-take-back", change.columns[-1], message, hint)
        self.faults.append(fault)

    def _add(self, change: Change) -> None:
        section, name = change.path
        if section == "areas":
            named = self._data.setdefault("areas", [])
            if name not in named:
                named.append(name)
                self._placed["areas", len(named) - 1] = change
        elif name not in self._of(section):
            self._data.setdefault(section, {})[name] = {}
            self._placed[change.path] = change

    def _set(self, change: Change) -> None:
        *above, name = change.path
        holder = self._data
        for step in above:
            if holder.get(step) is None:
                holder[step] = {}
            elif isinstance(holder[step], str):
                holder[step] = {"answer": holder[step]}
            holder = holder[step]
        for twin in self._twins(change.path):
            if (*above, twin) not in self._given:
                holder.pop(twin, None)
        holder[name] = copy.deepcopy(change.value)
        self._placed[change.path] = change

    def _twins(self, path: Path) -> Iterator[str]:
        """Give the other name under which a case may hold the same distance."""
        for one in self._base.attributes[KINDS[str(path[0])]].values():
            if one.in_miles and path[-1] in (one.name, one.in_miles):
                yield one.in_miles if path[-1] == one.name else one.name

    def _of(self, section: str) -> Any:
        return self._data.get(section) or {}

    def _within(self, path: Path) -> Any:
        """Give what holds the last name of a path, None where the case says nothing of it."""
        found = self._data
        for step in path:
            found = found.get(step) if isinstance(found, dict) else None
        return found
