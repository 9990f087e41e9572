"""The command line as a user drives it: exit codes, streams, terminals, and files full of traps."""

from __future__ import annotations

import contextlib
import fcntl
import io
import json
import os
import pty
import re
import shutil
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import click
import pytest
from jsonschema import Draft202012Validator

from advisor import knowledge
from advisor.advice import Advice
from advisor.cases import Case
from advisor.cli import advisor as command_line
from advisor.cli import main
from advisor.diagnostics import UnknownIdError
from advisor.knowledge import Entry, KnowledgeBase, load
from advisor.language import Rule
from advisor.reasoner import Reasoner
from tests.conftest import CASES, replace_in
from tests.terminal import heeding_signals

EMERGENCY = "@v14-back-pain-and-numbness"
FINE = """\
title: My back hurts and I am numb between my legs
runner: {age: 52}
areas: [low-back]
screening: {all_others: no, saddle-numbness: yes}
expect: {outcome: emergency}
"""
FAILING = FINE.replace("outcome: emergency", "outcome: nothing-to-add")
BROKEN = FINE.replace("age: 52", "age: old")
KINDS = {"fine": FINE, "failing": FAILING, "broken": BROKEN}

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# Steers a terminal in every way we know: colour, title, clear screen, delete, reading direction.
NASTY = "\x1b[31mred\x1b]0;owned\x07 \x9b2J\x08\x7f \u202eright\u2066 \u200b\u2028 end"


@dataclass(frozen=True)
class Ran:
    """What a run of the command line came to."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


class Quick(Protocol):
    """Runs the command line in this process, which costs less than a process of its own."""

    def __call__(self, *arguments: str, stdin: str = "") -> Ran: ...


def environment(**changes: str) -> dict[str, str]:
    """Give this process's environment without what changes the program's output."""
    steering = ("ADVISOR_RULES", "NO_COLOR", "COLUMNS", "LINES", "PYTHONIOENCODING", "PYTHONUTF8")
    kept = {name: value for name, value in os.environ.items() if name not in steering}
    return kept | changes


def run(*arguments: str, stdin: str = "", cwd: Path | None = None, **env: str) -> Ran:
    done = subprocess.run(
        [sys.executable, "-m", "advisor", *arguments],
        input=stdin.encode(),
        cwd=cwd,
        env=environment(**env),
        capture_output=True,
        timeout=120,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def run_in_shell(tail: str, *arguments: str, **env: str) -> Ran:
    """Run the command line with redirections that only a shell can make."""
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "$@" {tail}', "sh", sys.executable, "-m", "advisor", *arguments],
        env=environment(**env),
        capture_output=True,
        timeout=120,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def quick(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], base: KnowledgeBase
) -> Quick:
    """Give the command line in this process; only reading the shipped base again is spared."""
    monkeypatch.setattr(knowledge, "load", lambda folder=None: load(folder) if folder else base)
    for name in ("ADVISOR_RULES", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "argv", ["advisor", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Ran(ended.value.code, shown.out, shown.err)

    return call


def write(folder: Path, *kinds: str) -> None:
    folder.mkdir(exist_ok=True)
    for kind in kinds:
        (folder / f"{kind}.yaml").write_text(KINDS[kind], encoding="utf-8")


def assert_quiet(ran: Ran) -> None:
    """Whatever went wrong, nobody sees Python's own words, or is asked to report a fault."""
    for text in (ran.out, ran.err):
        assert "Traceback" not in text
        assert "Exception ignored" not in text
        assert "please report" not in text


# Exit codes of validate


@pytest.mark.parametrize(
    ("kinds", "missing", "code"),
    [
        (("fine",), False, 0),
        (("fine", "failing"), False, 3),
        (("fine", "failing", "broken"), False, 1),
        (("broken",), False, 1),
        (("fine", "failing", "broken"), True, 2),
        (("fine",), True, 2),
        ((), False, 2),
    ],
)
def test_validate_ends_in_the_gravest_code(
    quick: Quick, tmp_path: Path, kinds: tuple[str, ...], missing: bool, code: int
) -> None:
    write(tmp_path / "cases", *kinds)
    paths = [str(tmp_path / "cases")] + [str(tmp_path / "gone.yaml")] * missing
    assert quick("validate", *paths).code == code


def test_validate_judges_the_rest_beside_a_missing_path(tmp_path: Path) -> None:
    write(tmp_path / "cases", *KINDS)
    ran = run("validate", "gone.yaml", "cases", cwd=tmp_path)
    assert ran.code == 2
    for file in ("gone.yaml", "cases/broken.yaml", "cases/failing.yaml"):
        assert sum(line.startswith(f"{file}:") for line in ran.out.splitlines()) == 1, file
    assert "cases/fine.yaml" not in ran.out, "of a case that is fine there is nothing to say"
    assert "1 ok" in ran.out
    assert_quiet(ran)


def test_validate_shows_what_was_expected_and_advised(quick: Quick, tmp_path: Path) -> None:
    write(tmp_path / "cases", "failing")
    ran = quick("validate", str(tmp_path / "cases"))
    assert "nothing-to-add" in ran.out
    assert "emergency" in ran.out


def test_a_fault_of_the_program_is_told_apart_and_stops_no_other_case(
    quick: Quick, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = Reasoner.advise

    def advise(self: Reasoner, case: Case) -> Advice:
        if case.name == "fine":
            raise RuntimeError("planted")
        return sound(self, case)

    monkeypatch.setattr(Reasoner, "advise", advise)
    write(tmp_path / "cases", *KINDS)
    folder = str(tmp_path / "cases")
    ran = quick("validate", "--format", "json", folder)
    assert ran.code == 4, "a fault of ours weighs more than a broken case"
    states = {one["case"]: one["status"] for one in ran.data["results"]}
    assert states == {"fine": "error", "failing": "failed", "broken": "invalid"}
    assert quick("validate", folder, str(tmp_path / "gone.yaml")).code == 2
    crashed = quick("advise", str(tmp_path / "cases" / "fine.yaml"))
    assert crashed.code == 4
    assert "planted" in crashed.err
    assert "Traceback" not in crashed.err


def test_an_empty_folder_says_that_no_case_was_found(quick: Quick, tmp_path: Path) -> None:
    (tmp_path / ".hidden.yaml").write_text(FINE, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no case", encoding="utf-8")
    ran = quick("validate", str(tmp_path))
    assert ran.code == 2
    assert "no case found" in ran.err


# advise


def test_advise_on_a_shipped_case_that_refers_is_no_failure(base: KnowledgeBase) -> None:
    ran = run("advise", EMERGENCY)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(base.entry("outcome", "emergency").label)


def test_advise_reads_a_file_and_both_notations_on_standard_input(
    quick: Quick, tmp_path: Path
) -> None:
    path = CASES / f"{EMERGENCY[1:]}.yaml"
    shipped = quick("advise", EMERGENCY, "--format", "json").data
    from_file = quick("advise", str(path), "--format", "json").data
    text = path.read_text(encoding="utf-8")
    from_yaml = quick("advise", "-", "--format", "json", stdin=text).data
    content = {"runner": {"age": 52}, "areas": ["low-back"], "screening": {"limping": "no"}}
    from_json = quick("advise", "-", "--format", "json", stdin=json.dumps(content)).data
    assert from_file["case"]["name"] == path.stem
    for one in (from_file, from_yaml):
        assert {**one, "case": shipped["case"]} == shipped
    assert from_json["decision"]["outcome"] == "not-cleared"


@pytest.mark.parametrize("name", ["gone.yaml", "no/such/folder/me.yaml"])
def test_advise_on_a_missing_file(quick: Quick, tmp_path: Path, name: str) -> None:
    ran = quick("advise", str(tmp_path / name))
    assert (ran.code, ran.out) == (2, "")
    assert str(tmp_path / name) in ran.err
    assert "no such file" in ran.err


def test_advise_on_an_unknown_shipped_case_says_what_was_meant(quick: Quick) -> None:
    ran = quick("advise", "@clamshell-then-low-back")
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean 'clamshells-then-low-back'?" in ran.err


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("runner:\n  age: old\n", "2:8", "a whole number"),
        ("symptoms:\n  knee-cap-ache: {}\n", "2:3", "did you mean 'kneecap-ache'?"),
        ("screening:\n  limping: true\n", "2:12", "write yes or no"),
        ("areas: [knee\n", "2:1", "check the"),
    ],
)
def test_an_invalid_case_is_told_by_place_on_standard_error(
    quick: Quick, tmp_path: Path, text: str, place: str, said: str
) -> None:
    path = tmp_path / "me.yaml"
    path.write_text(text, encoding="utf-8")
    ran = quick("advise", str(path))
    assert (ran.code, ran.out) == (1, "")
    assert f"\n{path}:{place}: " in f"\n{ran.err}"
    assert said in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("advise",),
        ("advise", EMERGENCY, "--format", "yaml"),
        ("advise", EMERGENCY, "--rules", "no-such-folder"),
        ("validate",),
        ("schema", "cases"),
        ("rules", "shows"),
        ("advice", EMERGENCY),
        ("advise", EMERGENCY, "--quick"),
    ],
)
def test_wrong_usage_is_two_and_on_standard_error(quick: Quick, arguments: tuple[str, ...]) -> None:
    ran = quick(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Error:" in ran.err


# Which knowledge base


def test_the_option_beats_the_environment_beats_the_shipped_base(
    quick: Quick, base: KnowledgeBase, copied: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    shutil.copytree(copied, other)
    for folder, version in ((copied, "91.0.0"), (other, "92.0.0")):
        replace_in(folder / "knowledge.yaml", f"version: {base.version}\n", f"version: {version}\n")
    arguments = ("advise", EMERGENCY, "--format", "json")
    assert quick(*arguments).data["base"]["version"] == base.version
    by_environment = run(*arguments, ADVISOR_RULES=str(other))
    assert by_environment.data["base"]["version"] == "92.0.0"
    by_option = run(*arguments, "--rules", str(copied), ADVISOR_RULES=str(other))
    assert by_option.data["base"]["version"] == "91.0.0"


def test_every_command_that_reads_the_base_takes_another(
    quick: Quick, base: KnowledgeBase, copied: Path
) -> None:
    replace_in(copied / "knowledge.yaml", f"version: {base.version}\n", "version: 91.0.0\n")
    for words in (
        ("advise", EMERGENCY),
        ("validate", str(CASES / "red-flags")),
        ("new-case",),
        ("rules", "list"),
        ("schema", "case"),
    ):
        ran = quick(*words, "--rules", str(copied))
        assert ran.code == 0, words
        assert "91.0.0" in ran.out, words


def test_a_broken_base_is_two_with_the_place_and_nothing_is_advised(
    quick: Quick, copied: Path
) -> None:
    file = copied / "reasoning" / "50-patterns.yaml"
    replace_in(file, "rules:\n", "rule:\n")
    for words in (("advise", EMERGENCY), ("validate", str(CASES)), ("rules", "list")):
        ran = quick(*words, "--rules", str(copied))
        assert (ran.code, ran.out) == (2, ""), words
        assert re.match(rf"{re.escape(str(file))}:\d+:\d+: ", ran.err), ran.err
        assert_quiet(ran)


def test_a_folder_without_a_base_is_two(quick: Quick, tmp_path: Path) -> None:
    ran = quick("advise", EMERGENCY, "--rules", str(tmp_path))
    assert (ran.code, ran.out) == (2, "")
    assert "knowledge.yaml" in ran.err
    assert_quiet(ran)


# Interrupted, cut off, closed


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder of more cases than fit into a pipe, so that the program is still at work."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(400):
        (folder / f"{number}.yaml").write_text(FINE, encoding="utf-8")
    return folder


@contextlib.contextmanager
def at_work(folder: Path, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """Give a validation of many cases that has begun to print."""
    command = [sys.executable, "-m", "advisor", "validate", "--format", "json", str(folder)]
    with heeding_signals():
        process = subprocess.Popen(
            [*command, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"{\n"
        try:
            yield process
        finally:
            process.kill()


def test_an_interrupt_is_quiet(many: Path) -> None:
    with at_work(many) as process:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.strip() == b""
    with pytest.raises(ValueError, match=r"."):
        json.loads(b"{\n" + out)  # else it had ended before the interrupt came


def test_a_reader_that_stops_reading_is_no_failure_of_ours(many: Path) -> None:
    with at_work(many) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        err = process.stderr.read()
        process.wait(timeout=60)
    assert err == b""
    assert process.returncode == 141, "0 to 4 say something of the cases"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP, None], ids=str)
def test_what_ends_a_run_leaves_no_half_of_a_report(
    many: Path, tmp_path: Path, how: signal.Signals | None
) -> None:
    report = tmp_path / "report.json"
    with at_work(many, "--output", f"json={report}") as process:
        assert process.stdout is not None
        if how is None:
            process.stdout.close()
        else:
            process.send_signal(how)
        process.wait(timeout=60)
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == (128 + how if how else 141)
    assert list(tmp_path.iterdir()) == []


def test_the_first_line_of_a_long_list() -> None:
    ran = run_in_shell("| head -n 1", "rules", "list")
    assert ran.out.count("\n") == 1
    assert ran.err == ""


def test_a_full_disk_is_told_of_what_is_on_it(many: Path, tmp_path: Path) -> None:
    ran = run_in_shell("> /dev/full", "validate", str(many), "--output", f"json={tmp_path}/a.json")
    assert ran.code == 4
    assert "a.json" not in ran.err
    ran = run("validate", str(many), "--output", "json=/dev/full")
    assert ran.code == 2
    assert "cannot write /dev/full: No space left" in ran.err


@pytest.mark.parametrize("arguments", [("advise", EMERGENCY), ("validate", str(CASES))])
def test_a_closed_standard_output_changes_no_verdict(arguments: tuple[str, ...]) -> None:
    ran = run_in_shell(">&-", *arguments)
    assert_quiet(ran)
    assert (ran.code, ran.err) == (0, "")


def test_a_closed_standard_input_is_an_input_that_cannot_be_read() -> None:
    ran = run_in_shell("<&-", "advise", "-")
    assert_quiet(ran)
    assert ran.code in (1, 2)
    assert ran.out == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told() -> None:
    ran = run_in_shell(">/dev/full", "advise", EMERGENCY)
    assert ran.code != 0
    assert "No space left" in ran.err
    assert "please report" not in ran.err
    assert "Traceback" not in ran.err
    assert "Exception ignored" not in ran.err


# What a terminal, or none, can show


@pytest.mark.parametrize(
    "env",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    ],
)
def test_a_poor_encoding_loses_no_advice(tmp_path: Path, env: dict[str, str]) -> None:
    path = tmp_path / "me.yaml"
    path.write_text(FINE.replace("My back", "My dos “ł” 😀"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "advisor", "validate", str(path), "gone-“ł”-😀.yaml"],
        env=environment(**env),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 2
    assert b"1 ok" in done.stdout
    assert b"Traceback" not in done.stderr
    assert b"advisor failed" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_json_stays_json_in_a_poor_encoding(encoding: str) -> None:
    title = "Mon genou “fait mal” à cause du café ł 😀"
    case = json.dumps({"title": title, "runner": {"age": 40}})
    done = subprocess.run(
        [sys.executable, "-m", "advisor", "advise", "-", "--format", "json"],
        input=case.encode(),
        env=environment(PYTHONIOENCODING=encoding),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0
    try:
        text = done.stdout.decode("utf-8")
    except UnicodeDecodeError:
        text = done.stdout.decode(encoding)
    assert json.loads(text)["case"]["title"] == title


def on_terminal(*arguments: str, columns: int, **env: str) -> str:
    """Run the command line on a terminal of its own and give what it shows there."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-m", "advisor", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
        env=environment(**env),
    ) as process:
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # how Linux says that the other side has closed
            while chunk := os.read(ours, 65536):
                shown += chunk
        os.close(ours)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    return shown.decode().replace("\r\n", "\n")


def test_a_terminal_gets_colour_and_its_own_width() -> None:
    case = "@v30-my-knee-hurts"
    shown = on_terminal("advise", case, columns=60, TERM="xterm-256color")
    plain = COLOUR.sub("", shown)
    assert plain != shown
    assert "\x1b" not in plain
    assert 50 < max(len(line) for line in plain.splitlines()) <= 60
    piped = run("advise", case, TERM="xterm-256color")
    assert "\x1b" not in piped.out
    assert piped.out.split() == plain.split(), "colour and width change no word"


@pytest.mark.parametrize(
    "env", [{"NO_COLOR": "1", "TERM": "xterm-256color"}, {"TERM": "dumb"}], ids=["no", "dumb"]
)
def test_a_terminal_without_colour_gets_none(env: dict[str, str]) -> None:
    shown = on_terminal("advise", EMERGENCY, columns=60, **env)
    assert "\x1b" not in shown
    assert max(len(line) for line in shown.splitlines()) <= 60


def assert_harmless(text: str) -> None:
    raw = sorted({f"U+{ord(one):04X}" for one in text if not one.isprintable() and one != "\n"})
    assert not raw, f"reaches the terminal raw: {raw}"


def test_a_case_cannot_steer_the_terminal(quick: Quick, tmp_path: Path) -> None:
    case = {"case": NASTY, "title": NASTY, "runner": {"age": 30}}
    shown = quick("advise", "-", stdin=json.dumps(case))
    assert shown.code == 0
    assert "red" in shown.out
    assert_harmless(shown.out)
    refused = quick("advise", "-", stdin=json.dumps({**case, NASTY: 1, "areas": [NASTY]}))
    assert refused.code == 1
    assert refused.err.count("red") >= 2
    assert_harmless(refused.err)
    assert_harmless(quick("advise", NASTY).err)
    assert_harmless(quick("advise", f"@{NASTY}").err)
    assert_harmless(quick("rules", "show", NASTY).err)

    (tmp_path / "\x1b[31m\u202ebad.json").write_text(json.dumps({NASTY: 1}), encoding="utf-8")
    failing = {**case, "expect": {"outcome": "drills"}}
    (tmp_path / "\x1b[31mfailing.json").write_text(json.dumps(failing), encoding="utf-8")
    judged = quick("validate", str(tmp_path))
    assert "bad.json" in judged.out
    assert "failing.json" in judged.out
    assert_harmless(judged.out)


def test_a_case_cannot_forge_the_line_of_another(quick: Quick) -> None:
    forged = "forged.yaml:1:1: out-of-range"
    refused = quick("advise", "-", stdin=json.dumps({f"a\n{forged}": 1, "areas": f"b\n{forged}"}))
    assert refused.code == 1
    assert "forged" in refused.err
    assert not [line for line in refused.err.splitlines() if line.startswith("forged")]


# A folder full of traps

TRAPS: dict[str, tuple[bytes, str]] = {
    "empty.yaml": (b"", "file-empty"),
    "comments.yaml": (b"# nothing else\n", "file-empty"),
    "nul.yaml": (b"title: a\0b\n", "nul-character"),
    "latin-1.yaml": (b"title: caf\xe9\n", "not-utf8"),
    "control.yaml": (b"title: a\x07b\n", "yaml-syntax"),
    "anchor.yaml": (b"runner: &me {age: 30}\n", "yaml-anchor"),
    "alias.yaml": (b"runner: *me\n", "yaml-alias"),
    "tag.yaml": (b"title: !!python/object/apply:os.getcwd []\n", "yaml-tag"),
    "merge.yaml": (b"runner: {<<: {age: 30}}\n", "yaml-merge-key"),
    "two.yaml": (b"title: a\n---\ntitle: b\n", "second-document"),
    "twice.yaml": (b"title: a\ntitle: b\n", "duplicate-key"),
    "twice.json": (b'{"title": "a", "title": "b"}', "duplicate-key"),
    "key.yaml": (b"? [a]\n: b\n", "key-not-text"),
    "deep.yaml": (b"areas: " + b"[" * 100_000, "too-deep"),
    "deep.json": (b"[" * 100_000 + b"]" * 100_000, "too-deep"),
    "huge.yaml": (b"title: " + b"a" * 2_000_000, "file-too-large"),
    "syntax.yaml": (b"runner: {age: 30\n", "yaml-syntax"),
    "tab.yaml": (b"runner:\n\tage: 30\n", "yaml-syntax"),
    "syntax.json": (b'{"runner": {"age": 30,}}', "json-syntax"),
    "infinite.yaml": (b"runner: {age: .inf}\n", "number-not-finite"),
    "infinite.json": (b'{"runner": {"age": 1e999}}', "number-not-finite"),
    "surrogate.json": (b'{"title": "\\ud800"}', "lone-surrogate"),
    "list.yaml": (b"- runner\n", "wrong-type"),
    "word.yaml": (b"runner\n", "wrong-type"),
    "boolean.yaml": (b"screening: {limping: true}\n", "wrong-type"),
    "symptom.yaml": (b"symptoms: {knee-cap-ache: {}}\n", "unknown-key"),
    "answer.yaml": (b"screening: {limping: perhaps}\n", "unknown-value"),
    "too-much.yaml": (b"symptoms: {kneecap-ache: {worst: 11}}\n", "out-of-range"),
    "nobody-asked.yaml": (b"screening: {all_others: no}\n", "all-others"),
    "both.yaml": (b"runner: {changed_30d: [nothing, hills]}\n", "contradiction"),
    "elsewhere.yaml": (
        b"areas: [knee]\nscreening: {groin-ache-on-landing: yes}\n",
        "answer-without-area",
    ),
}


@pytest.fixture(scope="module")
def trapped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trapped")
    for name, (content, _) in TRAPS.items():
        (folder / name).write_bytes(content)
    os.mkfifo(folder / "waits-for-ever.yaml")
    for name in ("a-fine", "m-fine", "z-fine"):
        (folder / f"{name}.yaml").write_text(FINE, encoding="utf-8")
    return folder


def test_every_trap_is_named_once_and_the_good_ones_are_judged(trapped: Path) -> None:
    codes = {name: code for name, (_, code) in TRAPS.items()}
    codes["waits-for-ever.yaml"] = "file-not-regular"
    ran = run("validate", ".", cwd=trapped)
    assert ran.code == 1
    assert_quiet(ran)
    assert f"{len(codes)} invalid" in ran.out
    assert "3 ok" in ran.out
    named = re.findall(r"^([\w.-]+?)(?::\d+:\d+)?: ([a-z0-9-]+): ", ran.out, re.MULTILINE)
    assert sorted(named) == sorted(codes.items())


def test_every_trap_is_named_once_in_json_too(trapped: Path) -> None:
    codes = {name: code for name, (_, code) in TRAPS.items()}
    codes["waits-for-ever.yaml"] = "file-not-regular"
    ran = run("validate", "--format", "json", ".", cwd=trapped)
    assert ran.code == 1
    assert_quiet(ran)
    results = {Path(one["file"]).name: one for one in ran.data["results"]}
    assert len(results) == len(ran.data["results"]) == len(codes) + 3
    for name, one in results.items():
        if name in codes:
            assert [found["code"] for found in one["diagnostics"]] == [codes[name]], name
            assert (one["status"], one["decision"]) == ("invalid", None)
        else:
            assert one["decision"] == {"outcome": "emergency"}
    assert ran.data["summary"]["ok"] == 3
    assert ran.data["summary"]["invalid"] == len(codes)


# Help


def commands(
    command: click.Command, words: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield words, command
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from commands(below, (*words, name))


@pytest.mark.parametrize(
    ("words", "command"),
    [pytest.param(*one, id=" ".join(one[0])) for one in commands(command_line)],
)
def test_help_names_every_option_and_command(
    quick: Quick, words: tuple[str, ...], command: click.Command
) -> None:
    ran = quick(*words, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert " ".join(["Usage: advisor", *words]) in ran.out
    for option in command.params:
        if isinstance(option, click.Option):
            assert set(option.opts) <= set(re.findall(r"--?[\w-]+", ran.out)), option.name
        elif isinstance(option.type, click.Choice):
            assert set(option.type.choices) <= set(re.findall(r"[\w-]+", ran.out))
        else:
            assert option.human_readable_name.strip("[].") in ran.out
    if isinstance(command, click.Group):
        for name in command.commands:
            assert re.search(rf"^  {name} +\w", ran.out, re.MULTILINE), name
    assert "\\b" not in ran.out, "click's mark for text as it stands is not for people"
    assert quick(*words, "-h").out == ran.out


def test_help_shows_each_example_on_a_line_of_its_own(quick: Quick) -> None:
    ran = quick("--help")
    assert ran.code == 0
    examples = re.findall(r"advisor (?:ask|advise|why|validate|new-case)\b", ran.out)
    lines = [line for line in ran.out.splitlines() if line.strip().startswith("advisor ")]
    assert len(examples) == len(lines) >= 3


def test_the_version_is_that_of_the_package(quick: Quick) -> None:
    from importlib.metadata import version

    ran = quick("--version")
    assert ran.code == 0
    assert version("injury-pattern-advisor") in ran.out


# cases, new-case


@pytest.mark.parametrize("areas", [(), ("knee", "low-back")])
def test_a_new_case_is_a_case_that_says_nothing(quick: Quick, areas: tuple[str, ...]) -> None:
    written = quick("new-case", *areas)
    assert (written.code, written.err) == (0, "")
    advised = quick("advise", "-", "--format", "json", stdin=written.out)
    assert (advised.code, advised.err) == (0, "")
    assert advised.data["decision"]["outcome"] == "not-cleared", "silence is not a no"


def test_a_new_case_asks_what_applies_to_its_areas(quick: Quick, base: KnowledgeBase) -> None:
    written = quick("new-case", "knee").out
    for question in base.entries["screening"].values():
        applies = not question.words("areas") or "knee" in question.words("areas")
        asked = re.search(rf"^  {question.id}: ", written, re.MULTILINE) is not None
        assert asked == applies, question.id


def fill_in(template: str, answers: dict[str, str]) -> str:
    """Do what the template says: take the mark away before a line, and answer it."""
    left = dict(answers)
    lines = []
    for line in template.splitlines():
        found = re.fullmatch(r"# ( *)([\w-]+):(.*)", line)
        if found and found[2] in left:
            lines.append(f"{found[1]}{found[2]}: {left.pop(found[2])}")
        else:
            lines.append(line)
    assert not left, f"the template does not offer {sorted(left)}"
    return "\n".join(lines)


def test_a_new_case_filled_in_is_a_case(quick: Quick) -> None:
    template = quick("new-case", "knee").out.replace(": unsure", ": no")
    answers = {
        **dict.fromkeys(("symptoms", "routine", "observations"), ""),
        "title": "My knee aches somewhere",
        "age": "41",
        "changed_30d": "[nothing]",
        "knee-unplaced": "",
        "worst": "2",
        "triggers": "[late-in-run]",
        "effect": "run-normally",
        "clamshell": "{times_per_week: 3}",
        "knee-straightens-first": "yes",
    }
    ran = quick("advise", "-", "--format", "json", stdin=fill_in(template, answers))
    assert (ran.code, ran.err) == (0, "")
    assert ran.data["decision"]["outcome"] != "not-cleared", "every question was answered"


def test_a_new_case_for_an_unknown_area(quick: Quick) -> None:
    ran = quick("new-case", "knee", "lower-back")
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean 'low-back'?" in ran.err


# rules


def test_rules_list_names_everything(quick: Quick, base: KnowledgeBase) -> None:
    ran = quick("rules", "list")
    assert ran.code == 0
    named = set(re.findall(r"^- (\S+):(?: |$)", ran.out, re.MULTILINE))
    ids = {rule.id for rule in base.rules}
    ids |= {name for entries in base.entries.values() for name in entries}
    assert named == ids


@pytest.mark.parametrize("kind", ["symptom", "source", "rule"])
def test_rules_list_names_those_of_one_kind(quick: Quick, base: KnowledgeBase, kind: str) -> None:
    ran = quick("rules", "list", kind)
    assert ran.code == 0
    named = re.findall(r"^- (\S+):(?: |$)", ran.out, re.MULTILINE)
    rules = [rule.id for rule in base.rules]
    assert named == (rules if kind == "rule" else [*base.entries[kind]])


def test_rules_list_of_an_unknown_kind_names_the_kinds(quick: Quick, base: KnowledgeBase) -> None:
    ran = quick("rules", "list", "symptoms")
    assert (ran.code, ran.out) == (2, "")
    for kind in (*base.entries, "rule"):
        assert re.search(rf"\b{kind}\b", ran.err), kind


def flow(text: str) -> str:
    return " ".join(text.split())


def test_rules_show_explains_a_rule_an_entry_and_a_source(
    quick: Quick, base: KnowledgeBase
) -> None:
    rule = next(one for one in base.rules if one.id == "bone-stress-hip-urgent")
    shown = flow(quick("rules", "show", rule.id).out)
    for part in (rule.id, rule.title, flow(rule.because), *rule.sources, *rule.ref):
        assert part in shown
    drill = base.entry("drill", "kickstand-hinge")
    shown = flow(quick("rules", "show", "drill:kickstand-hinge").out)
    assert drill.label in shown
    for cue in drill.items("cues"):
        assert flow(str(cue["text"])) in shown
    source = base.entry("source", "R83")
    shown = flow(quick("rules", "show", "R83").out)
    assert flow(source.text("citation")) in shown
    assert "NOT verified" in shown


def test_rules_show_asks_which_of_several_is_meant(quick: Quick) -> None:
    ran = quick("rules", "show", "rotation-only-routine")
    assert (ran.code, ran.out) == (2, "")
    offered = set(re.findall(r"\b(?:pattern|rule):rotation-only-routine\b", ran.err))
    assert len(offered) == 2
    shown = {quick("rules", "show", name).out for name in offered}
    assert len(shown) == 2
    assert all(shown)


def test_rules_show_finds_an_entry_by_what_people_call_it(quick: Quick) -> None:
    by_id = quick("rules", "show", "clamshell")
    assert (by_id.code, by_id.err) == (0, "")
    for name in ("clams", "Clam-Shells", "CLAMSHELLS"):
        assert quick("rules", "show", name) == by_id, name
    ran = quick("rules", "show", "kickstand hinge")
    assert (ran.code, ran.out) == (2, "")
    for kind in ("exercise", "drill"):
        assert f"{kind}:kickstand-hinge (kickstand hinge" in ran.err


def test_everything_can_be_named_by_kind_and_id(base: KnowledgeBase) -> None:
    named: list[tuple[str, Entry | Rule]] = [(f"rule:{rule.id}", rule) for rule in base.rules]
    for kind, entries in base.entries.items():
        named += [(f"{kind}:{entry.id}", entry) for entry in entries.values()]
    astray = []
    for name, meant in named:
        try:
            found = base.find(name)
        except UnknownIdError:
            found = []
        if found != [meant]:
            astray.append(name)
    assert not astray


def test_rules_show_of_an_unknown_id_says_what_was_meant(quick: Quick) -> None:
    ran = quick("rules", "show", "kneecap-aches")
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean 'kneecap-ache'?" in ran.err


# schema


@pytest.mark.parametrize("name", ["case", "rules", "advice", "result", "explanation"])
def test_a_schema_is_valid_and_says_of_which_draft_it_is(quick: Quick, name: str) -> None:
    ran = quick("schema", name)
    assert (ran.code, ran.err) == (0, "")
    schema = ran.data
    Draft202012Validator.check_schema(schema)
    assert schema.get("$schema") == Draft202012Validator.META_SCHEMA["$id"]
    assert not Draft202012Validator(schema).is_valid({"nonsense": 1})


def test_the_schemas_accept_what_is_shipped(quick: Quick, documents: dict[str, Any]) -> None:
    rules = Draft202012Validator(quick("schema", "rules").data)
    for file, content in documents.items():
        if file.startswith("reasoning/"):
            rules.validate(content)
    case = Draft202012Validator(quick("schema", "case").data)
    case.validate({"runner": {"age": 52}, "symptoms": {"kneecap-ache": {"worst": 2}}})
    assert not case.is_valid({"runner": {"age": "old"}})
    advice = Draft202012Validator(quick("schema", "advice").data)
    advice.validate(quick("advise", EMERGENCY, "--format", "json").data)


# Where it runs, and what it leaves behind


def test_it_works_from_an_empty_folder_and_writes_nothing_anywhere(tmp_path: Path) -> None:
    here, home, scratch = (tmp_path / name for name in ("here", "home", "scratch"))
    for folder in (here, home, scratch):
        folder.mkdir()
    env = {"HOME": str(home), "TMPDIR": str(scratch), "XDG_CACHE_HOME": str(home / "cache")}
    for words in (
        ("advise", "@v30-my-knee-hurts"),
        ("validate", "--format", "json", str(CASES / "red-flags")),
        ("rules", "show", "R35"),
    ):
        ran = run(*words, cwd=here, **env)
        assert (ran.code, ran.err) == (0, ""), words
        assert ran.out
    assert [path for folder in (here, home, scratch) for path in folder.rglob("*")] == []


SLIPS = {
    "a wrong value": "symptoms: {low-back-tight: {worst: 7/10}}",
    "an area that is not named": "areas: []",
    "an unknown key": "nonsense: 1",
}


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_slip_elsewhere_does_not_silence_a_red_flag(quick: Quick, slip: str) -> None:
    ran = quick("advise", "-", stdin=f"screening: {{saddle-numbness: yes}}\n{slip}\n")
    assert ran.code == 1
    assert ran.out == ""
    first = ran.err.splitlines()[0]
    assert "numbness between the legs" in first
    assert "call emergency services" in first


@pytest.mark.parametrize("word", ["true", "Yes", "YES", "y", "' yes '"])
def test_a_yes_is_heard_however_it_is_written(quick: Quick, word: str) -> None:
    ran = quick("advise", "-", stdin=f"screening: {{saddle-numbness: {word}}}\n")
    assert ran.code == 1
    first = ran.err.splitlines()[0]
    assert "numbness between the legs" in first
    assert "call emergency services" in first


@pytest.mark.parametrize(
    "screening",
    ["{saddle-numb: yes}", "{saddle-numbness: sometimes}", "[saddle-numbness]", "saddle-numbness"],
)
def test_an_answer_that_is_not_understood_may_be_a_warning_sign(
    quick: Quick, screening: str
) -> None:
    ran = quick("advise", "-", stdin=f"screening: {screening}\n")
    assert ran.code == 1
    assert "Nothing was checked" in ran.err.splitlines()[0]
    assert "emergency services" in ran.err.splitlines()[0]


def test_a_file_that_cannot_be_read_says_that_nothing_was_checked(quick: Quick) -> None:
    ran = quick("advise", "-", stdin="screening:\n  saddle-numbness: yes\n  limping no\n")
    assert ran.code == 1
    assert "Nothing was checked" in ran.err.splitlines()[0]
    assert "emergency services" in ran.err.splitlines()[0]


@pytest.mark.parametrize("word", ["no", "No", "false", "unsure"])
def test_a_no_is_not_repeated_as_an_alarm(quick: Quick, word: str) -> None:
    ran = quick("advise", "-", stdin=f"screening: {{saddle-numbness: {word}}}\nnonsense: 1\n")
    assert ran.code == 1
    assert "emergency" not in ran.err


def test_a_shipped_case_without_its_sign_is_recognised(quick: Quick) -> None:
    ran = quick("advise", "clamshells-then-low-back")
    assert ran.code == 2
    assert "@clamshells-then-low-back" in ran.err


def test_a_link_to_nothing_in_a_folder_is_one_unreadable_case(quick: Quick, tmp_path: Path) -> None:
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "fine.yaml").write_text("title: nothing said\n", encoding="utf-8")
    assert quick("validate", str(tmp_path)).code == 1
    assert quick("validate", str(tmp_path / "gone.yaml")).code == 2


def test_the_shipped_cases_are_listed_by_folder(quick: Quick) -> None:
    listed = quick("cases").out.splitlines()
    titles = [line for line in listed if line.startswith("      ")]
    assert all(title.strip() for title in titles)
    names = [line.strip()[1:] for line in listed if line.startswith("  @")]
    assert len(titles) == len(names)
    assert sorted(names) == sorted(path.stem for path in CASES.rglob("*.yaml"))
    folders = [line.partition(" (")[0] for line in listed if not line.startswith(" ")]
    assert folders[0] == "stories"
    assert set(folders[1:]) == {path.name for path in CASES.iterdir() if path.is_dir()}
    outside = quick("cases", "outside").out.splitlines()
    assert outside == listed[listed.index(outside[0]) :][: len(outside)]
    assert len(outside) == 1 + 2 * len(list((CASES / "outside").glob("*.yaml")))


def test_a_folder_that_is_none_is_told_with_those_that_are(quick: Quick) -> None:
    ran = quick("cases", "outsde")
    assert ran.code == 2
    assert "outside" in ran.err


@pytest.mark.parametrize(("form", "start"), [("mermaid", "%%{init: "), ("dot", "digraph ")])
def test_advise_draws_its_reasoning(quick: Quick, form: str, start: str) -> None:
    ran = quick("advise", EMERGENCY, "--format", form)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(start)
    assert ran.out.endswith("\n")
    assert "Get emergency help now" in ran.out


@pytest.mark.parametrize(("form", "start"), [("mermaid", "%%{init: "), ("dot", "digraph ")])
def test_why_draws_what_leads_to_one_thing(quick: Quick, form: str, start: str) -> None:
    story = "@clamshells-then-low-back"
    ran = quick("why", story, "rotation-only-routine", "--format", form)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(start)
    assert "clamshells" in ran.out
    assert "co-contraction" not in ran.out
    for name, reason in (
        ("foot-not-loaded", "pattern:foot-not-loaded is not in the advice"),
        ("clamshell", "exercise:clamshell was told by the runner"),
    ):
        refused = quick("why", story, name, "--format", form)
        assert (refused.code, refused.out) == (2, "")
        assert f"{reason}, so there is nothing to draw" in refused.err
