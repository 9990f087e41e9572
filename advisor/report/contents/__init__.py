"""What the report of an advice says, section by section, whatever it is then written in."""

from __future__ import annotations

from advisor.advice import SILENT, Advice
from advisor.report.contents.parts import Contents
from advisor.report.contents.reasoned import Reasoned
from advisor.report.contents.told import assumed, told
from advisor.report.questions import asked, by_checklist
from advisor.report.said import Said
from advisor.report.severe import severe_reasons
from advisor.report.spoken_of import sources_used


def contents_of(advice: Advice) -> Contents:
    """Put an advice into words."""
    base = advice.base
    outcome = base.entry("outcome", advice.outcome)
    settling = tuple(by_checklist(base, advice.settling))
    if advice.outcome in SILENT:
        severe = severe_reasons(advice)
        return Contents(outcome.label, outcome.text("text"), severe=severe, settling=settling)
    reasoned = Reasoned(advice)
    clinical = [one for one in advice.unanswered if one.severity]
    others = [one for one in advice.unanswered if not one.severity]
    rules = base.wordings["rules"]
    return Contents(
        outcome.label,
        outcome.text("text"),
        told=tuple(told(advice)),
        settling=settling,
        referrals=tuple(reasoned.directions("referral")),
        cautions=tuple(reasoned.directions("caution")),
        load=tuple(reasoned.load()),
        outside=tuple(reasoned.outside()),
        patterns=tuple(reasoned.patterns()),
        keys=tuple(reasoned.keys()),
        general=tuple(reasoned.general()),
        drills=tuple(reasoned.drills()),
        rules=tuple(Said.of(rules[name]) for name in ("pain_rule", "stop_rule")),
        held=tuple(reasoned.held()),
        held_drills=tuple(dict.fromkeys(reasoned.held_drills())),
        clinical=tuple(by_checklist(base, clinical)),
        unanswered=tuple(asked(base, others)),
        assumed=tuple(assumed(advice)),
        sources=tuple(sources_used(advice)),
    )
