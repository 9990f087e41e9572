"""Which page of the knowledge base holds what, so that a link to anything can be made."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from advisor.facts import FACT_TYPES
from advisor.knowledge import Attribute, Entry, KnowledgeBase, kind_of
from advisor.knowledge.entries import SECTIONS
from advisor.language import Rule
from advisor.report.catalogue.kinds import KINDS
from advisor.report.catalogue.shared import graded, written_in
from advisor.report.catalogue.steps import STEPS
from advisor.report.markdown import anchor
from advisor.report.sheet import Link, Words, joined
from advisor.report.wording import capital

INDEX: Final = "README.md"


@dataclass(frozen=True)
class Chapter:
    """A part of a page: lines, then entries or rules; `about` is an entry it is all about."""

    title: str
    things: Sequence[Entry | Rule] = ()
    lines: Sequence[Words] = ()
    about: Entry | None = None


@dataclass(frozen=True)
class Leaf:
    """One page: where it stands among the rules, and from which file it is made."""

    path: str
    made_from: str
    title: str
    intro: str
    chapters: Sequence[Chapter] = field(repr=False)

    @property
    def depth(self) -> int:
        """The level of the headings of entries and rules."""
        return 3 if len(self.chapters) > 1 else 2


def leaves(base: KnowledgeBase) -> list[Leaf]:
    """Give every page but the index: one for each file that holds entries or rules."""
    found = [Leaf(_page(file), file, *_titled(file), _chapters(base, file)) for file in _files()]
    by_file: dict[str, list[Rule]] = {}
    for rule in base.rules:
        if not rule.built_in:
            by_file.setdefault(written_in(rule.file), []).append(rule)
    for file, rules in sorted(by_file.items()):
        steps = dict.fromkeys(rule.stratum for rule in rules)
        title = f"Rules of {' and '.join(f'step {one}, {STEPS[one].name}' for one in steps)}"
        intro = " ".join(
            f"Step {one} of {len(STEPS)}: {STEPS[one].asks}. {STEPS[one].runs}" for one in steps
        )
        # the sources, which all others lean on, come last
        found.insert(-1, Leaf(_page(file), file, title, intro, [Chapter(title, rules)]))
    return found


def _files() -> list[str]:
    """Give the files of entries, and the one that only declares attributes."""
    files = [*SECTIONS]
    files.insert(files.index("vocabulary/screening.yaml") + 1, "vocabulary/runner.yaml")
    return files


def _page(file: str) -> str:
    return file.removesuffix(".yaml") + ".md"


def _titled(file: str) -> tuple[str, str]:
    """Give the title of a page of entries, and what it is about."""
    if file == "vocabulary/runner.yaml":
        return "The runner", "What a runner can say of themselves, and of a drill already tried."
    kinds = SECTIONS[file].values()
    reported = any(kind in FACT_TYPES and not FACT_TYPES[kind].stratum for kind in kinds)
    titles = {
        "vocabulary/screening.yaml": "Screening questions",
        "method/notes.yaml": "Notes",
        "method/outcomes.yaml": "Outcomes, referrals, cautions and training load",
        "sources.yaml": "Sources",
    }
    title = titles.get(file, KINDS[next(iter(kinds))])
    if file == "sources.yaml":
        return title, "What the knowledge base leans on: the article, and publications."
    return title, "What can be reported." if reported else "What can be concluded, with its words."


def _chapters(base: KnowledgeBase, file: str) -> list[Chapter]:
    entries = {kind: list(base.entries[kind].values()) for kind in SECTIONS.get(file, {}).values()}
    if file == "vocabulary/screening.yaml":
        return [
            Chapter(
                f"Checklist: {one.label}",
                [
                    question
                    for question in entries["screening"]
                    if question.text("checklist") == one.id
                ],
                about=one,
            )
            for one in entries["checklist"]
        ]
    if file == "sources.yaml":
        sources = entries["source"]
        return [
            Chapter("What the article says", [one for one in sources if "says" in one.fields]),
            Chapter("Publications", [one for one in sources if "says" not in one.fields]),
        ]
    chapters = [Chapter(KINDS[kind], found) for kind, found in entries.items() if found]
    chapters += _said_of(base, file)
    chapters += _wordings(base, file)
    rules = [rule for rule in base.rules if rule.built_in and written_in(rule.file) == file]
    return [*chapters, *([Chapter("Rules that follow from these", rules)] if rules else [])]


def _said_of(base: KnowledgeBase, file: str) -> Iterator[Chapter]:
    """Give what may be said of the things of a file, beside that they are there."""
    said = {
        "vocabulary/symptoms.yaml": {"symptom": "What can be said of each complaint"},
        "vocabulary/exercises.yaml": {"exercise": "What can be said of each exercise"},
        "vocabulary/runner.yaml": {
            "runner": "What can be said of the runner",
            "tried": "What can be said of a drill that was tried",
        },
    }
    for kind, title in said.get(file, {}).items():
        ones = [one for one in base.attributes[kind].values() if one.reported]
        yield Chapter(title, lines=[_attribute(one) for one in ones])


def _attribute(attribute: Attribute) -> Words:
    """Give what may be said in one respect: the question and its answers."""
    question = " ".join((attribute.question or "computed, not asked").split())
    if attribute.refers_to:
        answers = f" Any {attribute.refers_to}s."
    elif attribute.values:
        words = "; ".join(
            said if said == name else f"{said} ({name})" for name, said in attribute.values.items()
        )
        answers = f" {'Any' if attribute.many else 'One'} of: {words}."
    elif attribute.derived:
        answers = "."
    else:
        unit = f" {attribute.unit}" if attribute.unit else ""
        answers = f" From {attribute.minimum:g} to {attribute.maximum:g}{unit}."
    default = attribute.default
    taken = f" Taken as {default} when not said." if default is not None else ""
    return f"{capital(attribute.label)} ({attribute.name}): {question}{answers}{taken}"


def _wordings(base: KnowledgeBase, file: str) -> Iterator[Chapter]:
    """Give the words for what is concluded."""
    titles = {
        "method/keys.yaml": ("coverage_words", "sign_words", "level_words"),
        "method/drills.yaml": ("stage_words",),
        "method/patterns.yaml": ("confidence_words",),
    }
    lines: list[Words] = [
        f"{word}: {' '.join(str(said).split())}"
        for name in titles.get(file, ())
        for word, said in base.wordings[name].items()
    ]
    if file == "method/drills.yaml":
        lines += [
            joined(f"{name.replace('_', ' ')}: ", graded(part))
            for name, part in base.wordings["rules"].items()
        ]
    if lines:
        yield Chapter("Words for what is concluded", lines=lines)


class Places:
    """Where every entry, rule, case and file is, as links on a page lead there."""

    def __init__(self, pages: Sequence[Leaf], cases: Mapping[str, str]) -> None:
        self._cases = cases
        self._places: dict[tuple[str, str], str] = {}
        for page in pages:
            taken: set[str] = set()
            anchor(page.title, taken)
            for chapter in page.chapters:
                if len(page.chapters) > 1:
                    slug = anchor(chapter.title, taken)
                    if chapter.about is not None:
                        self._put(chapter.about, page, slug)
                for one in chapter.things:
                    self._put(one, page, anchor(one.id, taken))

    def _put(self, one: Entry | Rule, page: Leaf, slug: str) -> None:
        self._places[kind_of(one), one.id] = f"{page.path}#{slug}"

    def lead(self, link: Link, page: str) -> str:
        """Give where a link leads, seen from a page; empty where there is no such place."""
        if link.kind == "case":
            target = f"../{self._cases[link.id]}" if link.id in self._cases else ""
        elif link.kind == "file":
            target = link.id
        else:
            target = self._places.get((link.kind, link.id), "")
        if not target:
            return ""
        path, sharp, slug = target.partition("#")
        if path == page:
            return f"#{slug}"
        way = posixpath.relpath(path, posixpath.dirname(page) or ".")
        return quote(way, safe="/.-_~") + sharp + slug


def holds(page: Leaf) -> list[tuple[str, int]]:
    """Give what a page holds, and how many of each."""
    if page.chapters and page.chapters[0].about is not None:
        return [(page.title, sum(len(one.things) for one in page.chapters))]
    return [(one.title, len(one.things or one.lines)) for one in page.chapters]
