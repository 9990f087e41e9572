"""What a rule says, written onto any sheet."""

from __future__ import annotations

from advisor.language import SLOT, Rule
from advisor.report.catalogue.kinds import KINDS
from advisor.report.catalogue.shared import Known, link_to, write_cases, write_grounds, write_rules
from advisor.report.catalogue.steps import STEPS
from advisor.report.rule_words import conclusion_words, condition_lines
from advisor.report.sheet import Sheet, joined, listed
from advisor.report.wording import capital

BRACES = "A word in braces stands for all that met the line told as it."


def tell_rule(known: Known, rule: Rule, sheet: Sheet) -> None:
    """Write all there is to say of a rule, below its title."""
    step = STEPS[rule.stratum]
    made = " It follows from an entry; no author wrote it." if rule.built_in else ""
    runs = "" if known.brief else f" {step.runs}"
    sheet.text(f"{capital(rule.title)}.")
    sheet.text(f"Step {rule.stratum} of {len(STEPS)}, {step.name}: {step.asks}.{made}{runs}")
    sheet.heading("When")
    for depth, words in condition_lines(known.base, rule.when):
        sheet.item(words, 2 * depth)
    sheet.heading("Then")
    sheet.items(conclusion_words(known.base, one) for one in rule.conclude)
    sheet.heading("Because")
    sheet.text(capital(rule.because))
    if SLOT.search(rule.because) and not known.brief:
        sheet.text(f"({BRACES})")
    if rule.notes:
        sheet.heading("Shows beside it")
        notes = (known.base.entry("note", name) for name in rule.notes)
        sheet.items(joined(link_to(note), f": {note.label}") for note in notes)
    _reads(known, rule, sheet)
    write_rules("Feeds", "read what it concludes", known.links.fed_by(rule), sheet)
    if known.exercised is not None:
        fired = known.exercised.fired.get(rule.id, ())
        write_cases("Cases in which it fires", fired, rule.id, sheet)
        if not fired:
            sheet.heading("Cases in which it fires")
            sheet.text("None yet.")
        nearly = known.exercised.nearly(rule)
        write_cases("Cases one condition away from it", nearly, rule.id, sheet)
    write_grounds(known, rule, rule.sources, sheet)


def _reads(known: Known, rule: Rule, sheet: Sheet) -> None:
    entries, rules = known.links.read_by(rule)
    if not (entries or rules):
        return
    sheet.heading("Reads")
    for kind, title in KINDS.items():
        links = [link_to(one) for one in entries if one.kind == kind]
        if links:
            sheet.item(joined(f"{title}: ", listed(links)))
    for one in rules:
        sheet.item(joined("Rule ", link_to(one), f": {capital(one.title)}"))
