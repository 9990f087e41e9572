"""
Everything the program says, written out to be compared byte for byte.

    python -m tests.all_advice make COUNT    random cases, one a line
    python -m tests.all_advice say FILE      what is said of the shipped cases, of cases that are
                                             wrong, and of the cases in FILE; answers to
                                             questions about them; pages; interviews; and the
                                             catalogue
    python -m tests.all_advice draw FILE     the graphs of the shipped cases and those in FILE

The random cases are made once and handed on: their maker may do otherwise on another Python.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from advisor.advice import Advice, build
from advisor.cases import Case, case_schema, write_case
from advisor.documents import Document, read, read_text
from advisor.explanation import why, why_not
from advisor.explanation.counterfactual import counterfactual
from advisor.explanation.what_if import what_if
from advisor.inference import Engine, infer
from advisor.interview import Interview
from advisor.knowledge import KnowledgeBase, load
from advisor.reasoner import Reasoner, shipped_cases
from advisor.report.asking.data import next_json, question_schema
from advisor.report.asking.stakes import why_asked
from advisor.report.catalogue.terminal import list_text, show_text
from advisor.report.clips import clips_text
from advisor.report.data import advice_json, dump
from advisor.report.diagnosed import diagnostic_lines
from advisor.report.explaining.answers import answer_text
from advisor.report.explaining.counterfactual_data import counterfactual_json
from advisor.report.explaining.counterfactuals import counterfactual_text
from advisor.report.explaining.data import answer_json
from advisor.report.explaining.schema import explanation_schema
from advisor.report.explaining.what_if import what_if_text
from advisor.report.explaining.what_if_data import what_if_json
from advisor.report.graphs import dot, mermaid
from advisor.report.handover import handover_markdown
from advisor.report.markup.clinician import clinician_page
from advisor.report.markup.runner import runner_page
from advisor.report.schemas import advice_schema, result_schema
from advisor.report.text import advice_markdown, advice_text
from tests import random_cases
from tests.conftest import rule_documents
from tests.talking import Teller

WRONG: tuple[dict[str, Any], ...] = (
    {"symptoms": {"knee-cap-ache": {}, "low-back": {"worst": 12, "trigger": []}}},
    {"areas": ["nee", "knee", "knee"], "runner": {"age": "41", "wekly_km": 3, "sex": "no"}},
    {
        "routine": {"clamshels": {"times_per_week": 0}, "bridge ": {}},
        "screening": {"all_others": 1},
    },
    {"observations": {"back-arches": "maybe"}, "tried": {"hinge": {"pain": -1}}, "symptom": {}},
)
"""Cases that are wrong in several ways: the words for it must not depend on a set's order."""

PAGES: tuple[Callable[[Advice], str], ...] = (
    advice_markdown,
    handover_markdown,
    runner_page,
    clinician_page,
)
"""What pages are written with."""


def make(count: int) -> Iterator[str]:
    """Give random cases as lines of JSON."""
    rng, documents = random.Random(20), rule_documents()
    for _ in range(count):
        yield json.dumps(random_cases.random_case(rng, documents))


def said(reasoner: Reasoner, documents: Iterable[Document]) -> Iterator[str]:
    """Give the advice on each case as text and as data, or what is wrong with it."""
    for document in documents:
        case = reasoner.check(document)
        if isinstance(case, Case):
            advice = reasoner.advise(case)
            yield advice_json(advice)
            yield advice_text(advice)
        else:
            yield from (f"{line}\n" for one in case for line in diagnostic_lines(one))


def pages(reasoner: Reasoner, documents: Iterable[Document]) -> Iterator[str]:
    """Give every page on each case."""
    for document in documents:
        case = reasoner.check(document)
        assert isinstance(case, Case), case
        advice = reasoner.advise(case)
        yield from (write(advice) for write in PAGES)


CHANGES = (
    "routine.single-leg-rdl.times_per_week=3",
    "observations.knee-drifts-in=yes",
    "runner.age=15",
    "screening.limping=unsure",
)


def explained(reasoner: Reasoner, documents: Iterable[Document]) -> Iterator[str]:
    """Give the answers to some questions about each case, another each time."""
    kinds = ("outcome", "drill", "key", "pattern", "note", "referral", "load", "caution")
    names = [f"{kind}:{name}" for kind in kinds for name in reasoner.base.entries[kind]]
    names += [f"withheld:{name}" for name in reasoner.base.withholdable()]
    for number, document in enumerate(documents):
        case = reasoner.check(document)
        assert isinstance(case, Case), case
        advice = reasoner.advise(case)
        for answer in (
            why(advice, f"outcome:{advice.outcome}"),
            why(advice, names[number % len(names)]),
            why_not(advice, names[number * 7 % len(names)]),
        ):
            yield answer_text(answer)
            yield answer_json(answer)
        if number % 5 == 0:
            compared = what_if(advice, CHANGES[number // 5 % len(CHANGES)])
            yield what_if_text(compared)
            yield what_if_json(compared)
        if number % 15 == 0:
            found = counterfactual(advice, f"drill:{list(reasoner.base.entries['drill'])[1]}")
            yield counterfactual_text(found)
            yield counterfactual_json(found)


def asked(reasoner: Reasoner, documents: Iterable[Document]) -> Iterator[str]:
    """Give what the interview of each case asks, and why."""
    for document in documents:
        value: Any = document.value
        interview = Interview(reasoner.base)
        yield next_json(interview)
        for prompt, after in Teller(reasoner.base, value).prompts(interview):
            yield why_asked(interview, prompt.fields[-1])
            yield next_json(after)
            interview = after
        yield write_case(reasoner.base, interview.data)


def drawings(lines: Iterable[str]) -> Iterator[str]:
    """Give the graphs behind the advice on the shipped cases and on some random ones."""
    reasoner = Reasoner(load())
    for document in (*shipped_documents(), *map(document_of, lines)):
        case = reasoner.check(document)
        assert isinstance(case, Case), case
        advice = reasoner.advise(case)
        yield mermaid(advice)
        yield dot(advice)


def words(engine: Engine, case: Case) -> str:
    """Give all that one engine concludes of a case, and why, as the user gets it."""
    return advice_json(build(engine.base, case, infer(engine, case.facts, case.open)))


def document_of(content: str | bytes, name: str = "case", *, is_json: bool = True) -> Document:
    """Read a case under a name that is the same in both notations."""
    raw = content.encode() if isinstance(content, str) else content
    document = read_text(raw, name, json=is_json)
    assert isinstance(document, Document), document
    return document


def shipped_documents() -> Iterator[Document]:
    """Give every shipped case, read as a user's is."""
    for name, path in shipped_cases().items():
        document = read(path, f"@{name}")
        assert isinstance(document, Document), document
        yield document


def catalogue(base: KnowledgeBase) -> Iterator[str]:
    """Give what the commands about the knowledge base print."""
    yield list_text(base)
    for kind in base.entries.values():
        yield from (show_text(base, entry) for entry in kind.values())
    yield from (show_text(base, rule) for rule in base.rules)
    schemas = (case_schema, advice_schema, result_schema, explanation_schema, question_schema)
    for schema in schemas:
        yield f"{dump(schema(base))}\n"
    case = Reasoner(base).check(next(shipped_documents()))
    assert isinstance(case, Case), case
    yield clips_text(base, case)


def everything(lines: Iterable[str]) -> Iterator[str]:
    """Give all that is said, of these random cases and of what is shipped."""
    base = load()
    reasoner, lines = Reasoner(base), list(lines)
    yield from said(reasoner, shipped_documents())
    yield from said(reasoner, (document_of(json.dumps(case)) for case in WRONG))
    yield from said(reasoner, map(document_of, lines))
    documents = (*shipped_documents(), *map(document_of, lines))
    yield from explained(reasoner, documents[::3])
    yield from pages(reasoner, documents[1::3])
    yield from asked(reasoner, documents[2::30])
    yield from catalogue(base)


def main(command: str, argument: str) -> None:
    if command == "make":
        parts: Iterable[str] = (f"{line}\n" for line in make(int(argument)))
    else:
        lines = Path(argument).read_text(encoding="utf-8").splitlines()
        parts = (drawings if command == "draw" else everything)(lines)
    for part in parts:
        sys.stdout.buffer.write(part.encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
