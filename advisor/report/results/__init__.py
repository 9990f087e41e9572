"""Views of a run over many cases, each written as the results come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from advisor.knowledge import KnowledgeBase
from advisor.report.results.as_json import JsonLinesWriter, JsonWriter
from advisor.report.results.difference import explain
from advisor.report.results.github import GithubWriter
from advisor.report.results.junit import JunitWriter
from advisor.report.results.sarif import SarifWriter
from advisor.report.results.text import TextWriter
from advisor.report.results.writer import Writer

__all__ = ["WRITERS", "Writer", "explain"]

WRITERS: Final[Mapping[str, Callable[[KnowledgeBase], Writer]]] = {
    "text": TextWriter,
    "json": JsonWriter,
    "jsonl": JsonLinesWriter,
    "junit": JunitWriter,
    "sarif": SarifWriter,
    "github": GithubWriter,
}
"""By name, the forms in which the results of a run can be written."""
