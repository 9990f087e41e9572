"""What an entry says, written onto any sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from advisor.audit.links import sources_of
from advisor.knowledge import Entry, kind_of
from advisor.knowledge.entries import REFERENCES
from advisor.report.catalogue.kinds import headline
from advisor.report.catalogue.shared import (
    Known,
    graded,
    link_to,
    write_cases,
    write_grounds,
    write_rules,
)
from advisor.report.sheet import Sheet, Words, joined, listed
from advisor.report.wording import DRILL_CARD, MARKS, capital

_FIELDS: Final = {
    "says": "A runner says",
    "question": "Asked as",
    "term": "In the field's terms",
    "plain": "In plain words",
    "aliases": "Also called",
    "how": "How to check",
    "honesty": "How far to trust it",
    "text": "Says",
    "where": "Where in the stride",
    "area": "Area",
    "areas": "Asked when this is bothered",
    "spot": "Spot",
    "scope": "Scope",
    "kind": "Kind",
    "tissue": "Tissue",
    "checklist": "Checklist",
    "stance": "Done while",
    "not_with": "Not to be tried with",
    "level": "Most severe level",
    "key": "Key",
    "needs": "Builds on",
    "evidence": "Evidence",
    "withholds": "Holds back",
    "because": "Because",
    "citation": "Publication",
    "remark": "Remark",
    "type": "What it is",
    "status": "Status",
}
"""The fields of entries that are told one a line, in this order."""
_TYPES: Final = {
    "CLM": "claim",
    "MEC": "mechanism",
    "CAU": "claimed link",
    "DRL": "drill",
    "CUE": "cue",
    "PRE": "order of things",
    "CHK": "mark of mid-stance",
    "SYM": "complaint",
    "RTN": "routine",
    "ANE": "the author's own story",
}
_VALUES: Final = {
    ("scope", "inside"): "inside this method",
    ("scope", "outside"): "outside this method",
    ("status", "EXP"): "said in so many words",
    ("status", "IMP"): "only implied",
}
_EMPTY: Final = {
    "areas": "Asked of everybody",
    "needs": "Builds on nothing",
    "withholds": "Holds nothing back",
}
"""What is said of a field that holds an empty list."""
_TRAINS: Final = {2: "As the main point", 1: "Partly", 0: "Not at all"}
_CARD_RULES: Final = {"pain_rule": "Pain", "stop_rule": "When to stop"}
_OF_IT: Final = {
    ("symptom", "area"): "Complaints there",
    ("screening", "areas"): "Screening questions about it",
    ("screening", "checklist"): "Its questions",
    ("observation", "stance"): "Checks done in it",
    ("observation", "not_with"): "Checks not to be tried with it",
    ("drill", "key"): "Drills for it",
    ("drill", "needs"): "Drills that build on it",
}
"""By kind and field of the entries that name another one: what they are to it."""
_CASES: Final = {
    "area": "Cases that name it",
    "symptom": "Cases that report it",
    "exercise": "Cases with it in the routine",
    "observation": "Cases that answer it",
    "screening": "Cases that answer it with yes",
    "drill": "Cases that are given it or tried it",
    "outcome": "Cases that come to it",
}


def tell_entry(known: Known, entry: Entry, sheet: Sheet) -> None:
    """Write all there is to say of an entry, below its title."""
    if entry.text("label"):
        sheet.text(f"{capital(entry.label)}.")
    sheet.items(_said(known, entry))
    for place, title in _OF_IT.items():
        of_it = [link_to(one) for one in _naming(known, place, entry)]
        if of_it:
            sheet.item(joined(f"{title}: ", listed(of_it)))
    _trains(entry, sheet)
    _bands_and_help(entry, sheet)
    if entry.kind == "drill":
        _card(known, entry, sheet)
    if entry.kind == "source":
        _cited(known, entry, sheet)
    _uses(known, entry, sheet)
    write_grounds(known, entry, sources_of(entry), sheet)


def _said(known: Known, entry: Entry) -> Iterator[Words]:
    """Give what the fields of an entry say, but for one that only says its label again."""
    for name, title in _FIELDS.items():
        if entry.fields.get(name) == [] and name in _EMPTY:
            yield _EMPTY[name]
        elif name in entry.fields and entry.text(name).lower() != entry.label.lower():
            said = "The article says" if entry.kind == "source" and name == "says" else title
            yield joined(f"{said}: ", _value(known, entry, name))
    if "blocks" in entry.fields:
        yield "Holds back: every drill"
    if "mark" in entry.fields:
        yield f"Verification: {MARKS[entry.text('mark')]}"


def _value(known: Known, entry: Entry, name: str) -> Words:
    """Give what a field holds: entries by their labels, words as the vocabulary says them."""
    value = entry.fields[name]
    named = [str(one) for one in value] if isinstance(value, list) else [entry.text(name)]
    if not named:
        return "none"
    target = REFERENCES.get((entry.kind, name))
    if target is not None:
        return listed(link_to(known.base.entry(target, one), by_label=True) for one in named)
    if entry.kind == "source" and name == "type":
        return ", ".join(_TYPES.get(one, one) for one in named[0].split("/"))
    attribute = known.base.attributes.get(entry.kind, {}).get(name)
    said = attribute.values if attribute else {}
    return ", ".join(_VALUES.get((name, one), said.get(one, one)) for one in named)


def _naming(known: Known, place: tuple[str, str], entry: Entry) -> list[Entry]:
    """Give the entries of a kind that name another one in a field."""
    kind, name = place
    if REFERENCES[place] != entry.kind:
        return []
    return [
        one
        for one in known.base.entries[kind].values()
        if entry.id in (one.words(name) or (one.text(name),))
    ]


def _trains(exercise: Entry, sheet: Sheet) -> None:
    tags = exercise.mapping("tags")
    if not tags:
        return
    sheet.heading("What it trains")
    for amount, title in _TRAINS.items():
        names = [name.replace("_", " ") for name, value in tags.items() if value == amount]
        if names:
            sheet.item(f"{title}: {', '.join(names)}")


def _bands_and_help(entry: Entry, sheet: Sheet) -> None:
    if bands := entry.mapping("bands"):
        sheet.heading("Bands")
        sheet.items(f"{capital(band['label'])}: {band['text']}" for band in bands.values())
    if known_to_help := entry.mapping("help"):
        sheet.heading("What is known to help")
        sheet.text(graded(known_to_help))
    if entry.text("assess"):
        sheet.heading("What to have looked at")
        sheet.text(entry.text("assess"))


def _card(known: Known, drill: Entry, sheet: Sheet) -> None:
    sheet.heading("The card")
    for title, name in DRILL_CARD.items():
        if part := drill.mapping(name):
            sheet.item(joined(f"{title}: ", graded(part)))
    for cue in drill.items("cues"):
        sheet.item(joined(f"Cue {cue['id']}: ", graded(cue)))
    if drill.text("needs_words"):
        sheet.item(f"Before it: {drill.text('needs_words')}.")
    for name, title in _CARD_RULES.items():
        sheet.item(joined(f"{title}: ", graded(known.base.wordings["rules"][name])))


def _cited(known: Known, source: Entry, sheet: Sheet) -> None:
    citing = known.links.citing(source)
    if citing:
        sheet.heading("Cited by")
        sheet.items(
            joined(f"{kind_of(one)} ", link_to(one), f": {headline(one)}") for one in citing
        )


def _uses(known: Known, entry: Entry, sheet: Sheet) -> None:
    """Write which rules have to do with an entry, and in which cases it is."""
    links = known.links
    write_rules("Fed by", "conclude it", links.concluding(entry), sheet)
    write_rules("Held back by", "hold it back", links.withholding(entry), sheet)
    waiting = links.waiting_for(entry)
    write_rules("Waited for by", "hold drills back until it is known", waiting, sheet)
    write_rules("Feeds", "read it", links.fed_by(entry), sheet)
    if known.exercised is not None:
        place = (entry.kind, entry.id)
        title = _CASES.get(entry.kind, "Cases that come to it")
        write_cases(title, known.exercised.entries.get(place, ()), entry.id, sheet)
        held = known.exercised.withheld.get(place, ())
        write_cases("Cases that hold it back", held, entry.id, sheet)
