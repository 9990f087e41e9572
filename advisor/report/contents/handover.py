"""What a clinician is handed: findings in the field's terms, answers as given, what fired."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from advisor.advice import Advice
from advisor.explanation.target import said_facts, said_firings
from advisor.facts import FACT_TYPES, UNKNOWN, Fact
from advisor.inference import Firing
from advisor.report.rule_words import SCALE, conclusion_words
from advisor.report.sheet import plain
from advisor.report.wording import (
    ANSWERED,
    SECTIONS,
    STRENGTH_WORDS,
    attributes_said,
    capital,
    name_fact,
    name_stage,
    told_of,
)

LEAD: Final = (
    "A runner answered the questions of a program that compares answers with one coach's article. "
    "This is what was reported, in your terms, and which of its rules fired. Nobody has examined "
    "the runner, and no condition is named or excluded."
)
_NOT_STANDING: Final = "outweighed, or held back"
_ANSWERS: Final = {
    "yes": "Yes",
    "unsure": "Not sure",
    "": "Not asked",
    "no": "No",
    "no, as a block": "No, as a block (all others at once, not one by one)",
    "unsure, as a block": "Not sure, as a block (all others at once, not one by one)",
}
"""How screening can be answered, in the order in which a clinician wants to read it."""
_REPORTED: Final = {
    "runner": "Runner",
    "area": "Areas named",
    "symptom": "Complaints",
    "observation": "Self-checks (seen by the runner, not by an examiner)",
    "exercise": "Training in a usual week",
    "tried": "Drills tried",
}
"""By type of fact, how what was reported is titled."""
_TITLES: Final = {
    "referral": "Referral",
    "caution": "Caution",
    "load": "Training load",
    "pattern": "Pattern of the article that fits",
    "key": "Key that is open",
    "drill": "Drills given to the runner",
    "withheld": "Held back",
}
"""By type of fact, how what was concluded is titled."""


class Finding(NamedTuple):
    """Something reported: in the field's terms, with what was told of it and what was not."""

    term: str
    told: str
    not_told: str

    @property
    def said(self) -> str:
        """The term with what was told of it."""
        return ": ".join(part for part in (self.term, self.told) if part)


class Screened(NamedTuple):
    """The screening questions answered alike."""

    answer: str
    terms: tuple[str, ...]
    answered_yes: bool


class Fired(NamedTuple):
    """A rule that fired; it `stands` if what it concluded does, as strongly as it concluded it."""

    id: str
    title: str
    concluded: tuple[str, ...]
    grade: str
    sources: tuple[str, ...]
    stands: bool

    @property
    def said(self) -> str:
        """What it concluded, marked where that does not stand."""
        concluded = "; ".join(self.concluded)
        return concluded if self.stands else f"{concluded} ({_NOT_STANDING})"

    @property
    def ground(self) -> str:
        """Its grade and sources, as its author wrote them."""
        return "; ".join(part for part in (self.grade, ", ".join(self.sources)) if part)


class Handover(NamedTuple):
    """Everything on the page for the clinician, section by section."""

    lead: str
    outcome: str
    conclusions: tuple[tuple[str, str], ...]
    reported: tuple[tuple[str, tuple[Finding, ...]], ...]
    screening: tuple[Screened, ...]
    fired: tuple[Fired, ...]
    not_asked: tuple[str, ...]
    sources: tuple[str, ...]


def handover_of(advice: Advice) -> Handover:
    """Put a case and what was made of it into the field's terms."""
    base = advice.base
    fired = tuple(_fired(advice, one) for one in said_firings(advice))
    return Handover(
        lead=LEAD,
        outcome=base.entry("outcome", advice.outcome).label,
        conclusions=tuple(_conclusions(advice)),
        reported=tuple(_reported(advice)),
        screening=tuple(_screening(advice)),
        fired=fired,
        not_asked=tuple(_not_asked(advice)),
        sources=tuple(dict.fromkeys(name for one in fired for name in one.sources)),
    )


def _reported(advice: Advice) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """Give what was reported, type by type, each under its title."""
    for kind, title in _REPORTED.items():
        facts = [fact for fact in advice.record.facts(kind) if _answered(fact)]
        if facts:
            yield title, tuple(_finding(advice, fact) for fact in facts)


def _answered(fact: Fact) -> bool:
    return fact.type not in ANSWERED or fact.get("answer") is not UNKNOWN


def _term(advice: Advice, kind: str, name: str) -> str:
    """Give what the field calls an entry, else what the runner does."""
    entry = advice.base.entry(kind, name)
    return entry.text("term") or entry.label


def _finding(advice: Advice, fact: Fact) -> Finding:
    base = advice.base
    kind = "drill" if fact.type == "tried" else fact.type
    term = "" if kind == "runner" else capital(_term(advice, kind, fact.identity))
    if fact.type in ANSWERED:
        term = f"{term}: {fact.get('answer')}"
    untold = (
        SCALE.sub("", one.label)
        for one in told_of(base, fact)
        if fact.get(one.name) is UNKNOWN or one.name in fact.assumed
    )
    return Finding(term, attributes_said(base, fact), "; ".join(untold))


def _not_asked(advice: Advice) -> Iterator[str]:
    """Give what the case does not tell at all, and the checks without a sure answer."""
    for kind, words in SECTIONS.items():
        if kind in advice.case.open:
            yield capital(words)
    given = _answers(advice, "observations")
    for fact in advice.record.facts("observation"):
        if not _answered(fact):
            doubt = "not sure" if given.get(fact.identity) == "unsure" else "not answered"
            yield f"{capital(_term(advice, 'observation', fact.identity))} ({doubt})"


def _answers(advice: Advice, section: str) -> Mapping[str, str]:
    """Give the answers of a section as they stand in the case."""
    value = advice.case.document.value
    given = value.get(section) if isinstance(value, dict) else None
    if not isinstance(given, dict):
        return {}
    return {
        name: str(answer.get("answer") if isinstance(answer, dict) else answer)
        for name, answer in given.items()
    }


def _screening(advice: Advice) -> Iterator[Screened]:
    given = _answers(advice, "screening")
    block = f"{given['all_others']}, as a block" if "all_others" in given else ""
    terms: dict[str, list[str]] = {answer: [] for answer in _ANSWERS}
    for name in advice.base.entries["screening"]:
        terms[given.get(name, block)].append(capital(_term(advice, "screening", name)))
    for answer, words in _ANSWERS.items():
        if terms[answer]:
            yield Screened(words, tuple(terms[answer]), answer == "yes")


def _conclusions(advice: Advice) -> Iterator[tuple[str, str]]:
    """Give what stands, in the field's terms, under the name of its type."""
    for kind, title in _TITLES.items():
        said = [_concluded(advice, fact) for fact in said_facts(advice, kind)]
        if said:
            yield title, "; ".join(said)


def _concluded(advice: Advice, fact: Fact) -> str:
    base = advice.base
    if fact.type in ("withheld", "load"):
        return name_fact(base, fact)
    term = _term(advice, fact.type, fact.identity)
    if fact.type == "referral":
        return f"{term} (level: {fact.get('level')})"
    if fact.type == "drill":
        return f"{term} ({name_stage(base, fact)})"
    if fact.type in STRENGTH_WORDS:
        words = base.wordings[STRENGTH_WORDS[fact.type]]
        strength = FACT_TYPES[fact.type].strength
        return f"{term} ({words[str(fact.get(str(strength)))]})"
    return term


def _fired(advice: Advice, firing: Firing) -> Fired:
    rule, record = firing.rule, advice.record
    names = {fact.name for fact in firing.conclusions}
    return Fired(
        rule.id,
        rule.title,
        tuple(plain(conclusion_words(advice.base, one)) for one in rule.conclude),
        rule.grade,
        rule.sources,
        stands=any(
            firing in record.deciding(fact) for fact in record.standing if fact.name in names
        ),
    )
