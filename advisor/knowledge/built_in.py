"""The rules that belong to the language, so that no author can forget them."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.facts import WITHHOLDING
from advisor.knowledge.base import Entry
from advisor.knowledge.entries import Entries
from advisor.language import Among, Conclusion, Pattern, Rule


def built_in_rules(entries: Entries) -> Iterator[Rule]:
    """
    Give a rule for each outside symptom that holds drills back, and one for each need.

    A rule `needs:DRILL` reads `withheld`, its own stratum; the engine closes it over what is
    withheld after the stratum was judged (DESIGN.md section 3).
    """
    drills = tuple(entries["drill"])
    for symptom in entries["symptom"].values():
        held = drills if "blocks" in symptom.fields else symptom.words("withholds")
        if held:
            yield _symptom_rule(symptom, held)
    for drill in entries["drill"].values():
        if drill.words("needs"):
            yield _needs_rule(drill, entries)


def is_need(rule: Rule) -> bool:
    """Whether this is a rule that withholds a drill because one it needs is withheld."""
    return rule.built_in and rule.id.startswith("needs:")


def _symptom_rule(symptom: Entry, held: tuple[str, ...]) -> Rule:
    test = Among("id", frozenset((symptom.id,)), symptom.id)
    return _rule(
        symptom,
        f"symptom:{symptom.id}",
        f"A symptom outside this method holds drills back: {symptom.label}",
        Pattern("symptom", (test,), "symptom"),
        (held, f"{symptom.text('says')}: outside this method", symptom.text("because")),
    )


def _needs_rule(drill: Entry, entries: Entries) -> Rule:
    needs = drill.words("needs")
    names = " or ".join(entries["drill"][name].label for name in needs)
    test = Among("drill", frozenset(needs), " or ".join(needs))
    because = f"{drill.label} builds on what is held back: {{need}}."
    return _rule(
        drill,
        f"needs:{drill.id}",
        f"{drill.label} waits for what it builds on",
        Pattern("withheld", (test,), "need"),
        ((drill.id,), f"It builds on {names}, which is held back", because),
    )


def _rule(
    entry: Entry, name: str, title: str, when: Pattern, held: tuple[tuple[str, ...], str, str]
) -> Rule:
    """Make the rule that an entry stands for; `held` are the drills, why, and because."""
    drills, why, because = held
    return Rule(
        id=name,
        title=title,
        when=when,
        conclude=tuple(
            Conclusion("withheld", drill, (("drill", drill), ("why", why))) for drill in drills
        ),
        because=because,
        grade="OURS",
        sources=entry.words("sources"),
        notes=(),
        ref=entry.words("ref"),
        stratum=WITHHOLDING,
        order=0,
        file=entry.file,
        path=entry.path,
        built_in=True,
    )
