"""Why an advice came to its outcome, and what had to be settled before anything was concluded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from advisor.advice import SILENT, Advice
from advisor.explanation import WhyNotOutcome, WhyOutcome
from advisor.explanation.proof import Language
from advisor.facts import OUTCOMES, Fact
from advisor.report.explaining.proofs import ProofWriter
from advisor.report.rule_words import conclusion_words
from advisor.report.sheet import Sheet, plain
from advisor.report.wording import capital, listing, name_fact, question_words

_NEEDS: Final = {
    "emergency": "an emergency sign among what you told",
    "urgent": "a sign among what you told that a doctor should see today",
    "not-cleared": "a safety answer that is still open, or an age that is missing",
    "see-clinician": "something that a clinician should see first",
    "drills": "a drill that follows and is not held back",
    "all-withheld": "a drill that follows, and every such drill held back",
    "outside-method": "complaints that are all outside the method",
    "need-more": "a complaint that fits no pattern, or a pattern that is still open",
    "nothing-to-add": "a report to which none of the other outcomes applies",
}
"""What each outcome takes."""


class OutcomeWriter:
    """Writes what decides an outcome onto a sheet."""

    def __init__(self, advice: Advice, sheet: Sheet, proofs: ProofWriter) -> None:
        self._advice = advice
        self._base = advice.base
        self._sheet = sheet
        self._proofs = proofs

    def why(self, answer: WhyOutcome) -> None:
        """Write why the outcome is what it is."""
        sheet, outcome = self._sheet, answer.target.identity
        if outcome not in SILENT:
            sheet.text(self._base.entry("outcome", outcome).text("text"))
        sheet.text(f"It takes {_NEEDS[outcome]}.")
        if outcome == "not-cleared":
            self.gate()
        elif answer.withdrawn:
            drills = listing(name_fact(self._base, one) for one in answer.withdrawn)
            sheet.text(f"These drills follow from what you told: {drills}. Each is held back:")
        elif outcome == "outside-method":
            self.scope(answer.complaints)
        elif answer.complaints and outcome == "need-more":
            named = listing(name_fact(self._base, one) for one in answer.complaints)
            sheet.text(f"This bothers you: {named}.")
        for proof in answer.proofs:
            self._proofs.write(proof)
        if outcome == "need-more":
            self._open_patterns(answer)
        self._before(outcome)

    def instead(self, answer: WhyNotOutcome) -> None:
        """Write why the outcome is not another one."""
        sheet, actual = self._sheet, answer.actual
        label = self._base.entry("outcome", actual.target.identity).label
        sheet.text(f"It would take {_NEEDS[answer.target.identity]}.")
        if answer.applies:
            sheet.text("That is so, but another outcome comes before it.")
        sheet.heading(f"It came to this instead: {label}")
        self.why(actual)

    def gate(self) -> None:
        """Write which answers would settle the safety questions."""
        sheet, open_answers = self._sheet, self._advice.settling
        named = {one.identity for one in open_answers if one.kind == "screening"}
        others = [one for one in open_answers if one.kind != "screening"]
        sheet.items(question_words(self._base, one) for one in others)
        for checklist, questions in self._base.checklists():
            asked = [one.label for one in questions if one.id in named]
            if asked:
                sheet.item(
                    f"No sure answer yet, of the checklist “{checklist.label}”: {'; '.join(asked)}."
                )

    def scope(self, complaints: Iterable[Fact]) -> None:
        """Write that what bothers the runner is outside the method."""
        named = listing(name_fact(self._base, one) for one in complaints)
        self._sheet.text(
            f"All that bothers you is outside this method, which has nothing to say of it: {named}."
        )

    def language(self, needed: Iterable[Language]) -> None:
        """Write what had to be so before the rules of a conclusion were looked at."""
        found = [self._settled(one) for one in needed]
        if found:
            self._sheet.heading("What had to be settled before")
            self._sheet.items(found)

    def _settled(self, one: Language) -> str:
        record = self._advice.record
        if one == "gate":
            count = sum(rule.guards_gate for rule in self._base.rules)
            age = next(fact.get("age") for fact in record.facts("runner"))
            return (
                f"The gate is open: of the {count} rules that look for an emergency or something "
                f"urgent none is true and none is still open, and your age is known ({age})."
            )
        if one == "no-referral":
            return "Nothing you told has to be seen by a clinician first."
        if one == "not-withheld":
            return "Nothing you told holds it back."
        inside = [fact for fact in record.facts("symptom") if fact.get("scope") == "inside"]
        if not inside:
            return "You told of no complaint that is outside the method."
        return f"Inside the method: {listing(name_fact(self._base, fact) for fact in inside)}."

    def _open_patterns(self, answer: WhyOutcome) -> None:
        if not answer.pending:
            return
        self._sheet.text("These patterns could still turn out to fit:")
        for pending in answer.pending:
            words = (plain(conclusion_words(self._base, one)) for one in pending.rule.conclude)
            self._sheet.item(f"{capital(listing(words))}. {pending.rule.title}.")

    def _before(self, outcome: str) -> None:
        earlier = OUTCOMES[: OUTCOMES.index(outcome)]
        levels = {one.rule.referral_level for one in self._advice.record.pending}
        open_ones = [one for one in earlier if one in SILENT and one in levels]
        for lead, names in (
            ("Looked at before, and still open", open_ones),
            ("Looked at before, and not so", [one for one in earlier if one not in open_ones]),
        ):
            if names:
                labels = listing(f"“{self._base.entry('outcome', one).label}”" for one in names)
                self._sheet.text(f"{lead}: {labels}.")
