"""What holds in a case, read off its record."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from advisor.explanation.situation import Situation
from advisor.knowledge import load
from advisor.language import Truth
from advisor.reasoner import Reasoner
from tests.random_bases import random_base, write
from tests.random_cases import random_case
from tests.random_habits import habits
from tests.readings import advise


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_situation_reads_conditions_as_the_engine_does(seed: int, tmp_path: Path) -> None:
    """On random bases, which use all of the language: true, false and unknown are the same."""
    documents = random_base(random.Random(seed))
    write(documents, tmp_path)
    base = load(tmp_path)
    reasoner, rng, told = Reasoner(base), random.Random(seed), habits(documents)
    truths: set[Truth] = set()
    for _ in range(40):
        advice = advise(reasoner, random_case(rng, documents, told))
        record = advice.record
        situation = Situation(base, record, advice.case.open)
        fired = {one.rule.id for one in record.firings}
        pending = {one.rule.id for one in record.pending}
        for one in base.rules:
            if one.stratum in record.ran:
                truth = situation.truth(one.when)
                assert (truth is True) == (one.id in fired), one.id
                assert (truth is None) == (one.id in pending), one.id
                truths.add(truth)
    assert truths == {True, False, None}
