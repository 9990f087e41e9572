"""Views of a run over many cases, each written as the results come."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from advisor.report.results.difference import explain

if TYPE_CHECKING:
    from advisor.knowledge import KnowledgeBase
    from advisor.report.results.writer import Writer

__all__ = ["WRITERS", "explain"]


class _Writers(Mapping[str, "Callable[[KnowledgeBase], Writer]"]):
    """The classes that write results, each imported when it is asked for."""

    def __init__(self, **homes: str) -> None:
        self._homes = homes

    def __getitem__(self, form: str) -> Callable[[KnowledgeBase], Writer]:
        module, _, name = self._homes[form].partition(":")
        made: Callable[[KnowledgeBase], Writer]
        made = getattr(importlib.import_module(f"advisor.report.results.{module}"), name)
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._homes)

    def __len__(self) -> int:
        return len(self._homes)


WRITERS: Final = _Writers(
    text="text:TextWriter",
    json="as_json:JsonWriter",
    jsonl="as_json:JsonLinesWriter",
    junit="junit:JunitWriter",
    sarif="sarif:SarifWriter",
    github="github:GithubWriter",
)
"""By name, the forms in which the results of a run can be written."""
