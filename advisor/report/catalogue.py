"""The knowledge base for people: every entry and rule listed, and one of them in full."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from advisor.facts import FACT_TYPES, STRATA
from advisor.knowledge import Entry, KnowledgeBase
from advisor.language import Rule
from advisor.report.page import WIDTH, Page
from advisor.report.rule_words import conclusion_words, condition_lines
from advisor.report.wording import DRILL_CARD, GRADES, MARKS

_KINDS: Final = {
    "area": "Areas",
    "symptom": "Symptoms",
    "exercise": "Exercises",
    "observation": "Own checks",
    "checklist": "Checklists of screening questions",
    "screening": "Screening questions",
    "key": "Keys",
    "drill": "Drills",
    "pattern": "Patterns",
    "note": "Notes: where research disagrees or is silent",
    "outcome": "Outcomes",
    "referral": "Referrals",
    "caution": "Cautions",
    "load": "Training load",
    "source": "Sources",
}
_FIELDS: Final = {
    "says": "A runner says",
    "term": "In the field's terms",
    "plain": "In plain words",
    "question": "Asked as",
    "how": "How to check",
    "honesty": "How far to trust it",
    "text": "Says",
    "where": "Where in the stride",
    "evidence": "Evidence",
    "area": "Area",
    "areas": "Asked when it bothers",
    "spot": "Spot",
    "scope": "Scope",
    "kind": "Kind",
    "tissue": "Tissue",
    "checklist": "Checklist",
    "level": "Most severe level",
    "key": "Key",
    "needs": "Needs first",
    "withholds": "Holds back",
    "because": "Because",
    "assess": "What to have looked at",
    "citation": "Publication",
    "remark": "Remark",
    "type": "Type",
    "status": "Status",
    "aliases": "Also called",
}


def list_text(base: KnowledgeBase, width: int = WIDTH, *, color: bool = False) -> str:
    """List every entry by kind, and every rule by stratum, an id and a label each."""
    page = Page(width, color=color)
    page.title(f"{base.title}, {base.version} ({base.digest})")
    for kind, title in _KINDS.items():
        entries = base.entries[kind]
        page.heading(f"{title} ({len(entries)})")
        page.items(f"{entry.id}: {_headline(entry)}" for entry in entries.values())
    for stratum in STRATA:
        rules = [rule for rule in base.rules if rule.stratum == stratum]
        names = [name for name, kind in FACT_TYPES.items() if kind.stratum == stratum]
        page.heading(f"Rules of stratum {stratum}: {' and '.join(names)} ({len(rules)})")
        page.items(f"{rule.id}: {rule.title}" for rule in rules)
    return str(page)


def _headline(entry: Entry) -> str:
    return entry.text("label") or entry.text("says") or entry.text("citation")


def show_text(
    base: KnowledgeBase, one: Entry | Rule, width: int = WIDTH, *, color: bool = False
) -> str:
    """Explain one entry or rule in full."""
    page = Page(width, color=color)
    if isinstance(one, Rule):
        _rule(base, one, page)
    else:
        _entry(base, one, page)
    return str(page)


def _rule(base: KnowledgeBase, rule: Rule, page: Page) -> None:
    page.title(f"rule {rule.id}")
    page.text(f"{rule.title}.")
    names = [name for name, kind in FACT_TYPES.items() if kind.stratum == rule.stratum]
    made = "follows from an entry; " if rule.built_in else ""
    page.text(f"({made}stratum {rule.stratum}: {' and '.join(names)})")
    page.heading("When")
    for line in condition_lines(base, rule.when):
        depth = len(line) - len(line.lstrip())
        page.item(line.lstrip()[2:], depth)
    page.heading("Then")
    page.items(conclusion_words(base, rule))
    page.heading("Because")
    page.text(rule.because)
    if rule.notes:
        page.heading("Shows beside it")
        page.items(f"{name}: {base.entry('note', name).label}" for name in rule.notes)
    _grounds(base, rule.grade, rule.sources, rule.ref, page)


def _entry(base: KnowledgeBase, entry: Entry, page: Page) -> None:
    page.title(f"{entry.kind} {entry.id}")
    if entry.text("label"):
        page.text(entry.text("label"))
    for name, title in _FIELDS.items():
        if name in entry.fields:
            page.item(f"{title}: {_value(entry.fields[name])}")
    if "blocks" in entry.fields:
        page.item("Holds back: every drill")
    if "mark" in entry.fields:
        page.item(f"Verification: {MARKS[entry.text('mark')]}")
    if tags := entry.mapping("tags"):
        page.heading("What it trains (2 mainly, 1 partly)")
        page.items(f"{name.replace('_', ' ')}: {value}" for name, value in tags.items() if value)
    if bands := entry.mapping("bands"):
        page.heading("Bands")
        page.items(f"{name}: {_value(band)}" for name, band in bands.items())
    _card(entry, page)
    _uses(base, entry, page)
    _grounds(base, entry.text("grade"), entry.words("sources"), entry.words("ref"), page)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or "none"
    if isinstance(value, dict):
        return "; ".join(str(one) for one in value.values())
    return str(value)


def _card(drill: Entry, page: Page) -> None:
    for title, name in DRILL_CARD.items():
        if part := drill.mapping(name):
            page.item(f"{title}: {_graded(part)}")
    for cue in drill.items("cues"):
        page.item(f"Cue {cue['id']}: {_graded(cue)}")


def _graded(part: Mapping[str, Any]) -> str:
    return f"{part['text']} [{GRADES[str(part['grade'])]}]"


def _uses(base: KnowledgeBase, entry: Entry, page: Page) -> None:
    """Name the rules that conclude an entry."""
    rules = [
        rule.id
        for rule in base.rules
        if any(one.type == entry.kind and one.identity == entry.id for one in rule.conclude)
        or (entry.kind == "note" and entry.id in rule.notes)
        or (entry.kind == "source" and entry.id in rule.sources)
    ]
    if rules:
        page.heading("Cited by" if entry.kind == "source" else "Concluded by")
        page.items(rules)


def _grounds(
    base: KnowledgeBase, grade: str, sources: tuple[str, ...], ref: tuple[str, ...], page: Page
) -> None:
    if not (grade or sources or ref):
        return
    page.heading("Grounds")
    if grade:
        page.item(f"Grade {grade}: {GRADES[grade]}")
    for name in sources:
        source = base.entry("source", name)
        mark = f" [{MARKS[source.text('mark')]}]" if "mark" in source.fields else ""
        page.item(f"{name}: {_headline(source)}{mark}")
    if ref:
        page.item(f"Rows of the domain notes: {', '.join(ref)}")
