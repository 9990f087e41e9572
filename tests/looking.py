"""Looking at pages in a browser: what is wrong with one, by kind of fault, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from tests.browser import Tab
from tests.printing import print_faults

WIDTHS: Final = (360, 768, 1280)
PHONE: Final = WIDTHS[0]


@dataclass(frozen=True)
class Shown:
    """A page to look at: who it is for, of which case, and words that its first sheet must show."""

    case: str
    reader: str
    html: str
    first: str = ""

    @property
    def name(self) -> str:
        return f"{self.case}, for the {self.reader}"


class Fault(NamedTuple):
    """Something wrong with a page: the kind of fault, the element or text, and what it is."""

    kind: str
    where: str
    what: str


Findings = dict[str, list[Fault]]
"""The faults of pages by the names of these."""


async def ask(tab: Tab, question: str) -> Any:
    """Ask the tools in the page (`in_page.js`)."""
    return await tab.page.evaluate(f"look.{question}")


async def faults_in(tab: Tab, question: str) -> list[Fault]:
    return [Fault(*one) for one in await ask(tab, question)]


async def look_closely(tab: Tab, shown: Shown) -> list[Fault]:
    """
    Look at a page as it comes: structure, requests, print, axe, and the layout at every width.

    It is printed as it opens, and then looked at with everything unfolded.
    """
    await tab.open(shown.html)
    found = await faults_in(tab, "structure()")
    texts, headings = await ask(tab, "texts()"), await ask(tab, "headings()")
    pdf = await tab.page.pdf(format="A4", prefer_css_page_size=True)
    found += [Fault("print", *one) for one in print_faults(pdf, texts, headings, shown.first)]
    await ask(tab, "unfold()")
    found += await faults_in(tab, "axed()")
    for width in reversed(WIDTHS):
        await tab.resize(width)
        found += [one._replace(what=f"{one.what}, at {width} px") for one in await _layout(tab)]
    return found + [Fault(kind, "asked or complained", what) for kind, what in tab.heard]


async def _layout(tab: Tab) -> list[Fault]:
    return await faults_in(tab, "layout()")


async def look_in_the_dark(tab: Tab, shown: Shown) -> list[Fault]:
    """Look at a page on a narrow screen, in light colours and in dark, and then at its paper."""
    await tab.open(shown.html)
    await ask(tab, "unfold()")
    await tab.resize(PHONE)
    found = await faults_in(tab, "axed()")
    await tab.page.emulate_media(color_scheme="dark")
    found += [
        one._replace(what=f"{one.what}, in dark colours")
        for one in [*await faults_in(tab, "axed()"), *await _layout(tab)]
    ]
    await tab.page.emulate_media(media="print", color_scheme="dark")
    return found + await faults_in(tab, "paper()")


async def tab_through(tab: Tab, shown: Shown) -> list[Fault]:
    """Go through a page with the Tab key alone, everything unfolded, on a phone."""
    await tab.open(shown.html)
    await ask(tab, "unfold()")
    await tab.resize(PHONE)
    stops = await ask(tab, "stops()")
    found: list[Fault] = []
    reached: list[int] = []
    for _ in stops:
        await tab.page.keyboard.press("Tab")
        place, wrong = await ask(tab, "focus()")
        reached.append(place)
        found += [Fault(*one) for one in wrong]
    if reached != sorted(reached):
        found.append(Fault("focus", "the page", f"is gone through in the order {reached}"))
    missed = [stop for place, stop in enumerate(stops) if place not in reached]
    return found + [Fault("focus", stop, "is not reached with the Tab key") for stop in missed]


async def read_aloud(tab: Tab, shown: Shown) -> str:
    """Give the text of a page, as it opens."""
    await tab.open(shown.html)
    return await tab.page.inner_text("body")


async def count_elements(tab: Tab, shown: Shown) -> tuple[dict[str, int], str]:
    """Count the elements of a page by name; also gives the whole text of its body."""
    await tab.open(shown.html)
    names: list[str] = await tab.page.evaluate(
        "[...document.querySelectorAll('*')].map(one => one.localName)"
    )
    text = await tab.page.text_content("body") or ""
    return {name: names.count(name) for name in sorted(set(names))}, text


def told_of(findings: Findings, kinds: Iterable[str]) -> str:
    """Say which pages have faults of these kinds, and where: those of the same words together."""
    pages: dict[Fault, list[str]] = {}
    for name, faults in findings.items():
        for fault in dict.fromkeys(faults):
            if fault.kind in kinds:
                pages.setdefault(fault, []).append(name)
    return "\n".join(
        f"{fault.kind}: {fault.where}: {fault.what}\n    in {len(names)}: {'; '.join(names[:3])}"
        for fault, names in pages.items()
    )
