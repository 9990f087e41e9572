"""What would have to be different, as data for JSON."""

from __future__ import annotations

from typing import Any

from advisor.advice import SILENT
from advisor.explanation.counterfactual import LIMIT, Counterfactual, Solution
from advisor.explanation.unit_changes import UnitChange
from advisor.facts import Fact
from advisor.report.data import base_data, dump, question_data
from advisor.report.explaining.counterfactual_words import solution_words
from advisor.report.explaining.titles import target_words
from advisor.report.rule_words import pattern_words
from advisor.report.wording import because

Data = dict[str, Any]


def counterfactual_json(found: Counterfactual) -> str:
    """Write what would have to be different as JSON."""
    return dump(counterfactual_data(found)) + "\n"


def counterfactual_data(found: Counterfactual) -> Data:
    """
    Give what would have to be different as data, in the form of `counterfactual_schema`.

    Where something must be answered or seen first, that and nothing else; with `emergency` and
    `urgent` not even what was asked about.
    """
    advice, base = found.advice, found.advice.base
    outcome = base.entry("outcome", advice.outcome)
    data: Data = {
        "kind": "counterfactual",
        "base": base_data(base),
        "case": {"name": advice.case.name, "title": advice.case.title},
        "outcome": {"id": advice.outcome, "label": outcome.label, "text": outcome.text("text")},
    }
    if advice.outcome not in SILENT:
        data["target"] = {
            "kind": found.target.kind,
            "id": found.target.identity,
            "strength": found.target.strength or None,
            "label": target_words(base, found.target),
        }
        data["goal"] = "present" if found.wanted else "absent"
    if found.barred:
        data["first"] = {
            "referrals": [_referral(found, fact) for fact in found.referrals],
            "questions": [question_data(advice, one) for one in found.questions],
        }
    else:
        data["limit"] = LIMIT
        data["solutions"] = [_solution(found, one) for one in found.solutions]
        data["in_the_way"] = _standing(found)
    return {**data, "disclaimer": base.disclaimer}


def _referral(found: Counterfactual, fact: Fact) -> Data:
    base, level = found.advice.base, str(fact.get("level"))
    return {
        "id": fact.identity,
        "level": level,
        "because": [
            because(base, firing)
            for firing in found.advice.record.deciding(fact)
            if firing.rule.referral_level == level
        ],
    }


def _solution(found: Counterfactual, solution: Solution) -> Data:
    return {
        "changes": [
            {
                "kind": "learn" if part[0].learnt else "act",
                "action": part[0].action,
                "one_of": [_change(one) for one in part],
            }
            for part in solution.parts
        ],
        "drops": solution.drops,
        "refers": solution.refers,
        "text": solution_words(found, solution),
    }


def _change(one: UnitChange) -> Data:
    """Give a change; a routine told to be empty has no id."""
    times = {"at_least": one.times.low, "at_most": one.times.high} if one.times else None
    return {
        "type": one.kind,
        "id": one.identity or None,
        "answer": one.answer or None,
        "times_per_week": times,
    }


def _standing(found: Counterfactual) -> Data:
    base, standing = found.advice.base, found.standing
    return {
        "out_of_scope": standing.out_of_scope,
        "rules": [{"rule": one.rule.id, "because": because(base, one)} for one in standing.firings],
        "needed": [pattern_words(base, one.pattern) for one in standing.lacks if not one.present],
        "against": [pattern_words(base, one.pattern) for one in standing.lacks if one.present],
    }
