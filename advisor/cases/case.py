"""A case file checked, first its shape and then its meaning, and read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from advisor.cases.case_schema import case_schema, inlined
from advisor.cases.reported import SECTIONS, Reporter, areas_of, open_types
from advisor.diagnostics import Diagnostic
from advisor.documents import Document, case_name
from advisor.facts import SEVERE, Fact
from advisor.knowledge import KnowledgeBase, meanings
from advisor.shape import Shape


@dataclass(frozen=True, eq=False)
class Case:
    """
    One runner's report, checked against the knowledge base `base`, and advised on by it.

    `facts` is what it says; `open` the types of fact it does not say it names them all of;
    `expect` what a batch run compares the advice with, if anything.
    """

    name: str
    title: str
    facts: tuple[Fact, ...] = field(repr=False)
    open: frozenset[str] = field(repr=False)
    expect: Mapping[str, Any] | None = field(repr=False)
    base: KnowledgeBase = field(repr=False)
    document: Document = field(repr=False)


class Checker:
    """Checks case files against one knowledge base; make it once for many."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self._reporter = Reporter(base)
        self._shape = Shape(inlined(case_schema(base)), _aliases(base), base.retired)

    def check(self, document: Document) -> Case | tuple[Diagnostic, ...]:
        """Give the case in a document, or everything that is wrong with it."""
        diagnostics = self._shape.problems(document)
        if not diagnostics:
            data: Any = document.value
            found = self._meaning(document, data)
            diagnostics = sorted(found, key=lambda one: (one.line, one.column))
        if diagnostics:
            return tuple(diagnostics)
        return Case(
            name=data.get("case") or case_name(document.file),
            title=data.get("title", ""),
            facts=self._reporter.facts(data),
            open=open_types(data),
            expect=data.get("expect"),
            base=self._base,
            document=document,
        )

    def alarms(self, document: Document) -> list[str]:
        """
        Give what must be said at once of a document, also when it is no valid case.

        A line for each emergency or urgent question answered yes, however that is written, and one
        where an answer cannot be understood: a slip in the file must not silence it.
        """
        data: Any = document.value
        given: Any = data.get("screening") if isinstance(data, dict) else None
        if not given:
            return []
        if not isinstance(given, dict):
            return [UNCHECKED]
        questions = self._base.entries["screening"]
        said_yes = [name for name, answer in given.items() if _word(answer) in _YES]
        alarms = [
            f"You answered yes to: {question.label}. {WARNINGS[question.text('level')]}"
            for name, question in questions.items()
            if name in said_yes and question.text("level") in SEVERE
        ]
        understood = all(_word(answer) in (*_YES, *_NOT_YES) for answer in given.values())
        return alarms if understood and questions.keys() >= set(said_yes) else [*alarms, UNCHECKED]

    def _meaning(self, document: Document, data: Mapping[str, Any]) -> Iterator[Diagnostic]:
        yield from self._screening(document, data)
        changed = (data.get("runner") or {}).get("changed_30d", ())
        if isinstance(changed, list) and "nothing" in changed and len(changed) > 1:
            message = "nothing changed, and something did"
            hint = "delete 'nothing', or the rest"
            path = ("runner", "changed_30d")
            yield document.problem("contradiction", path, message, hint)
        yield from self._distances(document, data)
        yield from self._unsure(document, data)

    def _unsure(self, document: Document, data: Mapping[str, Any]) -> Iterator[Diagnostic]:
        """Check that nothing is answered and left unsure at once."""
        for index, name in enumerate(data.get("unsure", ())):
            found: Any = data
            for step in name.split("."):
                found = found.get(step) if isinstance(found, Mapping) else None
            if found is not None:
                message = f"{name} is answered, and listed as not sure"
                hint = "delete it here, or the answer"
                yield document.problem("contradiction", ("unsure", index), message, hint)

    def _distances(self, document: Document, data: Mapping[str, Any]) -> Iterator[Diagnostic]:
        """Check that no distance is given both in km and in miles."""
        for path, kind, report in _reports(data):
            for attribute in self._base.attributes[kind].values():
                if not attribute.unit or attribute.name not in report:
                    continue
                twin = attribute.in_miles
                if twin in report:
                    message = f"{attribute.name} and {twin} are the same distance, given twice"
                    hint = "delete one; the program converts miles itself"
                    yield document.problem("contradiction", (*path, twin), message, hint, key=True)

    def _screening(self, document: Document, data: Mapping[str, Any]) -> Iterator[Diagnostic]:
        answers = data.get("screening", {})
        if "all_others" in answers and "expect" not in data:
            message = "all_others answers questions that nobody was asked"
            hint = "write out each answer; all_others is for test cases, which have an expect"
            path = ("screening", "all_others")
            yield document.problem("all-others", path, message, hint, key=True)
        areas = areas_of(data, self._base)
        for name, answer in answers.items():
            if answer != "yes" or name == "all_others":
                continue
            question = self._base.entry("screening", name)
            asked_of = question.words("areas")
            if asked_of and not set(asked_of) & set(areas):
                message = (
                    f"a yes here is about {', '.join(asked_of)}, "
                    "and the case does not say that any of it is bothered"
                )
                hint = f"Say where it bothers you. {WARNINGS[question.text('level')]}"
                yield document.problem("answer-without-area", ("screening", name), message, hint)


def _reports(data: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str, Mapping[str, Any]]]:
    """Give everything that is reported with attributes: its place, type of fact, and attributes."""
    yield ("runner",), "runner", data.get("runner") or {}
    for kind, section in SECTIONS.items():
        for name, report in data.get(section, {}).items():
            yield (section, name), kind, report or {}


WARNINGS: Final = {
    "emergency": "If this is so now, call emergency services.",
    "urgent": "If this is so, contact a doctor or urgent care today.",
    "clinician": "If this is so, see a clinician before exercising it.",
}
_YES: Final = ("yes", "y", "true")
_NOT_YES: Final = ("no", "n", "false", "unsure", "none", "")
"""What people write for yes, and for all else that can be answered; schemas take less."""
UNCHECKED: Final = (
    "Nothing was checked. If you answered yes to a warning sign, do not wait for this file: "
    "contact a doctor or the emergency services."
)
"""What is said where an answer may be lost, as of a file that cannot be read at all."""


def _word(answer: object) -> str:
    return str(answer).strip().lower()


def _aliases(base: KnowledgeBase) -> dict[str, dict[str, tuple[str, ...]]]:
    """Collect, by noun, what each alias may stand for; it is only ever a hint."""
    return {
        kind: meanings((entry.id, entry.words("aliases")) for entry in base.entries[kind].values())
        for kind in ("area", "symptom", "exercise", "drill", "observation")
    }
