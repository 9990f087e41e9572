"""One advice as text for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from advisor.advice import SILENT, Advice, Question
from advisor.facts import UNKNOWN, Fact
from advisor.knowledge import Entry
from advisor.report.conclusions import Conclusions
from advisor.report.foot import used
from advisor.report.page import WIDTH, Page
from advisor.report.questions import grouped_questions
from advisor.report.severe import tell_severe
from advisor.report.sheet import Sheet
from advisor.report.spoken_of import sources_used
from advisor.report.wording import (
    LEADS,
    MARKS,
    capital,
    describe,
    grounds,
    listing,
    name_fact,
    name_stage,
    question_words,
)


def advice_text(advice: Advice, width: int = WIDTH, *, color: bool = False) -> str:
    """Write an advice for a runner; reads well from 60 columns on, with and without colour."""
    return str(_TextReport(advice, Page(width, color=color)).page())


class _TextReport:
    def __init__(self, advice: Advice, page: Page) -> None:
        self._advice = advice
        self._base = advice.base
        self._page = page
        self._conclusions = Conclusions(advice, page)

    def page(self) -> Page:
        """Write the whole: only the message where the outcome says one thing only."""
        page, advice = self._page, self._advice
        outcome = self._base.entry("outcome", advice.outcome)
        page.title(outcome.label)
        page.text(outcome.text("text"))
        self._in_short()
        if advice.outcome in SILENT:
            tell_severe(advice, page)
        else:
            self._told()
            self._settling()
            self._conclusions.write()
            self._unanswered()
            self._assumed()
            self._sources()
        page.heading("About this advice")
        page.text(self._base.disclaimer)
        if advice.outcome not in SILENT:
            page.text(self._base.method)
        page.text(used(advice))
        return page

    def _in_short(self) -> None:
        """Name the drills at once; everything below says why."""
        for number, fact in enumerate(self._advice.facts("drill"), 1):
            label = capital(self._base.entry("drill", fact.identity).label)
            self._page.item(f"{label}: {name_stage(self._base, fact)}.", bullet=f"{number}.")
        held = dict.fromkeys(
            name_fact(self._base, fact)
            for fact in self._advice.facts("withheld")
            if fact.get("drill") is not None
        )
        if held and self._advice.outcome == "drills":
            self._page.text(f"Held back for now: {listing(held)}. Why, and until when, is below.")

        open_first = any(question.severity for question in self._advice.unanswered)
        if self._advice.facts("drill") and open_first:
            self._page.text(
                "Still open: answers that could send you to a clinician first. See below."
            )

    def _told(self) -> None:
        record = self._advice.record
        page = self._page
        page.heading("What you told us")
        if self._advice.case.title:
            page.item(f"In your words: {self._advice.case.title}")
        areas = [self._base.entry("area", fact.identity).label for fact in record.facts("area")]
        if areas:
            page.item(f"Where: {listing(areas)}")
        for fact in record.reported:
            said = describe(self._base, fact) if _was_told(fact) else ""
            if said:
                page.item(f"{LEADS[fact.type]}: {said}")
        present = {fact.type for fact in record.reported}
        for kind, words in _NONE.items():
            if kind not in present and kind not in self._advice.case.open:
                page.item(words if not areas else _NONE_LISTED.get(kind, words))

    def _settling(self) -> None:
        if not self._advice.settling:
            return
        self._page.heading("Answers that would settle it")
        self._by_checklist(self._advice.settling)

    def _unanswered(self) -> None:
        questions = self._advice.unanswered
        if not questions:
            return
        self._page.heading("Still open")
        clinical = [one for one in questions if one.severity]
        others = [one for one in questions if not one.severity]
        if clinical:
            self._page.text("Answers that could send you to a clinician first:")
            self._by_checklist(clinical)
        if others:
            self._page.text("Answers that could change this advice:")
            self._page.items(grouped_questions(self._base, others))

    def _by_checklist(self, questions: Sequence[Question]) -> None:
        """Write questions, those of one checklist together under its name."""
        screening = {one.identity: one for one in questions if one.kind == "screening"}
        others = (one for one in questions if one.kind != "screening")
        self._page.items(grouped_questions(self._base, others))
        for checklist, listed in self._base.checklists():
            asked = [screening[one.id] for one in listed if one.id in screening]
            if asked:
                self._page.item(f"Checklist: {checklist.label}.")
                self._page.items((question_words(self._base, one) for one in asked), 2)

    def _assumed(self) -> None:
        assumed = [fact for fact in self._advice.record.reported if fact.assumed]
        if not assumed:
            return
        self._page.heading("Taken as read")
        for fact in assumed:
            for name in fact.assumed:
                attribute = self._base.attributes[fact.type][name]
                label = self._base.entry(fact.type, fact.identity).label
                self._page.item(
                    f"{capital(label)}: you did not say, so we took {attribute.label} to be "
                    f"{fact.get(name)} [{grounds('OURS', ())}]"
                )

    def _sources(self) -> None:
        write_sources(sources_used(self._advice), self._page)


def write_sources(sources: Sequence[Entry], sheet: Sheet) -> None:
    """Write what the brackets mean, and how far each source was verified, if there are any."""
    if not sources:
        return
    sheet.heading("Sources")
    sheet.text(
        "In brackets: who says so. The article: its author's experience, without references. "
        "Studies, in part: research supports it at least partly. Studies disagree: research "
        "conflicts with it or found nothing. Our own: a choice of ours, no source claims it. "
        "S: a statement of the article. R: a publication. 'advisor rules show R35' tells more."
    )
    for mark, words in MARKS.items():
        marked = [entry.id for entry in sources if entry.text("mark") == mark]
        if marked:
            sheet.item(f"{capital(words)}: {', '.join(marked)}.")


_COULD_BE: Final = "Answer this too: it could make this an emergency"
# a section that is empty is not the same as one that is not there
_NONE: Final = {"symptom": "Nothing bothers you.", "exercise": "You train nothing."}
_NONE_LISTED: Final = {"symptom": "No complaint that we know by name."}


def _was_told(fact: Fact) -> bool:
    """Whether a fact is worth repeating: an answer given, and of screening only a yes."""
    if fact.type == "observation":
        return fact.get("answer") is not UNKNOWN
    if fact.type == "screening":
        return fact.get("answer") == "yes"
    return fact.type in LEADS and fact.type != "area"
