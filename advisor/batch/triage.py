"""How safely the cases of a run were sent on: confusion of outcomes, under- and over-triage."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Final, Literal

from advisor.batch.results import CaseResult
from advisor.facts import OUTCOMES

_SENT_ON: Final = OUTCOMES[: OUTCOMES.index("see-clinician") + 1]
Z: Final = 1.959964
"""How many standard errors to each side hold 95 % of a normal distribution."""
NO_AREA: Final = ""
"""What stands for the area of a case that names none."""

Verdict = Literal["under", "over", "within"]


def level(outcome: str) -> int:
    """
    Give how urgently an outcome sends someone on: 4 for an emergency, down to 0 for not at all.

    The levels follow the order in which an advice comes to its outcome: emergency, urgent,
    not-cleared, see-clinician; all others are one level. That not-cleared is above see-clinician is
    our own choice: while a safety question is open an emergency or urgent rule may still be true,
    so to go on as if it were answered is the graver error. An advice that is not cleared loses no
    referral to a clinician by that: it names those too.
    """
    return len(_SENT_ON) - _SENT_ON.index(outcome) if outcome in _SENT_ON else 0


def verdict(result: CaseResult) -> Verdict | None:
    """
    Compare the level of an advice with those of the outcomes that its case allows.

    `under`: below the lowest of them; `over`: above the highest; `within`: neither. None for a case
    that was not advised on, or allows any outcome.
    """
    if result.decision is None or not result.outcomes:
        return None
    allowed = [level(one) for one in result.outcomes]
    advised = level(result.decision.outcome)
    if advised < min(allowed):
        return "under"
    return "over" if advised > max(allowed) else "within"


@dataclass(frozen=True, slots=True)
class Share:
    """So many (`count`) of so many (`of`) cases."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """The share, from 0 to 1; None of no cases."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """
        The 95 % Wilson score interval of the share; None of no cases.

        Wilson, E. B. (1927), "Probable inference, the law of succession, and statistical
        inference", JASA 22:209-212. If the cases were drawn at random from a larger group,
        intervals made in this way hold the share of that group in about 95 of 100 such runs. Of
        cases that were not drawn so it says nothing but how few they are.
        """
        if not self.of:
            return None
        share, square = self.count / self.of, Z * Z / self.of
        middle = share + square / 2
        half = math.sqrt(square * share * (1 - share) + square * square / 4)
        low, high = ((middle + one) / (1 + square) for one in (-half, half))
        return max(0.0, min(low, share)), min(1.0, max(high, share))  # whatever was rounded


@dataclass
class Counts:
    """
    Cases that expect an outcome, how many were under- or over-triaged, and how many could be.

    A case can be under-triaged if every outcome it allows sends someone on, and over-triaged if it
    does not allow an emergency.
    """

    cases: int = 0
    under: int = 0
    over: int = 0
    could_be_under: int = 0
    could_be_over: int = 0

    @property
    def under_triage(self) -> tuple[Share, Share]:
        """The share that was under-triaged: of all the cases, and of those that could be."""
        return Share(self.under, self.cases), Share(self.under, self.could_be_under)

    @property
    def over_triage(self) -> tuple[Share, Share]:
        """The share that was over-triaged: of all the cases, and of those that could be."""
        return Share(self.over, self.cases), Share(self.over, self.could_be_over)

    def add(self, result: CaseResult, found: Verdict) -> None:
        """Count a case with its verdict."""
        allowed = [level(one) for one in result.outcomes]
        self.cases += 1
        self.under += found == "under"
        self.over += found == "over"
        self.could_be_under += min(allowed) > 0
        self.could_be_over += max(allowed) < len(_SENT_ON)


@dataclass
class Triage:
    """
    The figures of the cases that expect an outcome and were advised on.

    `table` counts them by the outcome expected and the one advised; where a case allows several,
    the advised one counts as expected if it is allowed, else the most severe. `areas` has the
    counts by bothered area (`NO_AREA` for none); a case with several is in each. Only counts are
    kept, so memory does not grow with the cases.
    """

    table: Counter[tuple[str, str]] = field(default_factory=Counter)
    total: Counts = field(default_factory=Counts)
    areas: dict[str, Counts] = field(default_factory=dict)

    def add(self, result: CaseResult) -> None:
        """Count a result; one that `verdict` says nothing of counts nowhere."""
        found = verdict(result)
        if found is None or result.decision is None:
            return
        advised = result.decision.outcome
        gravest = min(result.outcomes, key=OUTCOMES.index)
        self.table[advised if advised in result.outcomes else gravest, advised] += 1
        self.total.add(result, found)
        for area in dict.fromkeys(result.areas or (NO_AREA,)):
            self.areas.setdefault(area, Counts()).add(result, found)
