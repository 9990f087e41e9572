"""
Pictures of the pages, to be looked at by whoever changes them.

    python -m tests.pictures FOLDER CASE...    screenshots at every width, light and dark, and the
                                               printed sheets, of shipped cases or case files

The printed sheets are a PDF, and pictures too where `pdftoppm` (of poppler-utils) is installed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from advisor.reasoner import advise, read_case
from tests.browser import Tab, missing, opened
from tests.looking import WIDTHS, Shown
from tests.paged import pages_of

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def wanted(names: list[str]) -> Iterator[Shown]:
    """Give the pages of cases, each a file or the name of a shipped one."""
    for name in names:
        case = read_case(name if Path(name).is_file() else f"@{name.removeprefix('@')}")
        yield from pages_of(advise(case))


def main(folder: str, *names: str) -> None:
    lacking = missing()
    if lacking:
        sys.exit(lacking)
    into = Path(folder)
    into.mkdir(parents=True, exist_ok=True)

    async def picture(tab: Tab, shown: Shown) -> None:
        start = into / f"{Path(shown.case).stem}-{shown.reader}"
        await tab.open(shown.html)
        for width in WIDTHS:
            await tab.resize(width)
            for scheme in SCHEMES:
                await tab.page.emulate_media(color_scheme=scheme)
                await tab.page.screenshot(path=f"{start}-{width}-{scheme}.png", full_page=True)
        await tab.page.pdf(path=f"{start}.pdf", format="A4", prefer_css_page_size=True)

    with opened() as browser:
        browser.each(picture, wanted(list(names)))
    poppler = shutil.which("pdftoppm")
    for pdf in sorted(into.glob("*.pdf")) if poppler else ():
        subprocess.run([str(poppler), "-r", "90", "-png", pdf, pdf.with_suffix("")], check=True)
    sys.stdout.writelines(f"{path}\n" for path in sorted(into.iterdir()))


if __name__ == "__main__":
    main(*sys.argv[1:])
