"""One interview: pure state, and what is asked next."""

from __future__ import annotations

import copy
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


def _checked(base: KnowledgeBase, data: Data) -> Case:
    found = reasoner_of(base).check(Document("the answers", dict(data), lambda: (1, 1)))
    if not isinstance(found, Case):
        raise CaseError(found)
    return found


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
        Begin with what `data` tells already: the value of a case file, of which a copy is kept.

        Without a base the shipped one is used. Raises `CaseError` where it is no valid case.
        """
        self.base = base if base is not None else shipped_base()
        self.full = full
        told = copy.deepcopy(dict(data or {}))
        if told:
            _checked(self.base, told)
        self.answers = Answers(self.base, told).closed()
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
        return {place: found.get(place, ()) for place in self._open}

    @property
    def _open(self) -> list[Place]:
        return [one for one in self.answers.open_places() if not self.answers.waits(one)]

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
        return len(set(self._open) - self.bearing.keys())

    def answer(self, given: Mapping[Place, Any] | Iterable[tuple[Place, Any]]) -> Interview:
        """
        Give the interview after some answers, each as a case holds it, "unsure", or None for none.

        Raises `CaseError` where they make no valid case, and `KeyError` for a place there is not.
        """
        told = dict(given)
        after = self.supposing(told)
        if "outlook" in self.__dict__:
            after._before = self.outlook.reports, frozenset(kind for kind, _, _ in told)
        _ = after.case
        return after

    def supposing(self, told: Mapping[Place, Any]) -> Interview:
        """Give the interview as it would be after answers that are taken to be valid."""
        after = Interview(self.base, full=self.full)
        after.answers = self.answers
        for place, value in told.items():
            after.answers = after.answers.with_answer(place, value)
        return after

    @functools.cached_property
    def case(self) -> Case:
        """The case as told so far. Raises `CaseError` where it is not valid."""
        return dataclasses.replace(_checked(self.base, self.data), name="interview")

    @functools.cached_property
    def advice(self) -> Advice:
        """The advice on the case as told so far."""
        return reasoner_of(self.base).advise(self.case)
