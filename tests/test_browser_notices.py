"""What the tests of the pages would notice: one fault at a time on a page that has none."""

from __future__ import annotations

from typing import Final

import pytest

from tests.browser import Browser
from tests.looking import Fault, Shown, look_closely, look_in_the_dark, tab_through

STYLE: Final = "body { background: #fff; color: #111; margin: 8px } p { margin: 0 0 8px }"
PAGE: Final = f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>A page</title><style>{STYLE}</style></head>
<body><main><h1>A page</h1><h2 id="two">A part</h2><p>Some words.</p></main></body></html>"""

FAULTS: Final = {
    "an image without a text": ("axe", "<img src='data:image/png;base64,iVBORw0KGgo='>"),
    "grey on white": ("axe", "<p style='color:#999'>Pale words</p>"),
    "an image from elsewhere": ("request", "<img alt='A' src='http://elsewhere.invalid/a.png'>"),
    "a style that the policy forbids": (
        "console", "<style>@import url('http://elsewhere.invalid/a.css');</style>"
    ),
    "a script": ("script", "<script>1</script>"),
    "a handler": ("script", "<p onclick='1'>Words</p>"),
    "a broad block": ("wider", "<div style='width:2000px'>Broad</div>"),
    "a long word": ("wider", f"<p>{'long' * 60}</p>"),
    "a line cut off": (
        "cut-off",
        "<p style='width:90px;overflow:hidden;white-space:nowrap'>Words that do not fit in</p>",
    ),
    "a label cut off": (
        "cut-off", "<svg role='img' aria-label='A' width='60' height='20'>"
        "<text x='30' y='15'>a long label</text></svg>",
    ),
    "a text over another": ("overlap", "<p>Some words</p><p style='margin-top:-1.6em'>Others</p>"),
    "a label over another": (
        "overlap", "<svg role='img' aria-label='A' width='200' height='40'>"
        "<text x='5' y='20'>one label</text><text x='9' y='24'>another</text></svg>",
    ),
    "a label too long for its box": (
        "out-of-box", "<svg role='img' aria-label='A' width='200' height='40'><g>"
        "<rect x='2' y='2' width='40' height='30' fill='none'/>"
        "<text x='5' y='20'>too long for it</text></g></svg>",
    ),
    "small print": ("small", "<p style='font-size:10px'>Small print</p>"),
    "a drawing made small": (
        "small", "<svg role='img' aria-label='A' width='100' height='20' viewBox='0 0 200 40'>"
        "<text x='5' y='20'>label</text></svg>",
    ),
    "a pale label": (
        "faint", "<svg role='img' aria-label='A' width='100' height='20'>"
        "<text x='5' y='15' fill='#aaa'>label</text></svg>",
    ),
    "a low link": ("target", "<p><a href='#two'>Part</a></p>"),
    "a link to nowhere": ("links", "<p>See <a href='#three'>part three</a> of it.</p>"),
    "an id twice": ("links", "<p id='two'>Words</p>"),
    "a second first heading": ("headings", "<h1>Another page</h1>"),
    "a level left out": ("headings", "<h4>A small part</h4>"),
    "words on screen only": ("print", "<style>@media print { i { display: none } }</style>"
                             "<p><i>Not for paper</i></p>"),
    "a blank sheet": ("print", "<div style='break-before:page'></div>"
                      "<div style='break-before:page'>The end</div>"),
    "a heading alone at the foot": (
        "print", "<h2 style='break-after:auto'>Alone</h2><p style='break-before:page'>Words</p>"
    ),
    "another size of paper": ("print", "<style>@page { size: A5 }</style>"),
}  # fmt: skip


def with_added(body: str) -> Shown:
    return Shown("a case", "runner", PAGE.replace("</main>", f"{body}</main>"), "A page")


def kinds(faults: list[Fault]) -> set[str]:
    return {fault.kind for fault in faults}


def test_a_page_without_faults_has_none(browser: Browser) -> None:
    sound = with_added("<p>Go to <a href='#two'>the part above</a> again.</p>")
    for look in (look_closely, look_in_the_dark, tab_through):
        assert browser.each(look, [sound]) == [[]]


def test_each_fault_is_noticed(browser: Browser) -> None:
    found = browser.each(look_closely, [with_added(body) for _, body in FAULTS.values()])
    missed = {
        name: faults
        for (name, (kind, _)), faults in zip(FAULTS.items(), found, strict=True)
        if kind not in kinds(faults)
    }
    assert not missed


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ('lang="en"', 'lang="fr"', "language"),
        ("<!doctype html>", "", "language"),
        ("default-src 'none';", "", "script"),
        ("<title>A page</title>", "<title></title>", "headings"),
    ],
)
def test_a_head_that_is_wrong_is_noticed(browser: Browser, old: str, new: str, kind: str) -> None:
    assert old in PAGE
    page = Shown("a case", "runner", PAGE.replace(old, new))
    (faults,) = browser.each(look_closely, [page])
    assert kind in kinds(faults)


def test_dark_letters_on_dark_and_dark_paper_are_noticed(browser: Browser) -> None:
    style = "<style>@media (prefers-color-scheme: dark) { body { background: #222 } }</style>"
    (faults,) = browser.each(look_in_the_dark, [with_added(style)])
    assert {"axe", "paper"} <= kinds(faults)


@pytest.mark.parametrize(
    "body",
    [
        "<style>a:focus-visible { outline: none }</style><p>To <a href='#two'>a part</a>.</p>",
        "<p>To <a href='#two' tabindex='-1'>a part</a>.</p>",
        "<p>To <a href='#two' tabindex='2'>a</a>.</p><p>To <a href='#two' tabindex='1'>b</a>.</p>",
    ],
    ids=["no ring", "not reached", "out of order"],
)
def test_a_focus_that_is_lost_is_noticed(browser: Browser, body: str) -> None:
    (faults,) = browser.each(tab_through, [with_added(body)])
    assert kinds(faults) == {"focus"}
