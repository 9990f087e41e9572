"""One interview: pure state, and what is asked next."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from advisor.advice import Advice
from advisor.cases import Case, Place
from advisor.diagnostics import CaseError
from advisor.documents import Document
from advisor.facts import SEVERE
from advisor.interview.answers import Answers, Data
from advisor.interview.grouping import Bearing, comes_late, groups
from advisor.interview.outlook import Outlook, Plan
from advisor.interview.prompt import Prompt
from advisor.interview.relevance import relevant
from advisor.interview.reports import Reports
from advisor.interview.truths import FALSE
from advisor.interview.wording import prompt_of
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import reasoner_of, shipped_base


@functools.lru_cache(maxsize=2)
def _plan_of(base: KnowledgeBase) -> Plan:
    return Plan(base)


class Interview:
    """
    An interview about one runner; its state is a partial case, and nothing else.

    It is immutable: an answer gives another interview. It asks what can still change the decision
    and ends when nothing can (DESIGN.md section 7); with `full` it asks everything there is to ask.
    """

    def __init__(
        self, base: KnowledgeBase | None = None, data: Data | None = None, *, full: bool = False
    ):
        """
        Begin with what `data` tells already: the value of a valid case file.

        Without a base the shipped one is used.
        """
        self.base = base if base is not None else shipped_base()
        self.full = full
        self.answers = Answers(self.base, data if data is not None else {}).closed()
        self._before: tuple[Reports, frozenset[str]] | None = None

    @property
    def data(self) -> Data:
        """The partial case."""
        return self.answers.data

    @functools.cached_property
    def outlook(self) -> Outlook:
        """What the rules may still come to."""
        reports, kinds = self._before or (None, frozenset[str]())
        self._before = None  # once read, it only takes up memory
        return Outlook(_plan_of(self.base), self.answers, reports, kinds)

    @functools.cached_property
    def bearing(self) -> Bearing:
        """By place to be asked, the rules that its answer bears on."""
        found = relevant(self.outlook)
        if not self.full or not self.outlook.may_refer(*SEVERE) & FALSE:
            return found
        return {place: found.get(place, ()) for place in self.answers.open_places()}

    @functools.cached_property
    def _groups(self) -> list[list[Place]]:
        return groups(self.outlook, self.bearing)

    @functools.cached_property
    def prompt(self) -> Prompt | None:
        """What to ask next; None when nothing that is open can change the decision."""
        return self.prompt_for(self._groups[0]) if self._groups else None

    def prompt_for(self, places: Sequence[Place]) -> Prompt:
        """Put places into words as they would be asked now."""
        return prompt_of(self.answers, places, hands_off=self._hands_off)

    @property
    def _hands_off(self) -> bool:
        """Whether no self-check is to be tried: something sends the runner to be examined first."""
        return not self.outlook.refers & FALSE

    @property
    def done(self) -> bool:
        """Whether the decision is settled, or with `full` everything was asked."""
        return not self._groups

    @functools.cached_property
    def may_stop(self) -> bool:
        """
        Whether advice may be had now: only checks of one's own and what bears on notes is left.

        What is left stays open then, as if the runner were not sure of it.
        """
        return all(
            place[0] == "observation" or comes_late(rules) for place, rules in self.bearing.items()
        )

    @property
    def left(self) -> int:
        """How many prompts are left as things stand: fewer if answers settle some, or more."""
        return len(self._groups)

    @functools.cached_property
    def spared(self) -> int:
        """How many questions were never asked, because no answer could change the decision."""
        return sum(1 for _ in self.answers.open_places()) - len(self.bearing)

    def answer(self, given: Mapping[Place, Any] | Iterable[tuple[Place, Any]]) -> Interview:
        """
        Give the interview after some answers, each as a case holds it, "unsure", or None for none.

        Raises `CaseError` where they make no valid case.
        """
        answers, told = self.answers, dict(given)
        for place, value in told.items():
            answers = answers.with_answer(place, value)
        after = Interview(self.base, answers.data, full=self.full)
        if "outlook" in self.__dict__:
            after._before = self.outlook.reports, frozenset(kind for kind, _, _ in told)
        _ = after.case
        return after

    @functools.cached_property
    def case(self) -> Case:
        """The case as told so far. Raises `CaseError` where it is not valid."""
        found = reasoner_of(self.base).check(
            Document("the answers", dict(self.data), lambda: (1, 1))
        )
        if not isinstance(found, Case):
            raise CaseError(found)
        return dataclasses.replace(found, name="interview")

    @functools.cached_property
    def advice(self) -> Advice:
        """The advice on the case as told so far."""
        return reasoner_of(self.base).advise(self.case)
