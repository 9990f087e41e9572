"""A case as told and as changed, compared: as plain data for JSON."""

from __future__ import annotations

from advisor.explanation.difference import Broken, Closure, Difference, Gained, Lost
from advisor.explanation.unmoved import Reader
from advisor.explanation.what_if import Made, WhatIf
from advisor.inference import Firing
from advisor.report.data import Data, base_data, dump, fact_names, question_data
from advisor.report.explaining.change_words import change_words
from advisor.report.explaining.difference_words import difference_label
from advisor.report.explaining.unmoved_words import unmoved_lines
from advisor.report.rule_words import pattern_words
from advisor.report.severe import severe_reasons
from advisor.report.wording import because

KIND = "what-if"


def what_if_json(found: WhatIf) -> str:
    """Write a comparison as JSON, in the form of its published schema."""
    return dump(what_if_data(found)) + "\n"


def what_if_data(found: WhatIf) -> Data:
    """
    Give a comparison as data: the changes, both decisions, the differences and why.

    `message` is that of the changed case, with its reasons if it is an emergency or urgent. While a
    change would take such a message away, nothing is compared: `after` is null, and the message
    that of the case as told.
    """
    before = found.before
    after = before if found.looks_past else found.after
    outcome = found.base.entry("outcome", after.outcome)
    return {
        "kind": KIND,
        "base": base_data(found.base),
        "case": {"name": before.case.name, "title": before.case.title},
        "changes": [_change(found, one) for one in found.changes],
        "before": before.decision.as_dict(),
        "after": None if found.looks_past else after.decision.as_dict(),
        "message": {
            "label": outcome.label,
            "text": outcome.text("text"),
            "because": [str(one) for one in severe_reasons(after)],
        },
        "changed": found.changed,
        "differences": [
            _difference(found, one) for one in found.differences if not found.looks_past
        ],
        "unmoved": _unmoved(found),
        "fired": [_firing(found, one) for one in found.fired],
        "ceased": [_lost(found, one) for one in found.ceased],
        "settling": [question_data(after, one) for one in after.settling],
        "opened": [question_data(after, one) for one in found.opened],
        "closed": [question_data(before, one) for one in found.closed],
        "disclaimer": found.base.disclaimer,
    }


def _change(found: WhatIf, made: Made) -> Data:
    kind, identity, attribute = made.change.place
    return {
        "change": made.change.text,
        "words": change_words(found, made),
        "type": kind,
        "id": identity,
        "attribute": attribute,
        "already": made.already,
        "adds": made.adds,
        "completes": made.completes,
    }


def _difference(found: WhatIf, one: Difference) -> Data:
    return {
        "part": one.part,
        "id": one.identity,
        "label": difference_label(found, one),
        "way": one.way,
        "before": one.before,
        "after": one.after,
        "gained": [_gained(found, gained) for gained in one.gained],
        "lost": [_lost(found, lost) for lost in one.lost],
        "barrier": _barrier(found, one.barrier),
    }


def _firing(found: WhatIf, firing: Firing) -> Data:
    return {
        "rule": firing.rule.id,
        "title": firing.rule.title,
        "because": because(found.base, firing),
        "grade": firing.rule.grade,
        "sources": list(firing.rule.sources),
    }


def _gained(found: WhatIf, gained: Gained) -> Data:
    return {**_firing(found, gained.firing), "barrier": _barrier(found, gained.barrier)}


def _lost(found: WhatIf, lost: Lost) -> Data:
    return {
        **_firing(found, lost.firing),
        "barrier": _barrier(found, lost.barrier),
        "premises": [_premise(found, one) for one in lost.premises],
    }


def _premise(found: WhatIf, premise: Broken) -> Data:
    return {
        "pattern": pattern_words(found.base, premise.pattern),
        "use": premise.use,
        "truth": premise.truth,
        "facts": fact_names(premise.facts),
        "now": fact_names(premise.now),
    }


def _barrier(found: WhatIf, barrier: Closure | None) -> Data | None:
    if barrier is None:
        return None
    return {
        "kind": barrier.kind,
        "rules": list(dict.fromkeys(one.rule.id for one in barrier.firings)),
        "questions": [question_data(found.after, one) for one in barrier.questions],
    }


def _unmoved(found: WhatIf) -> Data | None:
    unmoved = found.unmoved
    if unmoved is None:
        return None
    return {
        "why": unmoved.why,
        "words": unmoved_lines(found, unmoved),
        "barrier": _barrier(found, unmoved.barrier),
        "readers": [_reader(found, one) for one in unmoved.readers],
    }


def _reader(found: WhatIf, reader: Reader) -> Data:
    return {
        "rule": reader.rule.id,
        "title": reader.rule.title,
        "truth": reader.truth,
        "waits": [
            {"pattern": pattern_words(found.base, pattern), "use": use}
            for pattern, use in reader.waits
        ],
    }
