"""A page as it is printed, read back from its PDF."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import Final

A4: Final = (595, 842)
"""Its width and height in points."""
_COUNTER: Final = re.compile(r"^\s*\d+ / \d+\s*$", re.MULTILINE)
"""What the page itself says of its sheets."""
_LINES: Final = 4
"""How many lines a heading takes at most."""


def print_faults(
    pdf: bytes, texts: Iterable[str], headings: Iterable[str], first: str
) -> Iterator[tuple[str, str]]:
    """
    Give what is wrong with a printed page, as pairs of where and what.

    Every text must be there, whole; `first` and the first heading on the first sheet; no sheet may
    be blank, of another size than A4 or end with a heading.
    """
    from pypdf import PdfReader

    sheets = PdfReader(io.BytesIO(pdf)).pages
    written = [_COUNTER.sub("", sheet.extract_text()) for sheet in sheets]
    headings = [_squeezed(one) for one in headings]
    whole = _squeezed("".join(written))
    for text in dict.fromkeys(texts):
        if _squeezed(text) not in whole:
            yield text, "is not printed"
    for text in [_squeezed(first), *headings[:1]]:
        if text not in _squeezed(written[0]):
            yield text, "is not on the first sheet"
    for number, (sheet, text) in enumerate(zip(sheets, written, strict=True), 1):
        size = sorted(round(float(one)) for one in (sheet.mediabox.width, sheet.mediabox.height))
        if any(abs(one - other) > 1 for one, other in zip(size, A4, strict=True)):
            yield f"sheet {number}", f"is {size} points, not A4"
        if not text.strip():
            yield f"sheet {number}", "holds no words"
    for number, text in enumerate(written[:-1], 1):
        lines = [line for line in text.splitlines() if line.strip()]
        for count in range(1, min(_LINES, len(lines)) + 1):
            if _squeezed("".join(lines[-count:])) in headings:
                yield f"sheet {number}", f"ends with the heading {' '.join(lines[-count:])}"


def _squeezed(text: str) -> str:
    """Give a text without what setting it in lines may change: spaces, hyphens, capitals."""
    return re.sub(r"[\s\u00ad\u2010\u2011-]", "", text).casefold()
