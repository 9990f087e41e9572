"""One advice as plain data for JSON, in the form of the published schema `advice`."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from advisor.advice import SILENT, Advice, Question
from advisor.facts import FACT_TYPES, UNKNOWN, AttributeValue, Fact
from advisor.inference import Firing
from advisor.knowledge import KnowledgeBase
from advisor.report.beside import bearing
from advisor.report.rule_words import pattern_words
from advisor.report.spoken_of import help_known, outside_symptoms, sources_used
from advisor.report.wording import ARTICLE_ONLY, MARKS, because, name_fact, question_words

Data = dict[str, Any]


def advice_json(advice: Advice) -> str:
    """Write an advice as JSON, readable and with nothing in it that depends on the machine."""
    return dump(advice_data(advice)) + "\n"


_STEERS = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What steers a terminal, turns text round or ends a line for some, or is in no file."""


def dump(data: Any, indent: int | None = 2) -> str:
    """
    Write data as JSON, the same bytes everywhere; without `indent` it is one line.

    What may steer a terminal or forge a line is escaped.
    """
    separators = (",", ":") if indent is None else None
    text = json.dumps(data, indent=indent, ensure_ascii=False, separators=separators)
    return _STEERS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def base_data(base: KnowledgeBase) -> Data:
    """Give what tells one knowledge base from another."""
    return {"name": base.name, "version": base.version, "digest": base.digest}


def advice_data(advice: Advice) -> Data:
    """
    Give an advice as data: the decision, its words and reasons, and the record of the firings.

    For `emergency` and `urgent` only that message, its reasons, what is still open of emergencies
    and the disclaimer.
    """
    base, record = advice.base, advice.record
    outcome = base.entry("outcome", advice.outcome)
    silent = advice.outcome in SILENT
    data: Data = {
        "base": base_data(base),
        "case": {"name": advice.case.name, "title": advice.case.title},
        "decision": advice.decision.as_dict(),
        "message": {"label": outcome.label, "text": outcome.text("text")},
        "disclaimer": base.disclaimer,
    }
    firings = [
        firing
        for firing in record.firings
        if not silent or firing.rule.referral_level == advice.outcome
    ]
    if not silent:
        standing = [name for name, kind in FACT_TYPES.items() if kind.stratum]
        data["conclusions"] = [
            _conclusion(advice, fact) for kind in standing for fact in advice.facts(kind)
        ]
        data["outside"] = _outside(advice)
        data["assumed"] = [
            {"fact": fact.name, "attribute": name, "value": fact.get(name)}
            for fact in record.reported
            for name in fact.assumed
        ]
        data["unanswered"] = [question_data(advice, one) for one in advice.unanswered]
        data["sources"] = _sources(advice)
    data["settling"] = [question_data(advice, one) for one in advice.settling]
    data["firings"] = [_firing(advice, firing) for firing in firings]
    return data


def _conclusion(advice: Advice, fact: Fact) -> Data:
    return {
        "type": fact.type,
        "id": fact.identity,
        "label": name_fact(advice.base, fact),
        "attributes": {name: plain_value(value) for name, value in fact.attributes.items()},
        "rules": list(dict.fromkeys(one.rule.id for one in advice.record.reasons(fact))),
        "bears_on": fact_names(bearing(advice, fact)) if fact.type == "note" else [],
    }


def _outside(advice: Advice) -> list[Data]:
    """Give what is known to help with each complaint outside the method, and what to have seen."""
    found = []
    for entry in outside_symptoms(advice):
        known = help_known(advice, entry)
        said = _help(known) if known else None
        text = entry.text("assess")
        found.append({"symptom": entry.id, "label": entry.label, "help": said, "assess": text})
    return found


def _help(known: Mapping[str, Any]) -> Data:
    text = " ".join(str(known["text"]).split())
    return {"text": text, "grade": known["grade"], "sources": list(known.get("sources", ()))}


def _sources(advice: Advice) -> list[Data]:
    """Give every source named in the data of an advice, with how far it was verified."""
    named = {entry.id for entry in sources_used(advice)}
    named |= {name for firing in advice.record.firings for name in firing.rule.sources}
    return source_data(advice.base, named)


def source_data(base: KnowledgeBase, named: Collection[str]) -> list[Data]:
    """Give the sources named, in their order, each with how far it was verified."""
    return [
        {
            "id": entry.id,
            "says": entry.text("says") or entry.text("citation"),
            "mark": entry.text("mark") or None,
            "verified": MARKS[entry.text("mark")] if entry.text("mark") else ARTICLE_ONLY,
        }
        for entry in base.entries["source"].values()
        if entry.id in named
    ]


def plain_value(value: AttributeValue) -> Any:
    """Give a value as JSON has it, null where it is not known."""
    if value is UNKNOWN:
        return None
    return list(value) if isinstance(value, tuple) else value


def question_data(advice: Advice, question: Question) -> Data:
    """Give an open question in the form of the published schemas."""
    return {
        "type": question.kind,
        "id": question.identity,
        "attribute": question.attribute,
        "level": question.severity,
        "question": question_words(advice.base, question),
    }


def _firing(advice: Advice, firing: Firing) -> Data:
    base = advice.base
    return {
        "rule": firing.rule.id,
        "title": firing.rule.title,
        "because": because(base, firing),
        "grade": firing.rule.grade,
        "sources": list(firing.rule.sources),
        "support": [
            {"pattern": pattern_words(base, met.pattern), "facts": fact_names(met.facts)}
            for met in firing.support
        ],
        "absences": [pattern_words(base, pattern) for pattern in firing.absences],
        "open": [pattern_words(base, pattern) for pattern in firing.open],
        "concluded": fact_names(firing.conclusions),
    }


def fact_names(facts: Iterable[Fact]) -> list[str]:
    """Give the names of facts, each once."""
    return list(dict.fromkeys(fact.name for fact in facts))
