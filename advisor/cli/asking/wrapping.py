"""Text broken into lines by the width it takes on a screen."""

from __future__ import annotations

from collections import deque

from prompt_toolkit.utils import get_cwidth


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Break a text into lines of at most `width` columns, with an indent each."""
    lines, line = [], first
    words = deque(text.split())
    empty = True
    while words:
        word = words.popleft()
        longer = f"{line}{'' if empty else ' '}{word}"
        if get_cwidth(longer) <= width:
            line, empty = longer, False
            continue
        if empty:
            cut = _fitting(word, width - get_cwidth(line))
            line, word = line + word[:cut], word[cut:]
        if word:
            words.appendleft(word)
            lines.append(line)
            line, empty = rest, True
    return [*lines, line]


def _fitting(word: str, width: int) -> int:
    """Give how many characters of a word fit, at least one."""
    cut = 1
    while cut < len(word) and get_cwidth(word[: cut + 1]) <= width:
        cut += 1
    return cut


def cut_short(text: str, width: int, ending: str) -> str:
    """Give a text on one line, its end left out where it is too long."""
    if get_cwidth(text) <= width:
        return text
    return text[: _fitting(text, width - get_cwidth(ending))].rstrip() + ending
