"""A case, the advice on it, and all that is said of it, for tests of what people read."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import Any

from advisor.advice import Advice
from advisor.cases import Case
from advisor.diagnostics import Diagnostic
from advisor.documents import Document, read, read_text
from advisor.reasoner import Reasoner, shipped_cases
from advisor.report.data import advice_json
from advisor.report.text import advice_text
from tests import random_cases

RANDOM = 250


@dataclass(frozen=True)
class Told:
    """A case, the advice on it, and the advice as text and as data."""

    where: str
    case: dict[str, Any]
    advice: Advice
    text: str
    data: dict[str, Any]

    @property
    def flow(self) -> str:
        return flow(self.text)


def flow(text: str) -> str:
    return " ".join(text.split())


def advise(reasoner: Reasoner, document: Document | Diagnostic) -> Advice:
    case = reasoner.check(document)
    assert isinstance(case, Case), [str(one) for one in case]
    return reasoner.advise(case)


def advise_on(reasoner: Reasoner, data: dict[str, Any]) -> Advice:
    return advise(reasoner, read_text(json.dumps(data).encode(), "random.json", json=True))


def tell(where: str, case: dict[str, Any], advice: Advice) -> Told:
    return Told(where, case, advice, advice_text(advice), json.loads(advice_json(advice)))


def tell_shipped(reasoner: Reasoner) -> list[Told]:
    found = []
    for name, path in shipped_cases().items():
        document = read(path, name)
        assert isinstance(document, Document)
        assert isinstance(document.value, dict)
        found.append(tell(name, document.value, advise(reasoner, document)))
    return found


def tell_many(reasoner: Reasoner, documents: dict[str, Any]) -> list[Told]:
    """Give every shipped case and many random ones, each with its advice."""
    rng = random.Random(1)
    found = tell_shipped(reasoner)
    rare = set(reasoner.base.entries["outcome"]) - {one.advice.outcome for one in found}
    for number in range(10 * RANDOM):
        if number >= RANDOM and not rare:
            break
        case = random_cases.random_case(rng, documents)
        advice = advise_on(reasoner, case)
        if number < RANDOM or advice.outcome in rare:
            found.append(tell(json.dumps(case), case, advice))
            rare.discard(advice.outcome)
    return found
