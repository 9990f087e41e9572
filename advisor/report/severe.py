"""What an emergency or urgent advice says beside its message, written onto any sheet."""

from __future__ import annotations

from advisor.advice import Advice
from advisor.report.said import Said, reasons_of
from advisor.report.sheet import Sheet
from advisor.report.wording import question_words


def severe_reasons(advice: Advice) -> tuple[Said, ...]:
    """Give the reasons of the referrals at the level of the outcome."""
    return tuple(
        said
        for fact in advice.facts("referral")
        if fact.get("level") == advice.outcome
        for said in reasons_of(
            advice.base,
            (
                firing
                for firing in advice.record.deciding(fact)
                if firing.rule.referral_level == advice.outcome
            ),
        )
    )


def tell_severe(advice: Advice, sheet: Sheet) -> None:
    """Write the reasons, and what is open of emergencies."""
    sheet.heading("Why")
    sheet.items(map(str, severe_reasons(advice)))
    tell_open(advice, sheet)


def open_heading(advice: Advice) -> str:
    """Say what is to be done with what is open of emergencies."""
    if advice.outcome == "emergency":
        return "Tell them this too, if you know"
    return "Answer this too: it could make this an emergency"


def tell_open(advice: Advice, sheet: Sheet) -> None:
    """Write what is open of emergencies, if anything is."""
    if advice.settling:
        sheet.heading(open_heading(advice))
        sheet.items(question_words(advice.base, one) for one in advice.settling)
