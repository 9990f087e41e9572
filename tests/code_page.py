"""The page on the codes of diagnostics, made from their examples: `python -m tests.code_page`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from advisor.batch import Run
from advisor.diagnostics import CODES
from advisor.knowledge import KnowledgeBase, load
from advisor.report.diagnosed import diagnostic_lines
from tests.code_examples import ELSEWHERE, EXAMPLES, Example
from tests.conftest import CASES

PAGE = CASES / "DIAGNOSTICS.md"
_SHOWN = 400
_HEAD = """\
# What can be wrong with a case file

`advisor validate` and `advisor advise` tell what is wrong as `file:line:column: code: message`,
with the line it is in and, where one mend is likely, how to mend it. A code never changes its
meaning. Each has here a file that gets it, what is said of that file, and the file mended; the
tests run them all.

<!-- made by `python -m tests.code_page` from tests/code_examples.py; a test tells when stale -->
"""


def page(base: KnowledgeBase) -> str:
    """Give the page."""
    return _HEAD + "".join(f"\n{line}" if line else "\n" for line in _lines(base)) + "\n"


def _lines(base: KnowledgeBase) -> Iterator[str]:
    for code, example in EXAMPLES.items():
        yield from ("", f"## {code}", "", f"{_sentence(CODES[code])}")
        yield from _shown("", example, example.bad)
        yield from ("", "```text", *told(base, example), "```")
        yield from _shown("Mended:", example, example.good)
    yield from ("", "## Others", "", "These hang on more than the content of one file.", "")
    yield from (f"- `{code}`: {CODES[code]} ({when})." for code, when in ELSEWHERE.items())
    rest = [code for code in CODES if code not in EXAMPLES and code not in ELSEWHERE]
    yield from ("", "## Of rules and of changes", "")
    yield "These are told of a knowledge base, or of the changes that `advisor what-if` is given."
    yield ""
    yield from (f"- `{code}`: {CODES[code]}." for code in rest)


def told(base: KnowledgeBase, example: Example) -> list[str]:
    """Give what is said of the bad file of an example, by the file's name alone."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(example.written(Path(folder)))
        found = [one for result in Run(base).results([path]) for one in result.diagnostics]
    return [line.replace(f"{folder}/", "") for one in found for line in diagnostic_lines(one)]


def _sentence(meaning: str) -> str:
    return f"{meaning[0].upper()}{meaning[1:]}."


def _shown(lead: str, example: Example, content: bytes) -> Iterator[str]:
    if example.name.endswith(".gz") or not 1 < len(content) < _SHOWN:
        return
    if lead:
        yield from ("", lead)
    kind = example.name.rpartition(".")[2]
    text = content.decode("utf-8", errors="backslashreplace").replace("\0", "\\0")
    yield from ("", f"```{kind}", *text.rstrip("\n").split("\n"), "```")


if __name__ == "__main__":
    PAGE.write_text(page(load()), encoding="utf-8", newline="\n")
