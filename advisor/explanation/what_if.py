"""What if: a case changed, the difference in decision, and why, or why there is none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from advisor.advice import SILENT, Advice, Question
from advisor.cases import Case
from advisor.explanation.change import Change
from advisor.explanation.changes import change_case
from advisor.explanation.difference import Comparison, Difference, Lost
from advisor.explanation.unmoved import Unmoved, why_unmoved
from advisor.facts import Fact
from advisor.inference import Firing
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import reasoner_of


@dataclass(frozen=True, slots=True)
class Made:
    """
    One change, and what it did to what the case says.

    `already` when rules see the same as before; `adds` when it told of something that the case did
    not name; `completes` when it began a section that was open, which is then taken as complete.
    """

    change: Change
    already: bool
    adds: bool
    completes: bool


@dataclass(frozen=True, eq=False)
class WhatIf:
    """
    A case as told and as changed.

    `differences` are in the order of a decision; empty exactly when the decisions are equal, and
    then `unmoved` says why. `fired` are the firings that are new, `ceased` those that are no more;
    `opened` the questions that are open only now, `closed` those that were. Of an emergency or
    urgent advice, before or after, none of these are given.
    """

    before: Advice
    after: Advice
    changes: tuple[Made, ...]
    differences: tuple[Difference, ...]
    unmoved: Unmoved | None
    fired: tuple[Firing, ...] = field(repr=False)
    ceased: tuple[Lost, ...] = field(repr=False)
    opened: tuple[Question, ...] = field(repr=False)
    closed: tuple[Question, ...] = field(repr=False)

    @property
    def base(self) -> KnowledgeBase:
        """The knowledge base that both were advised on by."""
        return self.after.base

    @property
    def changed(self) -> bool:
        """Whether the decision is another."""
        return bool(self.differences)

    @property
    def looks_past(self) -> bool:
        """Whether the change would take an emergency or urgent message away; none is compared."""
        return self.before.outcome in SILENT and self.after.outcome not in SILENT

    @property
    def silent(self) -> bool:
        """Whether one of the two says one thing only."""
        return bool({self.before.outcome, self.after.outcome} & {*SILENT})


def what_if(advice: Advice, *changes: str) -> WhatIf:
    """
    Give what would be different if the case of an advice were changed.

    A change is `SECTION.ID.ATTRIBUTE=VALUE` (fewer names where there are fewer), or `+KIND:ID` or
    `-KIND:ID` for what a section names; `-` also takes an answer or a section back. The case itself
    stays as it is. Raises `ValueError` without a change, and `ChangeError` (a `CaseError`) with a
    diagnostic for all that is wrong.

    >>> import advisor
    >>> advice = advisor.advise(advisor.read_case("@clamshells-then-low-back"))
    >>> found = advisor.what_if(advice, "+exercise:single-leg-rdl")
    >>> [(one.identity, one.before, one.after) for one in found.differences if one.part == "drills"]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('heel-rocker-pronation', 'now', None),
     ('step-to-lateral-hip-shift', 'now', 'check'),
     ('kickstand-hinge', 'now', 'check')]
    >>> advisor.what_if(advice, "runner.sex=female").unmoved.why
    'unread'
    """
    if not changes:
        raise ValueError("what_if needs a change")
    reasoner = reasoner_of(advice.base)
    read, case = change_case(reasoner, advice.case, changes)
    after = reasoner.advise(case)
    comparison = Comparison(advice, after)
    differences = comparison.differences()
    silent = bool({advice.outcome, after.outcome} & {*SILENT})
    asked = {one.place for one in (*advice.settling, *advice.unanswered)}
    asks = {one.place for one in (*after.settling, *after.unanswered)}
    return WhatIf(
        before=advice,
        after=after,
        changes=tuple(_made(one, advice.case, case) for one in read),
        differences=differences,
        unmoved=None if differences else why_unmoved(advice, after, comparison),
        fired=() if silent else comparison.fired(),
        ceased=() if silent else comparison.ceased(),
        opened=() if silent else _without(after, asked),
        closed=() if silent else _without(advice, asks),
    )


def _without(advice: Advice, places: set[tuple[str, str, str]]) -> tuple[Question, ...]:
    questions = (*advice.settling, *advice.unanswered)
    return tuple(one for one in questions if one.place not in places)


def _made(change: Change, before: Case, after: Case) -> Made:
    kind, identity, _ = change.place
    opened = kind in before.open and kind not in after.open
    told = {fact.identity for fact in before.facts if fact.type == kind}
    names = {fact.identity for fact in after.facts if fact.type == kind}
    return Made(
        change=change,
        already=_seen(change, before) == _seen(change, after),
        adds=bool(identity) and change.operation != "remove" and identity in names - told,
        completes=opened and bool(identity),
    )


def _seen(change: Change, case: Case) -> object:
    """Give what rules see of the place of a change."""
    kind, identity, attribute = change.place
    facts = [fact for fact in case.facts if fact.type == kind]
    if not identity or identity not in {fact.identity for fact in facts}:
        return kind in case.open, _plain(facts)
    facts = [fact for fact in facts if fact.identity == identity]
    if attribute in facts[0].attributes:
        return facts[0].get(attribute)
    return _plain(facts)


def _plain(facts: Iterable[Fact]) -> object:
    return [(fact.name, dict(fact.attributes)) for fact in facts]
