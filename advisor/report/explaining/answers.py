"""An answer to why or why not, as text for the terminal and as Markdown."""

from __future__ import annotations

from typing import Final

from advisor.advice import SILENT
from advisor.explanation import Answer, Told, Why, WhyNot, WhyNotOutcome, WhyOutcome, WhyRule
from advisor.explanation.obstacles import Barrier
from advisor.language import Rule
from advisor.report.explaining.absences import AbsenceWriter
from advisor.report.explaining.chain import chain_of
from advisor.report.explaining.outcomes import OutcomeWriter
from advisor.report.explaining.proofs import ProofWriter
from advisor.report.explaining.titles import target_words, why_not_title, why_title
from advisor.report.explaining.words import concluded, said_of, told
from advisor.report.foot import write_foot
from advisor.report.markdown import MarkdownPage
from advisor.report.page import WIDTH, Page
from advisor.report.rule_words import conclusion_words
from advisor.report.severe import tell_open
from advisor.report.sheet import Sheet, plain
from advisor.report.text import write_sources
from advisor.report.wording import ANSWERED, SECTIONS, capital, grounds, listing

_STANDS: Final = {
    "stronger": "It stands, and more strongly than that:",
    "weaker": "It stands, but less strongly than that:",
    "otherwise": "It stands, but not so:",
}
_FATES: Final = {
    "stands": "It stands.",
    "stronger": "It stands more strongly, by another rule.",
    "another": "It stands by another rule.",
    "withheld": "It is not given: it is held back, or what it comes with.",
}


def answer_text(answer: Answer, width: int = WIDTH, *, color: bool = False) -> str:
    """Write an answer for the terminal, as a tree; reads well from 60 columns on."""
    page = Page(width, color=color)
    _Writer(answer, page).write()
    return str(page)


def answer_markdown(answer: Answer) -> str:
    """Write an answer as Markdown."""
    page = MarkdownPage(lambda _: "")
    _Writer(answer, page).write()
    return str(page)


def answer_short(answer: Answer, width: int = WIDTH) -> str:
    """Write the gist of an answer: of a proof only its chain, and no sources."""
    page = Page(width)
    _Writer(answer, page).gist()
    return str(page)


class _Writer:
    """Writes one answer onto a sheet: the question, the answer, and what it leans on."""

    def __init__(self, answer: Answer, sheet: Sheet) -> None:
        self._answer = answer
        self._advice = answer.advice
        self._base = answer.advice.base
        self._sheet = sheet
        self._proofs = ProofWriter(self._advice, sheet)
        self._absences = AbsenceWriter(self._advice, sheet)
        self._outcomes = OutcomeWriter(self._advice, sheet, self._proofs)

    def gist(self) -> None:
        """Write the title and the answer in short."""
        self._sheet.text(self._title())
        if isinstance(self._answer, Why):
            self._sheet.items(chain_of(self._base, self._answer.proof))
        else:
            self._tell()

    def write(self) -> None:
        """Write the whole; an emergency or urgent message comes before any question."""
        sheet, title = self._sheet, self._title()
        if self._advice.outcome in SILENT:
            outcome = self._base.entry("outcome", self._advice.outcome)
            sheet.title(outcome.label)
            sheet.text(outcome.text("text"))
            sheet.heading(title)
        else:
            sheet.title(title)
        self._tell()
        if self._advice.outcome in SILENT:
            tell_open(self._advice, sheet)
        rules = (*self._proofs.rules, *self._absences.rules)
        named = {source for rule in rules for source in rule.sources}
        entries = self._base.entries["source"].values()
        write_sources([one for one in entries if one.id in named], sheet)
        write_foot(self._advice, "answer", sheet)

    def _title(self) -> str:
        answer = self._answer
        if isinstance(answer, Told):
            return f"What you told: {target_words(self._base, answer.target)}"
        if isinstance(answer, (WhyNot, WhyNotOutcome)):
            return why_not_title(self._base, answer.target)
        return why_title(self._base, answer.target)

    def _tell(self) -> None:
        answer = self._answer
        if isinstance(answer, Why):
            self._why(answer)
        elif isinstance(answer, WhyRule):
            self._why_rule(answer)
        elif isinstance(answer, WhyOutcome):
            self._outcomes.why(answer)
        elif isinstance(answer, WhyNot):
            self._why_not(answer)
        elif isinstance(answer, WhyNotOutcome):
            self._why_not_outcome(answer)
        else:
            self._told(answer)

    def _why(self, answer: Why) -> None:
        chain = list(chain_of(self._base, answer.proof))
        if len(chain) > 2:  # else the whole is as short
            self._sheet.heading("In short")
            self._sheet.items(chain)
            self._sheet.heading("In full")
        self._proofs.write(answer.proof)
        self._outcomes.language(answer.proof.language)

    def _why_rule(self, answer: WhyRule) -> None:
        self._proofs.step(answer.step)
        self._sheet.heading("What it concluded")
        for fact, fate in answer.fates:
            self._sheet.item(f"{capital(concluded(self._base, fact))}. {_FATES[fate]}")

    def _told(self, answer: Told) -> None:
        sheet, base = self._sheet, self._base
        kind = answer.target.kind
        if answer.complete:
            sheet.text(f"You told {SECTIONS[kind]}, and this is not among it.")
        elif not answer.facts:
            sheet.text("You gave no sure answer on this." if kind in ANSWERED else "Not told.")
        sheet.items(f"{told(base, [one], said_of(base, one))}." for one in answer.facts)
        if self._advice.outcome in SILENT and not answer.resting:
            sheet.text("While the message above stands, nothing else is said or looked at.")
            return
        self._hanging(answer)

    def _hanging(self, answer: Told) -> None:
        """Write what hangs on something that was told, or was not."""
        direct = [self._concluding(one.rule) for one in answer.resting]
        if answer.gate:
            direct.insert(0, "The open gate: what you told of this is no emergency or urgent sign.")
        further = [f"{concluded(self._base, one)}." for one in answer.through]
        kept = [f"{one.title}." for one in answer.kept]
        waiting = [self._concluding(one.rule) for one in answer.waiting]
        for heading, lines in (
            ("What rests on it", direct or ["Nothing in this advice."]),
            ("What rests on that in turn", further),
            ("What it keeps from being so", kept),
            ("What a sure answer could still lead to", waiting),
        ):
            if lines:
                self._sheet.heading(heading)
                self._sheet.items(dict.fromkeys(map(capital, lines)))

    def _concluding(self, rule: Rule) -> str:
        words = listing(plain(conclusion_words(self._base, one)) for one in rule.conclude)
        return f"{capital(words)} [{grounds(rule.grade, rule.sources)}]."

    def _why_not(self, answer: WhyNot) -> None:
        for barrier in answer.barriers:
            self._barrier(barrier)
        if any(one.kind == "silent" for one in answer.barriers):
            return
        if not answer.candidates:
            so = " with that strength" if answer.target.strength else ""
            self._sheet.text(f"No rule of this knowledge base concludes it{so}.")
            return
        if answer.target.kind == "rule":
            said, heading = "Its condition is not met.", "Its condition, part by part"
        elif len(answer.candidates) == 1:
            said = "The one rule that could conclude it did not fire."
            heading = "The one rule that could conclude it, part by part"
        else:
            said = "No rule that could conclude it fired."
            heading = "The rules that could conclude it, the nearest first"
        if not answer.barriers:
            self._sheet.text(said)
        self._sheet.heading(heading)
        self._absences.candidates(answer.candidates)

    def _barrier(self, barrier: Barrier) -> None:
        sheet = self._sheet
        if barrier.kind == "silent":
            sheet.text("While this stands, nothing else is said or looked at:")
        elif barrier.kind == "gate":
            sheet.text("Safety comes first. Until it is settled, nothing of this is looked at.")
            self._outcomes.gate()
        elif barrier.kind == "referral":
            sheet.text("A clinician should look first. Until then nothing of this is looked at:")
        elif barrier.kind == "scope":
            self._outcomes.scope(barrier.facts)
        elif barrier.kind == "withheld":
            sheet.text("It is held back, whatever the rules for it say:")
        else:
            sheet.text(_STANDS[barrier.kind])
        for proof in barrier.proofs:
            self._proofs.write(proof)

    def _why_not_outcome(self, answer: WhyNotOutcome) -> None:
        self._outcomes.instead(answer)
        for missing in answer.missing:
            label = target_words(self._base, missing.target)
            self._sheet.heading(f"Not given: {label}")
            self._why_not(missing)
