"""The knowledge base for people: every entry and rule listed, and one of them in full."""

from __future__ import annotations

from advisor.audit import Exercised
from advisor.facts import STRATA
from advisor.knowledge import Entry, KnowledgeBase, kind_of
from advisor.language import Rule
from advisor.report.catalogue.about import About
from advisor.report.catalogue.kinds import KINDS, RULE, headline
from advisor.report.catalogue.steps import STEPS
from advisor.report.page import WIDTH, Page


def list_text(
    base: KnowledgeBase, width: int = WIDTH, *, color: bool = False, kind: str | None = None
) -> str:
    """List every entry by kind and every rule by step, or those of one kind, a line each."""
    page = Page(width, color=color)
    page.title(f"{base.title}, {base.version} ({base.digest})")
    for name, title in KINDS.items():
        if kind in (None, name):
            entries = base.entries[name]
            page.heading(f"{title} ({len(entries)})")
            page.items(f"{entry.id}: {headline(entry)}" for entry in entries.values())
    for stratum in STRATA if kind in (None, RULE) else ():
        rules = [rule for rule in base.rules if rule.stratum == stratum]
        step = STEPS[stratum]
        page.heading(f"Rules of step {stratum}, {step.name}: {step.asks} ({len(rules)})")
        page.items(f"{rule.id}: {rule.title}" for rule in rules)
    return str(page)


def show_text(
    base: KnowledgeBase,
    one: Entry | Rule,
    width: int = WIDTH,
    *,
    color: bool = False,
    exercised: Exercised | None = None,
) -> str:
    """Explain one entry or rule in full, with `exercised` also the cases that exercise it."""
    page = Page(width, color=color)
    page.title(f"{kind_of(one)} {one.id}")
    About(base, exercised).tell(one, page)
    page.gap()
    page.text(base.disclaimer)
    return str(page)
