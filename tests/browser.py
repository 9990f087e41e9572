"""
A real browser for the tests: Chromium, as this machine has it, driven through Playwright.

    python -m tests.browser    where it is, or what is missing

Playwright's own browsers are not used. Nothing here imports Playwright before a browser is opened,
so that the other tests run without it.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import shutil
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from playwright.async_api import Browser as Chromium
    from playwright.async_api import BrowserContext, ConsoleMessage, Page, Request, Route

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
PACKAGES: Final = ("playwright", "axe_playwright_python", "pypdf")
HERE: Final = "http://page.invalid/"
"""Where pages are served from, by us; everything else is asked of the network, and refused."""
TABS: Final = 2
"""How many pages are looked at at once: more than there are processors gains nothing."""
WIDE: Final = 1280
TALL: Final = 900
IN_PAGE: Final = Path(__file__).with_name("in_page.js")

Item = TypeVar("Item")
Found = TypeVar("Found")


def find_browser() -> str | None:
    """Give the path of Chromium, named by the variable `CHROMIUM` or found on the path."""
    return next(filter(None, map(shutil.which, (os.environ.get("CHROMIUM", ""), *NAMES))), None)


def missing() -> str:
    """Say what is missing for tests in a browser, and how to get it; empty when all is there."""
    if find_browser() is None:
        return (
            f"no browser found ({', '.join(NAMES)} on the path, or the variable CHROMIUM): install "
            "Chromium, on Debian 'apt-get install chromium fonts-dejavu-core'"
        )
    packages = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    if packages:
        return f"no package {', '.join(packages)}: pip install -e '.[browser]'"
    return ""


@dataclass
class Tab:
    """A page of the browser; `heard` is what went wrong in it since it began to load."""

    page: Page
    heard: list[tuple[str, str]] = field(default_factory=list)
    _html: str = ""

    async def open(self, html: str) -> None:
        """Show a document, in light colours on a wide screen."""
        self._html = html
        self.heard.clear()
        await self.page.emulate_media(media="null", color_scheme="light")
        await self.resize(WIDE)
        await self.page.goto(HERE)

    async def resize(self, width: int) -> None:
        """Make the window this wide, in CSS pixels."""
        await self.page.set_viewport_size({"width": width, "height": TALL})

    async def listen(self) -> Tab:
        """Serve the document and nothing else; take down every other request and complaint."""
        await self.page.route("**/*", self._serve)
        self.page.on("request", self._asked)
        self.page.on("console", self._complained)
        self.page.on("pageerror", lambda error: self.heard.append(("console", str(error))))
        return self

    async def _serve(self, route: Route) -> None:
        if route.request.url == HERE:
            await route.fulfill(body=self._html, content_type="text/html; charset=utf-8")
        else:
            await route.abort()

    def _asked(self, request: Request) -> None:
        if request.url != HERE and not request.url.startswith("data:"):
            self.heard.append(("request", request.url))

    def _complained(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.heard.append(("console", message.text))


class Browser:
    """
    Chromium, started. Its event loop runs only within `each`, so that no other test meets it.

    `script` false is a browser in which scripts are turned off.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, chromium: Chromium) -> None:
        self._loop = loop
        self._chromium = chromium

    def each(
        self,
        look: Callable[[Tab, Item], Awaitable[Found]],
        items: Iterable[Item],
        *,
        script: bool = True,
    ) -> list[Found]:
        """Do the same with each item, in some tab; gives what was found in the order of items."""
        return self._loop.run_until_complete(self._each(look, list(items), script))

    async def _each(
        self, look: Callable[[Tab, Item], Awaitable[Found]], items: list[Item], script: bool
    ) -> list[Found]:
        found: dict[int, Found] = {}
        waiting = iter(range(len(items)))
        context = await self._chromium.new_context(java_script_enabled=script)
        if script:
            await _equip(context)

        async def work() -> None:
            tab = await Tab(await context.new_page()).listen()
            for number in waiting:
                found[number] = await look(tab, items[number])

        try:
            await asyncio.gather(*(work() for _ in range(TABS)))
        finally:
            await context.close()
        return [found[number] for number in range(len(items))]


async def _equip(context: BrowserContext) -> None:
    """Lend every page the tools to look at it with; they load before it and leave no trace."""
    package = importlib.util.find_spec("axe_playwright_python")
    assert package is not None
    assert package.origin is not None
    await context.add_init_script(path=Path(package.origin).with_name("axe.min.js"))
    await context.add_init_script(path=IN_PAGE)


@contextmanager
def opened() -> Iterator[Browser]:
    """Give the browser, started, and close it in the end."""
    from playwright.async_api import async_playwright

    loop = asyncio.new_event_loop()
    manager = async_playwright()
    playwright = loop.run_until_complete(manager.start())
    chromium = loop.run_until_complete(
        playwright.chromium.launch(
            executable_path=find_browser(),
            chromium_sandbox=not (hasattr(os, "geteuid") and os.geteuid() == 0),
            args=["--disable-gpu", "--disable-background-networking"],
        )
    )
    try:
        yield Browser(loop, chromium)
    finally:
        loop.run_until_complete(chromium.close())
        loop.run_until_complete(playwright.stop())
        loop.close()


if __name__ == "__main__":
    sys.exit(missing() or print(find_browser()))
