"""`rules/` read from a folder, checked and linked; what is wrong is gathered, file by file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

from advisor.diagnostics import Diagnostic, KnowledgeError
from advisor.documents import Document, read
from advisor.facts import FACT_TYPES
from advisor.knowledge.attributes import Attributes, attributes_of, unsound_attributes
from advisor.knowledge.base import KnowledgeBase, LeftOut
from advisor.knowledge.built_in import built_in_rules
from advisor.knowledge.checks import Written, check
from advisor.knowledge.entries import SECTIONS, Entries, Names, Retired, entries_in, entries_of
from advisor.knowledge.parsing import Parser
from advisor.knowledge.questions import unread_questions
from advisor.knowledge.rule_shape import REASONING
from advisor.knowledge.shapes import METHOD, OTHER, VOCABULARY
from advisor.language import Conclusion, Rule
from advisor.shape import Shape


def read_folder(folder: Path) -> KnowledgeBase:
    """Read a knowledge base. Raises `KnowledgeError` with all that is wrong at the first stage."""
    if not (folder / "knowledge.yaml").exists():
        message, hint = "this is no knowledge base", "one has a file knowledge.yaml"
        _refuse([Diagnostic("file-missing", "error", str(folder), 0, 0, "", message, hint)])
    documents = _documents(folder)
    _refuse(_misshapen(documents))
    retired = _retired_ids(documents)
    entries, diagnostics = entries_of(documents, retired)
    diagnostics += unsound_attributes(documents)
    diagnostics += _needs_cycle(documents["method/drills.yaml"], entries)
    _refuse(diagnostics)
    attributes = attributes_of(documents, entries)
    written, diagnostics = _rules(documents, attributes, entries, retired)
    if not diagnostics:  # a question whose rule could not be read is not unread
        screening = documents["vocabulary/screening.yaml"]
        diagnostics += unread_questions(screening, entries, written)
    for one in written:
        diagnostics += check(one, Names(entries, retired))
    diagnostics += _duplicates(written)
    diagnostics += _retired(documents, written, retired, entries)
    _refuse(diagnostics)
    return _link(documents, entries, attributes, [one.rule for one in written], retired)


def _refuse(diagnostics: list[Diagnostic]) -> None:
    if diagnostics:
        raise KnowledgeError(sorted(diagnostics, key=lambda one: (one.file, one.line, one.column)))


def _documents(folder: Path) -> dict[str, Document]:
    """Read every file, in an order that no file system decides."""
    fixed = [*VOCABULARY, *METHOD, *OTHER]
    found = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.suffix.lower() in (".yaml", ".yml", ".json") and not path.name.startswith(".")
    )
    reasoning = [
        name
        for name in found
        if PurePath(name).parent.as_posix() == "reasoning" and name.endswith(".yaml")
    ]
    documents: dict[str, Document] = {}
    diagnostics = [
        Diagnostic("file-unexpected", "error", str(folder / name), 0, 0, "", *_UNEXPECTED)
        for name in found
        if name not in fixed and name not in reasoning
    ]
    for name in (*fixed, *reasoning):
        document = read(folder / name)
        if isinstance(document, Diagnostic):
            diagnostics.append(document)
        else:
            documents[name] = document
    if not reasoning:
        message = "there are no rules: no reasoning/*.yaml"
        diagnostics.append(Diagnostic("file-missing", "error", str(folder), 0, 0, "", message))
    _refuse(diagnostics)
    return documents


_UNEXPECTED = (
    "no such file is read",
    "rules go to reasoning/*.yaml; delete it, or rename it with a first dot",
)


def _misshapen(documents: Mapping[str, Document]) -> list[Diagnostic]:
    shapes = {name: Shape(schema) for name, schema in {**VOCABULARY, **METHOD, **OTHER}.items()}
    reasoning = Shape(REASONING)
    return [
        problem
        for name, document in documents.items()
        for problem in shapes.get(name, reasoning).problems(document)
    ]


def _needs_cycle(document: Document, entries: Entries) -> Iterator[Diagnostic]:
    """Diagnose a drill that needs itself, directly or through others."""
    needs = {drill.id: drill.words("needs") for drill in entries["drill"].values()}
    for index, drill in enumerate(entries["drill"].values()):
        reached, frontier = set[str](), list(needs[drill.id])
        while frontier:
            name = frontier.pop()
            if name not in reached:
                reached.add(name)
                frontier += needs.get(name, ())
        if drill.id in reached:
            message = f"{drill.id!r} needs itself"
            yield document.problem("needs-cycle", ("drills", index, "needs"), message)


def _rules(
    documents: Mapping[str, Document], attributes: Attributes, entries: Entries, retired: Retired
) -> tuple[list[Written], list[Diagnostic]]:
    written: list[Written] = []
    diagnostics: list[Diagnostic] = []
    for name, document in documents.items():
        if not name.startswith("reasoning/"):
            continue
        parser = Parser(document, attributes, entries, retired)
        for index, node in enumerate(_dig(document.value, "rules")):
            rule = _rule(parser, document, node, ("rules", index))
            if rule is not None:
                written.append(Written(rule, document))
        diagnostics += parser.diagnostics
    return written, diagnostics


def _rule(
    parser: Parser, document: Document, node: dict[str, Any], path: tuple[str, int]
) -> Rule | None:
    when = parser.condition(node["when"], (*path, "when"))
    conclude = parser.conclusions(node["conclude"], (*path, "conclude"))
    if when is None or conclude is None:
        return None
    kinds = {one.type for one in conclude}
    if len(kinds) != 1:
        message = f"concludes {' and '.join(sorted(kinds))}; a rule concludes facts of one type"
        parser.diagnostics.append(
            document.problem("mixed-conclusions", (*path, "conclude"), message, "make it two rules")
        )
        return None
    title = node["title"].strip()
    return Rule(
        id=node["id"],
        title=title,
        when=when,
        conclude=tuple(_with_reason(one, title) for one in conclude),
        because=node["because"].strip(),
        grade=node["grade"],
        sources=tuple(node["sources"]),
        notes=tuple(node.get("notes", ())),
        ref=tuple(node["ref"]),
        stratum=FACT_TYPES[conclude[0].type].stratum,
        order=0,
        file=document.file,
        path=path,
    )


def _with_reason(conclusion: Conclusion, title: str) -> Conclusion:
    """Give a withheld thing the title of its rule as `why`."""
    if conclusion.type != "withheld":
        return conclusion
    attributes = (*conclusion.attributes, ("why", title))
    return Conclusion(conclusion.type, conclusion.identity, attributes)


def _dig(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value[key]
    return value


def _duplicates(written: list[Written]) -> Iterator[Diagnostic]:
    first: dict[str, Rule] = {}
    for one in written:
        if one.rule.id in first:
            message = (
                f"the rule {one.rule.id!r} is defined twice (first in {first[one.rule.id].file})"
            )
            yield one.problem("duplicate-id", ("id",), message, "rename one")
        first.setdefault(one.rule.id, one.rule)


def _retired_ids(documents: Mapping[str, Document]) -> dict[tuple[str, str], str]:
    """Give kind and id of what was used once and never may be again, with what to do instead."""
    return {
        (one["kind"], one["id"]): f"use {one['replaced_by']!r}"
        if "replaced_by" in one
        else f"{one.get('why', 'nothing replaced it')}; choose an id that was never used"
        for one in _dig(documents["retired.yaml"].value, "retired")
    }


def _retired(
    documents: Mapping[str, Document],
    written: list[Written],
    retired: Retired,
    entries: Entries,
) -> Iterator[Diagnostic]:
    """Diagnose every entry and rule with a retired id, and a replacement that does not exist."""
    rules = {one.rule.id for one in written}
    for index, row in enumerate(_dig(documents["retired.yaml"].value, "retired")):
        known = rules if row["kind"] == "rule" else entries[row["kind"]]
        if "replaced_by" in row and row["replaced_by"] not in known:
            path = ("retired", index, "replaced_by")
            message = f"no {row['kind']} has the id {row['replaced_by']!r}"
            yield documents["retired.yaml"].problem("unknown-id", path, message)
    for one in written:
        if ("rule", one.rule.id) in retired:
            message = f"the rule id {one.rule.id!r} is retired"
            yield one.problem("retired-id", ("id",), message, retired["rule", one.rule.id])
    for file, sections in SECTIONS.items():
        document = documents[file]
        for section, kind in sections.items():
            for index, fields in enumerate(entries_in(document, section)):
                key = (kind, fields["id"])
                if key in retired:
                    message = f"the {kind} id {key[1]!r} is retired"
                    path = (section, index, "id")
                    yield document.problem("retired-id", path, message, retired[key])


def _link(
    documents: Mapping[str, Document],
    entries: Entries,
    attributes: Attributes,
    authored: list[Rule],
    retired: Retired,
) -> KnowledgeBase:
    knowledge: Any = documents["knowledge.yaml"].value
    content = {name: document.value for name, document in sorted(documents.items())}
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    wordings = {
        name: _dig(documents[file].value, name)
        for file, names in (
            ("method/keys.yaml", ("coverage_words", "sign_words", "level_words")),
            ("method/drills.yaml", ("stage_words",)),
            ("method/patterns.yaml", ("confidence_words",)),
        )
        for name in names
    }
    wordings["rules"] = {
        name: _dig(documents["method/drills.yaml"].value, name)
        for name in ("pain_rule", "stop_rule")
    }
    rules = sorted((*authored, *built_in_rules(entries)), key=lambda rule: rule.stratum)
    return KnowledgeBase(
        name=knowledge["name"],
        title=knowledge["title"],
        version=knowledge["version"],
        method=knowledge["method"].strip(),
        disclaimer=" ".join(knowledge["disclaimer"].split()),
        digest=hashlib.sha256(canonical.encode()).hexdigest()[:12],
        entries=entries,
        attributes=attributes,
        rules=tuple(_ordered(rule, order) for order, rule in enumerate(rules)),
        wordings=wordings,
        retired=retired,
        left_out=tuple(
            LeftOut(one["ref"], " ".join(one["why"].split()))
            for one in knowledge.get("left_out", ())
        ),
    )


def _ordered(rule: Rule, order: int) -> Rule:
    return replace(rule, order=order)
