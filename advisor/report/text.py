"""One advice as text for the terminal, and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from advisor.advice import SILENT, Advice
from advisor.knowledge import Entry
from advisor.report.contents import contents_of
from advisor.report.contents.open_questions import with_stakes
from advisor.report.contents.parts import Contents, Drill, Notes
from advisor.report.contents.routine import Routine, routine_of
from advisor.report.foot import used
from advisor.report.markdown import MarkdownPage
from advisor.report.page import WIDTH, Page
from advisor.report.questions import Checklist
from advisor.report.said import Said
from advisor.report.severe import tell_severe
from advisor.report.sheet import Sheet
from advisor.report.wording import MARKS, capital, listing


def advice_text(advice: Advice, width: int = WIDTH, *, color: bool = False) -> str:
    """Write an advice for a runner; reads well from 60 columns on, with and without colour."""
    page = Page(width, color=color)
    _Writer(advice, page).write()
    return str(page)


def advice_markdown(advice: Advice) -> str:
    """Write an advice for a runner as Markdown."""
    page = MarkdownPage(lambda _: "")
    _Writer(advice, page, full=advice.outcome != "see-clinician").write()
    return str(page)


class _Writer:
    """
    Writes the contents of an advice onto a sheet, a section after the other.

    What is `full` also goes through the routine, and says what each open answer could change and
    what would give back what is held back.
    """

    def __init__(self, advice: Advice, sheet: Sheet, *, full: bool = False) -> None:
        self._advice = advice
        self._contents: Contents = contents_of(advice)
        self._sheet = sheet
        self._full = full

    def write(self) -> None:
        """Write the whole: only the message where the outcome says one thing only."""
        sheet, advice = self._sheet, self._advice
        sheet.title(self._contents.label)
        sheet.text(self._contents.text)
        self._in_short()
        if advice.outcome in SILENT:
            tell_severe(advice, sheet)
        else:
            self._told()
            self._concluded()
            if self._full:
                tell_routine(routine_of(advice), sheet)
            self._unanswered()
            self._assumed()
            write_sources(self._contents.sources, sheet)
        sheet.heading("About this advice")
        sheet.text(advice.base.disclaimer)
        if advice.outcome not in SILENT:
            sheet.text(advice.base.method)
        sheet.text(used(advice))

    def _in_short(self) -> None:
        """Name the drills at once; everything below says why."""
        contents = self._contents
        for drill in contents.drills:
            self._sheet.item(f"{drill.name}: {drill.stage}.", bullet=f"{drill.number}.")
        if contents.held_drills and self._advice.outcome == "drills":
            held = listing(contents.held_drills)
            self._sheet.text(f"Held back for now: {held}. Why, and until when, is below.")
        if contents.drills and contents.clinical:
            self._sheet.text(
                "Still open: answers that could send you to a clinician first. See below."
            )

    def _told(self) -> None:
        self._sheet.heading("What you told us")
        if self._advice.case.title:
            self._sheet.item(f"In your words: {self._advice.case.title}")
        self._sheet.items(map(str, self._contents.told))
        if self._contents.settling:
            self._sheet.heading("Answers that would settle it")
            self._checklists(self._contents.settling)

    def _concluded(self) -> None:
        """Write what was concluded, whom to see first."""
        self._directions()
        self._load()
        self._outside()
        self._patterns()
        self._keys()
        if self._contents.drills:
            self._drills()
        self._held()
        if not self._contents.drills:
            self._general()

    def _directions(self) -> None:
        for heading, points in (
            ("See a clinician", self._contents.referrals),
            ("Take care", self._contents.cautions),
        ):
            if points:
                self._sheet.heading(heading)
            for point in points:
                self._sheet.item(f"{point.name}. {point.text}")
                self._reasons(point.reasons)

    def _load(self) -> None:
        if self._contents.load:
            self._sheet.heading("First: your training load")
        for point in self._contents.load:
            self._sheet.item(point.text)
            self._reasons(point.reasons)
            self._notes(point.notes)

    def _outside(self) -> None:
        if self._contents.outside:
            self._sheet.heading("Outside this method: have it looked at")
        for point in self._contents.outside:
            self._sheet.item(f"{point.name}.")
            if point.help is not None:
                self._sheet.text(f"What is known to help: {point.help}", 2)
            self._sheet.text(point.assess, 2)

    def _patterns(self) -> None:
        if self._contents.patterns:
            self._sheet.heading("The pattern of the article this fits")
        for point in self._contents.patterns:
            self._sheet.item(f"{point.name}: {point.fits} (about {point.about}).")
            self._sheet.text(point.text, 2)
            self._reasons(point.reasons)
            self._notes(point.notes)

    def _keys(self) -> None:
        if self._contents.keys:
            self._sheet.heading("The keys that are open")
        for point in self._contents.keys:
            self._sheet.item(f"{point.name}: {point.level}.")
            self._sheet.text(f"Where in the stride: {point.text}.", 2)
            self._reasons(point.reasons)
            self._reasons(point.behind, 4)
            if not point.drilled:
                self._sheet.text("No drill for it now.", 2)

    def _drills(self) -> None:
        self._sheet.heading("The drills, in this order")
        self._general()
        for drill in self._contents.drills:
            self._drill(drill)
        self._sheet.gap()
        for rule in self._contents.rules:
            self._sheet.text(str(rule))

    def _drill(self, drill: Drill) -> None:
        sheet = self._sheet
        sheet.gap()
        sheet.item(f"{drill.name}: {drill.stage}.", bullet=f"{drill.number}.")
        for title, said in drill.card:
            sheet.text(f"{title}: {said}", 3)
        for cue in drill.cues:
            sheet.text(f"Cue: {cue}", 3)
        if drill.before:
            sheet.text(f"Before it: {drill.before}.", 3)
        sheet.text("Why:", 3)
        self._reasons(drill.reasons, 3)
        self._notes(drill.notes, 3)

    def _held(self) -> None:
        if self._contents.held:
            self._sheet.heading("Held back")
        for held in self._contents.held:
            self._sheet.item(f"{held.name}.")
            self._reasons(held.reasons)
            lifted = held.lifted if self._full else ""
            checks = (one for one in held.checks if one not in lifted)
            self._sheet.items((f"A check that bears on it: {one}" for one in checks), 2)
            self._sheet.items(filter(None, [lifted]), 2)
            self._notes(held.notes)

    def _general(self) -> None:
        if self._contents.general:
            self._sheet.text("Where research disagrees or is silent, for all of it:")
            self._sheet.items(map(str, self._contents.general))

    def _reasons(self, reasons: Iterable[Said], indent: int = 2) -> None:
        self._sheet.items(map(str, reasons), indent)

    def _notes(self, notes: Notes, indent: int = 2) -> None:
        """Say where research disagrees with something, or is silent."""
        self._sheet.items(map(str, notes.here), indent)
        if notes.above:
            above = listing(notes.above)
            self._sheet.item(f"Said above, and meant here too: {above}.", indent)

    def _unanswered(self) -> None:
        contents = self._contents
        if not contents.clinical and not contents.unanswered:
            return
        self._sheet.heading("Still open")
        if contents.clinical:
            self._sheet.text("Answers that could send you to a clinician first:")
            self._checklists(contents.clinical)
        if contents.unanswered:
            self._sheet.text("Answers that other rules wait for:")
            self._checklists([Checklist("", contents.unanswered)])

    def _checklists(self, checklists: Iterable[Checklist]) -> None:
        """Write questions, those of one checklist together under its name."""
        for checklist in with_stakes(self._advice, checklists) if self._full else checklists:
            if checklist.name:
                self._sheet.item(f"Checklist: {checklist.name}.")
            indent = 2 if checklist.name else 0
            self._sheet.items(map(str, checklist.asked), indent)

    def _assumed(self) -> None:
        if self._contents.assumed:
            self._sheet.heading("Taken as read")
            self._sheet.items(map(str, self._contents.assumed))


def tell_routine(routine: Routine, sheet: Sheet) -> None:
    """Write what each exercise trains, and what the week trains of each key."""
    if not routine.exercises and not routine.keys:
        return
    sheet.heading("Your routine now")
    for one in routine.exercises:
        sheet.item(f"{one.name}; {one.often}")
        sheet.items(one.lines, 2)
    if routine.keep:
        sheet.text(str(routine.keep))
    for key in routine.keys:
        sheet.item(f"{key.name}: {key.level}.")
        sheet.items(map(str, key.reasons), 2)


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
