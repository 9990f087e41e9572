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
    why = f"{symptom.text('says')}: outside this method"
    return Rule(
        id=f"symptom:{symptom.id}",
        title=f"A symptom outside this method holds drills back: {symptom.label}",
        when=Pattern("symptom", (test,), "symptom"),
        conclude=tuple(
            Conclusion("withheld", drill, (("drill", drill), ("why", why))) for drill in held
        ),
        because=symptom.text("because"),
        grade="OURS",
        sources=symptom.words("sources"),
        notes=(),
        ref=symptom.words("ref"),
        stratum=WITHHOLDING,
        order=0,
        file=symptom.file,
        path=symptom.path,
        built_in=True,
    )


def _needs_rule(drill: Entry, entries: Entries) -> Rule:
    needs = drill.words("needs")
    names = " or ".join(entries["drill"][name].label for name in needs)
    why = f"It builds on {names}, which is held back"
    return Rule(
        id=f"needs:{drill.id}",
        title=f"{drill.label} waits for what it builds on",
        when=Pattern("withheld", (Among("drill", frozenset(needs), " or ".join(needs)),), "need"),
        conclude=(Conclusion("withheld", drill.id, (("drill", drill.id), ("why", why))),),
        because=f"{drill.label} builds on what is held back: {{need}}.",
        grade="OURS",
        sources=drill.words("sources"),
        notes=(),
        ref=drill.words("ref"),
        stratum=WITHHOLDING,
        order=0,
        file=drill.file,
        path=drill.path,
        built_in=True,
    )
