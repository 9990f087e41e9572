"""What the descriptions of entries and of rules share: links, rules, cases and grounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final, NamedTuple

from advisor.audit import Exercised, Links
from advisor.knowledge import Entry, KnowledgeBase, kind_of
from advisor.language import Rule
from advisor.report.catalogue.kinds import headline
from advisor.report.sheet import Link, Sheet, Words, joined, listed
from advisor.report.wording import GRADES, MARKS, capital

_MOST_CASES: Final = 12
_FOLDERS: Final = ("vocabulary", "method", "reasoning")


class Known(NamedTuple):
    """
    What there is to tell from; without `exercised` nothing is said of cases.

    With `brief` the words that explain how to read a rule are left out: they stand elsewhere.
    """

    base: KnowledgeBase
    links: Links
    exercised: Exercised | None
    brief: bool


def link_to(one: Entry | Rule, *, by_label: bool = False) -> Link:
    """Give the link to an entry or a rule, by its id or its label."""
    words = one.label if by_label and isinstance(one, Entry) else one.id
    return Link(words, kind_of(one), one.id)


def written_in(file: str) -> str:
    """Give a file of a knowledge base by its place in there: `vocabulary/areas.yaml`."""
    path = PurePath(file)
    folder = path.parent.name
    return f"{folder}/{path.name}" if folder in _FOLDERS else path.name


def graded(part: Mapping[str, Any]) -> Words:
    """Give a text with its grade and sources: "... [the article; S17, S28]"."""
    text = " ".join(str(part["text"]).split())
    sources = listed(
        (Link(str(name), "source", str(name)) for name in part.get("sources", ())), ", "
    )
    ground = joined(GRADES[str(part["grade"])], "; " if sources else "", sources)
    return joined(f"{text} [", ground, "]")


def write_rules(title: str, does: str, rules: Sequence[Rule], sheet: Sheet) -> None:
    """Name rules with their titles, if there are any."""
    if rules:
        count = f"{len(rules)} rules" if len(rules) > 1 else "1 rule"
        sheet.heading(f"{title} ({count} can {does})")
        sheet.items(joined(link_to(one), f": {capital(one.title)}") for one in rules)


def write_cases(title: str, names: Sequence[str], own: str, sheet: Sheet) -> None:
    """Name cases, if there are any: the one called like the rule or entry first; not too many."""
    if not names:
        return
    ordered = sorted(names, key=lambda name: name not in (own, f"near-{own}"))
    shown: list[Words] = [Link(name, "case", name) for name in ordered[:_MOST_CASES]]
    if len(names) > _MOST_CASES:
        shown.append(f"{len(names) - _MOST_CASES} more")
    sheet.heading(f"{title} ({len(names)})")
    sheet.text(listed(shown))


def write_grounds(known: Known, one: Entry | Rule, sources: Iterable[str], sheet: Sheet) -> None:
    """Write the grade, the sources with their marks, the rows of the domain notes and the file."""
    grade = one.grade if isinstance(one, Rule) else one.text("grade")
    ref = one.ref if isinstance(one, Rule) else one.words("ref")
    lines: list[Words] = [f"Grade {grade}: {GRADES[grade]}"] if grade else []
    for name in sources:
        source = known.base.entry("source", name)
        mark = f" [{MARKS[source.text('mark')]}]" if "mark" in source.fields else ""
        lines.append(joined(link_to(source), f": {headline(source)}{mark}"))
    if ref:
        lines.append(f"Rows of the domain notes: {', '.join(ref)}")
    if not known.brief:
        where = written_in(one.file)
        lines.append(joined("Written in ", Link(where, "file", where)))
    if lines:
        sheet.heading("Grounds")
        sheet.items(lines)
