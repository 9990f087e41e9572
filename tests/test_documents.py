"""The only reader of YAML and JSON: what it refuses and where, what it reads, and positions."""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from advisor.diagnostics import Diagnostic
from advisor.documents import MAX_BYTES, Document, Value, read, read_text

NodePath = tuple[str | int, ...]

QUICK = settings(deadline=None, max_examples=200, derandomize=True)
BOM = b"\xef\xbb\xbf"
LONG = b"7" * 31


def parsed(text: str | bytes, *, as_json: bool | None = False) -> Document:
    raw = text.encode() if isinstance(text, str) else text
    document = read_text(raw, "case", json=as_json)
    assert isinstance(document, Document), str(document)
    return document


def refused(found: Document | Diagnostic) -> Diagnostic:
    assert isinstance(found, Diagnostic), f"read as {found!r:.200}"
    return found


# What is refused


@dataclass(frozen=True)
class Trap:
    """A broken document, and the code, line and column that tell what is wrong with it."""

    name: str
    content: bytes
    code: str
    line: int
    column: int
    suffix: str = ".yaml"


def yaml(name: str, content: str | bytes, code: str, line: int, column: int) -> Trap:
    raw = content.encode() if isinstance(content, str) else content
    return Trap(name, raw, code, line, column)


def js(name: str, content: str | bytes, code: str, line: int, column: int) -> Trap:
    raw = content.encode() if isinstance(content, str) else content
    return Trap(name, raw, code, line, column, ".json")


TRAPS = (
    # What two people could read in two ways
    yaml("anchor", "areas: &a [knee]\n", "yaml-anchor", 1, 8),
    yaml("anchor on a key", "a: 1\n&k b: 2\n", "yaml-anchor", 2, 1),
    yaml("anchor before its alias", "a: &x 1\nb: *x\n", "yaml-anchor", 1, 4),
    yaml("alias", "a: 1\nb: *x\n", "yaml-alias", 2, 4),
    yaml("alias as a key", "*x : 1\n", "yaml-alias", 1, 1),
    yaml("tag", "a: !!python/object:os.system x\n", "yaml-tag", 1, 4),
    yaml("tag of the core schema", "a: [1, !!str 2]\n", "yaml-tag", 1, 8),
    yaml("tag of one's own", "a: 1\nb: !mine {}\n", "yaml-tag", 2, 4),
    yaml("tag on a key", "!!str a: 1\n", "yaml-tag", 1, 1),
    yaml("merge key", "a:\n  <<: {b: 1}\n", "yaml-merge-key", 2, 3),
    yaml("second document", "a: 1\n---\nb: 2\n", "second-document", 2, 1),
    yaml("duplicate key", "a: 1\nb: 2\na: 3\n", "duplicate-key", 3, 1),
    yaml("duplicate key in a list", "x:\n  - {a: 1, a: 2}\n", "duplicate-key", 2, 12),
    yaml("duplicate key in quotes", "a: 1\n'a': 2\n", "duplicate-key", 2, 1),
    yaml("key that is a list", "? [a, b]\n: 1\n", "key-not-text", 1, 3),
    yaml("key that is a mapping", "{{a: 1}: 2}\n", "key-not-text", 1, 2),
    js("duplicate key", '{"a": 1,\n "b": {"c": 1, "c": 2}}', "duplicate-key", 2, 16),
    js("duplicate key, one escaped", '{"a": 1, "\\u0061": 2}', "duplicate-key", 1, 10),
    # What is not text
    yaml("not UTF-8", b"a: 1\nb: caf\xe9\n", "not-utf8", 2, 7),
    yaml("not UTF-8 after an accent", "é: ".encode() + b"\xff\n", "not-utf8", 1, 4),
    yaml("not UTF-8 after a byte order mark", BOM + b"a: 1\nb: \xe9\n", "not-utf8", 2, 4),
    yaml("UTF-16", "a: 1\n".encode("utf-16"), "not-utf8", 1, 1),
    yaml("encoded surrogate", b"a: \xed\xa0\x80\n", "not-utf8", 1, 4),
    js("not UTF-8", b'{"a": "\xe9"}', "not-utf8", 1, 8),
    yaml("NUL", "a: 1\nb: x\0y\n", "nul-character", 2, 5),
    js("NUL", '{"a":\n "\0"}', "nul-character", 2, 3),
    js("lone surrogate", '{"a": "\\ud800"}', "lone-surrogate", 1, 7),
    js("lone surrogate in a key", '{"\\uDC00": 1}', "lone-surrogate", 1, 2),
    yaml("control character", "a: x\ny: \x07\n", "yaml-syntax", 2, 4),
    yaml("control character after an emoji", "a: 😀\x07\n", "yaml-syntax", 1, 5),
    js("control character", '{"a": "\x07"}', "json-syntax", 1, 8),
    # Nothing in it
    yaml("empty", "", "file-empty", 0, 0),
    js("empty", "", "file-empty", 0, 0),
    yaml("only a byte order mark", BOM, "file-empty", 0, 0),
    yaml("only blank lines", "\n  \n\n", "file-empty", 0, 0),
    yaml("only comments", "# a case\n\n  # to come\n", "file-empty", 0, 0),
    # Too much of it
    yaml("oversize", b"# " + b"x" * MAX_BYTES, "file-too-large", 0, 0),
    js("oversize", b"[" + b" " * MAX_BYTES + b"]", "file-too-large", 0, 0),
    yaml("100,000 brackets", "[" * 100_000, "too-deep", 1, 65),
    yaml("100,000 braces", "{a: " * 100_000, "too-deep", 1, 4 * 64 + 1),
    yaml("100,000 dashes", "- " * 100_000 + "a\n", "too-deep", 1, 2 * 64 + 1),
    js("100,000 brackets", "[" * 100_000, "too-deep", 1, 65),
    js("100,000 braces, closed", '{"a":' * 100_000 + "1" + "}" * 100_000, "too-deep", 1, 321),
    yaml("one bracket too many", "[" * 65 + "]" * 65, "too-deep", 1, 65),
    js("one bracket too many", "[" * 65 + "]" * 65, "too-deep", 1, 65),
    js("one filled bracket too many", "[" * 65 + "1" + "]" * 65, "too-deep", 1, 65),
    # Numbers that are none
    yaml(".nan", "a: .nan\n", "number-not-finite", 1, 4),
    yaml(".inf", "a: [1, -.INF]\n", "number-not-finite", 1, 8),
    yaml("1e999", "a: 1e999\n", "number-not-finite", 1, 4),
    yaml("number too long", b"a: " + LONG, "number-not-finite", 1, 4),
    yaml("hexadecimal too long", "a: 0x" + "f" * 40, "number-not-finite", 1, 4),
    js("NaN", '{"a":\n  NaN}', "number-not-finite", 2, 3),
    js("infinity", "[1, -Infinity]", "number-not-finite", 1, 5),
    js("1e999", '{"a": [1, 1e999]}', "number-not-finite", 1, 11),
    js("number too long", b"[" + LONG + b"]", "number-not-finite", 1, 2),
    js("number far too long", "7" * 10_000, "number-not-finite", 1, 1),
    # Not the language at all
    yaml("colon in a value", "a: b: c\n", "yaml-syntax", 1, 5),
    yaml("at sign", "a: 1\nb: @home\n", "yaml-syntax", 2, 4),
    yaml("indented with a tab", "a:\n\tb: 1\n", "yaml-syntax", 2, 1),
    yaml("escaped surrogate", 'a: "\\ud800"\n', "yaml-syntax", 1, 7),
    js("missing colon", '{"a" 1}', "json-syntax", 1, 6),
    js("missing comma", '{"a": 1\n "b": 2}', "json-syntax", 2, 2),
    js("single quotes", "{'a': 1}", "json-syntax", 1, 2),
    js("comment", "// a case\n{}", "json-syntax", 1, 1),
    js("two values", "{} {}", "json-syntax", 1, 4),
    js("cut off", '{"a": ', "json-syntax", 1, 7),
    js("YAML in a .json file", "areas: [knee]\n", "json-syntax", 1, 1),
)


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: f"{trap.suffix[1:]}: {trap.name}")
def test_a_broken_file_is_one_diagnostic_that_says_where(trap: Trap, tmp_path: Path) -> None:
    path = tmp_path / f"broken{trap.suffix}"
    path.write_bytes(trap.content)
    found = refused(read(path, "broken"))
    assert (found.code, found.line, found.column) == (trap.code, trap.line, trap.column)
    assert (found.file, found.severity) == ("broken", "error")
    assert found.message
    assert len(str(found).splitlines()) == 1


def test_the_name_of_a_file_is_its_path_unless_another_is_given(tmp_path: Path) -> None:
    path = tmp_path / "missing.yaml"
    assert refused(read(path)).file == str(path)
    assert refused(read(path, "@missing")).file == "@missing"


def whole_file(found: Document | Diagnostic) -> str:
    """Give the code of a diagnostic that is about the file as a whole."""
    diagnostic = refused(found)
    assert (diagnostic.line, diagnostic.column) == (0, 0)
    return diagnostic.code


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    assert whole_file(read(tmp_path / "missing.yaml")) == "file-missing"
    assert whole_file(read(tmp_path / "folder.yaml")) == "file-is-folder"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no fifos")
def test_a_fifo_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    os.mkfifo(path)
    found: list[Document | Diagnostic] = []
    reader = threading.Thread(target=lambda: found.append(read(path)), daemon=True)
    reader.start()
    reader.join(10)
    waits = reader.is_alive()
    if waits:  # let go of it, so that a failure is not a hang
        os.close(os.open(path, os.O_WRONLY))
        reader.join()
    assert not waits
    assert whole_file(found[0]) == "file-not-regular"


def test_a_device_is_refused() -> None:
    if not Path(os.devnull).is_char_device():
        pytest.skip("the system has no device files")
    assert whole_file(read(Path(os.devnull))) == "file-not-regular"


def test_paths_that_the_system_refuses_are_diagnostics(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a: 1\n", encoding="utf-8")
    unusable = ["file/case.yaml", "a\0b.yaml", "x" * 5000]
    try:
        (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
        unusable.append("loop.yaml")
    except OSError:
        pass  # not every system lets everybody make links
    for name in unusable:
        code = whole_file(read(tmp_path / name))
        # a path through a file is "no such file" to some systems
        assert code in ("file-unreadable", "file-missing")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="the system has no file modes")
def test_a_file_without_permission_is_a_diagnostic(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("the superuser may read everything")
    path = tmp_path / "case.yaml"
    path.write_text("a: 1\n", encoding="utf-8")
    path.chmod(0)
    assert whole_file(read(path)) == "file-unreadable"


def test_a_file_of_exactly_the_largest_size_is_read(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(b"a: 1\n#".ljust(MAX_BYTES, b"x"))
    found = read(path)
    assert isinstance(found, Document)
    assert found.value == {"a": 1}


@pytest.mark.parametrize("as_json", [True, False])
def test_the_deepest_nesting_allowed_is_read_and_located(as_json: bool) -> None:
    document = parsed("[" * 64 + "1" + "]" * 64, as_json=as_json)
    assert document.locate((0,) * 64) == (1, 65)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("&x a: 1\nb: .nan\nb: 1\n", "yaml-anchor"),
        ("a: .nan\nb: [*x]\nc: 1\nc: 2\n", "number-not-finite"),
        ('{"a": 1e999, "b": 1, "b": 2}', "number-not-finite"),
    ],
)
def test_of_several_faults_the_first_is_told(text: str, code: str) -> None:
    for as_json in (True, False) if text.startswith("{") else (False,):
        assert refused(read_text(text.encode(), "case", json=as_json)).code == code


# Any bytes at all

TOKENS = (
    *(b"{", b"}", b"[", b"]", b":", b",", b": ", b", ", b" ", b"\n", b"\r\n", b"\t", b"-", b"- "),
    *(b'"', b"'", b'"a"', b"a", b"b", b"\\", b"\\u00e9", b"\\ud83d\\ude00", b"\\udc00", b"\\x"),
    *(b"NaN", b"-Infinity", b"1e999", b"-1e999", LONG, b"0", b"1.5", b"e1", b"_1", b"x"),
    *(b"true", b"null", b".nan", b".inf", b"~", b"<<", b"&x ", b"*x", b"!x ", b"%YAML 1.1\n"),
    *(b"---\n", b"...\n", b"#", b"|\n", b">-\n", b"?", b"@", b"\0", b"\x07", b"\xff", b"\xc3"),
    *(BOM, "é".encode(), "😀".encode(), "\u2028".encode(), "\u0085".encode(), "\u00a0".encode()),
    *(b"[" * 70, b'{"a":' * 70, b"]" * 70, b"- " * 70),
)
ANY_BYTES = st.one_of(
    st.lists(st.sampled_from(TOKENS), max_size=12).map(b"".join),
    st.binary(max_size=40),
    st.text(max_size=30).map(lambda text: text.encode("utf-8", "surrogatepass")),
)


def paths_of(value: Value) -> Iterator[NodePath]:
    """Give the path to every node of a value, the root's first."""
    yield ()
    children: list[tuple[str | int, Value]] = []
    if isinstance(value, dict):
        children.extend(value.items())
    elif isinstance(value, list):
        children.extend(enumerate(value))
    for step, child in children:
        for path in paths_of(child):
            yield (step, *path)


def check_that_nothing_is_raised(raw: bytes, as_json: bool | None) -> None:
    found = read_text(raw, "case", json=as_json)
    if isinstance(found, Document):
        lines = raw.count(b"\n") + raw.count(b"\r") + 5  # YAML knows rarer line ends besides
        for path in paths_of(found.value):
            line, column = found.locate(path)
            assert 1 <= line <= lines
            assert column >= 1
    else:
        assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)+", found.code)
        assert (found.line >= 1) == (found.column >= 1)


@QUICK
@given(ANY_BYTES)
@example(b"[" * 65 + b"]" * 65)
@example(b"[NaNx]")
@example(b"[1e999:2]")
@example(b'[-Infinity"]')
@example(b"[" + LONG + b"_1]")
@example(b"[" + LONG + b'_1, "')
@example(b"NaN{")
def test_json_reading_never_raises(raw: bytes) -> None:
    check_that_nothing_is_raised(raw, True)


@QUICK
@given(ANY_BYTES)
def test_yaml_reading_never_raises(raw: bytes) -> None:
    check_that_nothing_is_raised(raw, False)


@QUICK
@given(ANY_BYTES)
@example(b"[NaNx]")
def test_reading_of_unknown_language_never_raises(raw: bytes) -> None:
    check_that_nothing_is_raised(raw, None)


# What is read


@pytest.mark.parametrize(
    "word",
    [
        *("yes", "no", "on", "off", "Yes", "NO", "y", "n", "tRue", "nUll", "nil", "None", "="),
        *("2026-03-01", "2026-03-01T10:00:00", "12:30", "10km", "knee-drifts-in"),
        *("1_000", "0b11", "0o8", "0xg", "-0x1f", ".", "..", "+", "1e", "1.2.3", "1.5.0", "٣"),
        *(".nano", "+.nan", "inf", "NaN", "nan"),
    ],
)
def test_words_and_dates_are_text(word: str) -> None:
    assert parsed(f"a: {word}\n").value == {"a": word}


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        *[(word, None) for word in ("null", "Null", "NULL", "~", "")],
        *[(word, True) for word in ("true", "True", "TRUE")],
        *[(word, False) for word in ("false", "False", "FALSE")],
        *[("0", 0), ("12", 12), ("-7", -7), ("+3", 3), ("010", 10), ("0o17", 15), ("0x1F", 31)],
        *[("1.5", 1.5), ("-.5", -0.5), ("1.", 1.0), ("1e3", 1000.0), ("-2.5E-3", -0.0025)],
        *[("7" * 30, int("7" * 30)), ("0." + "7" * 40, float("0." + "7" * 40))],
    ],
)
def test_plain_scalars_follow_the_core_schema(scalar: str, value: Value) -> None:
    found = parsed(f"a: {scalar}\n").value
    assert isinstance(found, dict)
    assert (type(found["a"]), found["a"]) == (type(value), value)


@pytest.mark.parametrize("word", ["12", "1.5", "true", "null", "~", "", "0x1F", ".nan", "<<"])
def test_quoted_scalars_stay_text(word: str) -> None:
    assert parsed(f"[\"{word}\", '{word}']").value == [word, word]


def test_block_scalars_are_text() -> None:
    text = "kept: |\n  12\n  two\nfolded: >-\n  one\n  line\nnumber: |-\n  12\n"
    assert parsed(text).value == {"kept": "12\ntwo\n", "folded": "one line", "number": "12"}


def test_keys_are_text_whatever_they_look_like() -> None:
    text = "12: a\ntrue: b\n~: c\n1.50: d\n"
    assert parsed(text).value == {"12": "a", "true": "b", "~": "c", "1.50": "d"}


def test_a_quoted_merge_key_is_a_key() -> None:
    assert parsed('"<<": 1\n').value == {"<<": 1}


def test_unicode_is_kept() -> None:
    text = 'título: "Mi rodilla — ¡ay! 😀"\n'
    assert parsed(text).value == {"título": "Mi rodilla — ¡ay! 😀"}


def test_a_byte_order_mark_is_accepted_and_moves_no_column() -> None:
    yaml_document = parsed(BOM + b"a: 1\n")
    json_document = parsed(BOM + b'{"a": 1}', as_json=True)
    assert yaml_document.value == json_document.value == {"a": 1}
    assert yaml_document.locate(("a",)) == (1, 4)
    assert json_document.locate(("a",)) == (1, 7)


@pytest.mark.parametrize("as_json", [True, False])
def test_windows_line_ends_read_the_same(as_json: bool) -> None:
    lines = ['{"a": [1,', '  "x"],', ' "b": null}', ""]
    unix, windows = (parsed(end.join(lines), as_json=as_json) for end in ("\n", "\r\n"))
    assert windows.value == unix.value
    assert windows.locate(("b",)) == unix.locate(("b",)) == (3, 7)


def test_a_block_scalar_with_windows_line_ends_reads_the_same() -> None:
    text = "a: |\n  one\n  two\nb: 1\n"
    assert parsed(text.replace("\n", "\r\n")).value == parsed(text).value


def test_a_document_may_open_and_close_itself() -> None:
    assert parsed("%YAML 1.2\n---\na: 1\n...\n").value == {"a": 1}


def test_only_the_name_decides_that_a_file_is_json(tmp_path: Path) -> None:
    text = '{"a": "\\ud83d\\ude00"}'  # which YAML cannot escape in this way
    for name in ("case.json", "CASE.JSON"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        found = read(tmp_path / name)
        assert isinstance(found, Document)
        assert found.value == {"a": "😀"}
    (tmp_path / "case.yaml").write_text("{a: 1}", encoding="utf-8")
    in_yaml = read(tmp_path / "case.yaml")
    assert isinstance(in_yaml, Document)
    assert in_yaml.value == {"a": 1}


def test_nameless_text_is_json_when_it_can_be() -> None:
    assert parsed('  {"a": "\\ud83d\\ude00"}', as_json=None).value == {"a": "😀"}
    assert parsed("{a: yes}", as_json=None).value == {"a": "yes"}
    assert parsed("a: yes", as_json=None).value == {"a": "yes"}
    twice = refused(read_text(b'{"a": 1, "a": 2}', "-"))
    assert (twice.code, twice.column) == ("duplicate-key", 10)


# Where it stands

YAML = """\
# a comment
title: "é, 😀"
runner: {age: 41, sex: male}
areas:
- knee
-   low-back
symptoms:
    knee-unplaced: {eased_by: [clamshell, plank]}
    "né": {"ß": {worst: 2}}
note: |
  text
"""
YAML_PLACES: list[tuple[NodePath, tuple[int, int], tuple[int, int]]] = [
    (("title",), (2, 8), (2, 1)),
    (("runner",), (3, 9), (3, 1)),
    (("runner", "age"), (3, 15), (3, 10)),
    (("runner", "sex"), (3, 24), (3, 19)),
    (("areas", 0), (5, 3), (5, 3)),
    (("areas", 1), (6, 5), (6, 5)),
    (("symptoms", "knee-unplaced", "eased_by", 1), (8, 43), (8, 43)),
    (("symptoms", "né"), (9, 11), (9, 5)),
    (("symptoms", "né", "ß", "worst"), (9, 25), (9, 18)),
    (("note",), (10, 7), (10, 1)),
]
JSON = '{"é😀": [1, {"b": "x"}],\n\t"c" :\n  {"d":[[],[2]]}}'
JSON_PLACES: list[tuple[NodePath, tuple[int, int], tuple[int, int]]] = [
    (("é😀",), (1, 8), (1, 2)),
    (("é😀", 0), (1, 9), (1, 9)),
    (("é😀", 1, "b"), (1, 18), (1, 13)),
    (("c",), (3, 3), (2, 2)),
    (("c", "d"), (3, 8), (3, 4)),
    (("c", "d", 1, 0), (3, 13), (3, 13)),
]


@pytest.mark.parametrize(
    ("text", "as_json", "path", "value", "key"),
    [
        *[(YAML, False, *place) for place in YAML_PLACES],
        *[(JSON, True, *place) for place in JSON_PLACES],
    ],
)
def test_values_and_keys_are_located(
    text: str, as_json: bool, path: NodePath, value: tuple[int, int], key: tuple[int, int]
) -> None:
    document = parsed(text, as_json=as_json)
    assert document.locate(path) == value
    assert document.locate(path, key=True) == key


@pytest.mark.parametrize(("text", "as_json"), [(YAML, False), (JSON, True)])
def test_a_path_that_leaves_the_document_ends_at_its_last_node(text: str, as_json: bool) -> None:
    document = parsed(text, as_json=as_json)
    inside: NodePath = ("areas", 1) if text is YAML else ("c", "d")
    for beyond in ("missing", 99):
        assert document.locate((*inside, beyond)) == document.locate(inside)
        assert document.locate((*inside, beyond, "more")) == document.locate(inside)


def test_a_problem_of_a_node_says_where_it_is() -> None:
    found = parsed(YAML).problem("unknown-value", ("areas", 1), "unknown area", "mend it")
    assert str(found) == "case:6:5: unknown-value: areas[1]: unknown area"
    assert found.hint == "mend it"


# Properties

TEXT = st.text(max_size=8)
PRINTABLE = st.text(
    st.characters(exclude_categories=("Cs", "Co", "Cn")).filter(str.isprintable), max_size=8
)
NUMBERS = st.one_of(
    st.integers(min_value=-(10**29) + 1, max_value=10**30 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
)


def values(text: st.SearchStrategy[str]) -> st.SearchStrategy[Value]:
    leaves: st.SearchStrategy[Value] = st.one_of(st.none(), st.booleans(), NUMBERS, text)
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4), st.dictionaries(text, inner, max_size=4)
        ),
        max_leaves=12,
    )


STYLES: st.SearchStrategy[int | str | None] = st.sampled_from([None, 0, 2, "\t"])


def written(value: Value, indent: int | str | None, *, ascii_only: bool) -> str:
    """Write JSON, compact (without an indent) or indented."""
    separators = (",", ":") if indent is None else None
    return json.dumps(value, indent=indent, separators=separators, ensure_ascii=ascii_only)


def exactly(value: Value) -> str:
    """Write a value so that 1, 1.0 and true differ, and so does the order of keys."""
    return json.dumps(value)


@QUICK
@given(values(TEXT), STYLES, st.booleans())
def test_json_reads_to_the_value_it_was_written_from(
    value: Value, indent: int | str | None, ascii_only: bool
) -> None:
    text = written(value, indent, ascii_only=ascii_only)
    assert exactly(parsed(text, as_json=True).value) == exactly(value)


@QUICK
@given(values(TEXT), STYLES, st.booleans())
def test_every_json_position_is_the_first_character_of_its_node(
    value: Value, indent: int | str | None, ascii_only: bool
) -> None:
    text = written(value, indent, ascii_only=ascii_only)
    document = parsed(text, as_json=True)
    lines = text.split("\n")
    decode = json.JSONDecoder().raw_decode

    def from_here(place: tuple[int, int]) -> Value:
        line, column = place
        rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        found: Value = decode(rest)[0]
        return found

    for path in paths_of(value):
        node = value
        for step in path:
            node = node[step]  # type: ignore[index]
        assert exactly(from_here(document.locate(path))) == exactly(node)
        if path and isinstance(path[-1], str):
            assert from_here(document.locate(path, key=True)) == path[-1]


@QUICK
@given(values(PRINTABLE), STYLES)
def test_yaml_reads_json_of_printable_text_alike(value: Value, indent: int | str | None) -> None:
    # a tab may not indent YAML
    text = written(value, 2 if indent == "\t" else indent, ascii_only=False)
    in_yaml, in_json = (parsed(text, as_json=as_json) for as_json in (False, True))
    assert exactly(in_yaml.value) == exactly(value)
    for path in paths_of(value):
        assert in_yaml.locate(path) == in_json.locate(path)
        assert in_yaml.locate(path, key=True) == in_json.locate(path, key=True)
