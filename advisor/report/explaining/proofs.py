"""A proof written as a tree: what was concluded, because of what, down to what was told."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.advice import Advice
from advisor.explanation.proof import Key, Premise, Proof, Step, key_of
from advisor.language import Rule
from advisor.report.explaining.words import as_one, concluded, missed, names_one, tested, told
from advisor.report.rule_words import asked, pattern_words
from advisor.report.sheet import Sheet, plain
from advisor.report.wording import because, capital, firing_grounds, listing, name_fact

ANY_ONE = "Any one of these would do."
ONE_OF_SEVERAL = "One of several that would do."
"""What is said of a premise without which the rule would hold too."""


class ProofWriter:
    """Writes proofs onto a sheet; what was proved before is pointed at, not said again."""

    def __init__(self, advice: Advice, sheet: Sheet) -> None:
        self._base = advice.base
        self._sheet = sheet
        self._proved: set[Key] = set()
        self.rules: list[Rule] = []
        """Every rule that was told of."""

    def write(self, proof: Proof, indent: int = 0, after: str = "") -> None:
        """Write a conclusion as an item, with all that it rests on below it."""
        said = capital(concluded(self._base, as_one(proof.facts)))
        if key_of(proof.fact) in self._proved:
            self._item(indent, f"{said}.", "Its reasons are above.", after)
            return
        self._proved.add(key_of(proof.fact))
        if len(proof.steps) == 1:
            self.step(proof.steps[0], indent, f"{said}.", after)
        else:
            count = f"{len(proof.steps)} rules say so; each is enough."
            self._item(indent, f"{said}.", count, after)
            for step in proof.steps:
                self.step(step, indent + 2)
        for step in proof.weaker:
            self._item(indent + 2, "Less strongly, the same follows from this:", self._reason(step))

    def step(self, step: Step, indent: int = 0, before: str = "", after: str = "") -> None:
        """Write why a rule fired, with its premises below; what it said before not again."""
        is_new = step.rule not in self.rules
        self._item(indent, before, self._reason(step), after)
        if is_new:
            self._premises(step, indent + 2)

    def _reason(self, step: Step) -> str:
        if step.rule in self.rules:
            return f"For a reason given above: {step.rule.title}."
        self.rules.append(step.rule)
        return f"{because(self._base, step.firing)} [{firing_grounds(step.firing)}]"

    def _premises(self, step: Step, indent: int) -> None:
        for premise in step.premises:
            spare = ONE_OF_SEVERAL if _is_spare(premise, step) else ""
            if premise.use == "open":
                words = pattern_words(self._base, premise.pattern)
                self._item(indent, f"You have not said yet: {words}.", spare)
            elif premise.use == "known":
                words = pattern_words(self._base, premise.pattern)
                self._item(indent, f"It is known whether this is so: {words}.", spare)
            elif premise.use == "absence":
                self._item(indent, missed(self._base, premise.pattern, premise.near), spare)
            else:
                self._support(premise, indent, spare)

    def _support(self, premise: Premise, indent: int, spare: str) -> None:
        found = {one.fact.name: one.proof for one in premise.grounds}
        proofs = [one for one in found.values() if one is not None]
        any_one = ANY_ONE if len(found) > 1 else ""
        if not proofs:
            facts = [one.fact for one in premise.grounds]
            self._item(
                indent,
                f"{told(self._base, facts, tested(premise.pattern))}.",
                any_one,
                self._asked(premise),
                spare,
            )
        elif len(proofs) == 1:
            self.write(proofs[0], indent, spare)
        else:
            self._several(premise, proofs, indent, spare)

    def _several(self, premise: Premise, proofs: Sequence[Proof], indent: int, spare: str) -> None:
        """Write several conclusions of which one would do; in a line if all were proved before."""
        words = capital(pattern_words(self._base, premise.pattern))
        if all(key_of(one.fact) in self._proved for one in proofs):
            named = listing(name_fact(self._base, one.fact) for one in proofs)
            said = f"Of these, whose reasons are above, any one would do: {named}."
            self._item(indent, said, spare)
            return
        self._item(indent, f"{words}.", ANY_ONE, spare)
        for proof in proofs:
            self.write(proof, indent + 2)

    def _asked(self, premise: Premise) -> str:
        """Say what the rule asked for, where what was told does not show it by itself."""
        if premise.pattern.type == "area":
            return ""
        if names_one(premise.pattern):
            tests = "; ".join(map(plain, asked(self._base, premise.pattern)))
            return f"Asked for: {tests}." if tests else ""
        return f"Asked for: {pattern_words(self._base, premise.pattern)}."

    def _item(self, indent: int, *sentences: str) -> None:
        self._sheet.item(" ".join(filter(None, sentences)), indent)


def _is_spare(premise: Premise, step: Step) -> bool:
    """Whether a rule would have fired without a premise that was met."""
    grounds = {one.fact for one in premise.grounds}
    return premise.use == "support" and any(grounds.isdisjoint(one) for one in step.justifications)
