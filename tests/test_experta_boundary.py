"""Where experta begins: what is used of it is listed, and it reaches nobody but us."""

from __future__ import annotations

import ast
import importlib.metadata
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor.inference import _experta
from advisor.inference._experta import RELIED_ON
from tests.conftest import ROOT
from tests.test_experta_contract import fact, held, rule_of

VERSION = "1.9.4"

# What is counted on is listed


def own_names() -> dict[str, set[str]]:
    """Give, by class, the names that experta gives its objects, not Python its classes."""
    engine = _experta.KnowledgeEngine()
    things = {
        "KnowledgeEngine": engine,
        "Matcher": engine.matcher,
        "Strategy": engine.strategy,
        "Agenda": engine.agenda,
        "FactList": engine.facts,
        "Activation": _experta.Activation(rule_of(print), ()),
        "Rule": rule_of(print),
        "Fact": fact(a=1),
    }
    common = {name for kind in (dict, tuple, object) for name in dir(kind)}
    common |= {"__dict__", "__module__", "__weakref__", "__wrapped__", "__name__"}
    return {kind: {*dir(one)} - common for kind, one in things.items()}


def used_names() -> Iterator[str]:
    """Give every attribute, every member of a class, and every keyword given to experta."""
    for path in sorted((ROOT / "advisor" / "inference").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                yield node.attr
            elif isinstance(node, ast.ClassDef):
                yield from members(node)
            elif isinstance(node, ast.Call) and ast.unparse(node.func) in _experta.__all__:
                yield from (one.arg for one in node.keywords if one.arg)


def members(node: ast.ClassDef) -> Iterator[str]:
    for one in node.body:
        if isinstance(one, ast.FunctionDef):
            yield one.name
        elif isinstance(one, ast.Assign):
            yield from (target.id for target in one.targets if isinstance(target, ast.Name))


def test_what_is_relied_on_is_what_the_code_uses() -> None:
    """
    A name that the code uses and experta has too counts as experta's.

    Where it is not, call it otherwise: a reader would not know either.
    """
    names, used = own_names(), set(used_names())
    listed = {name for listed in RELIED_ON.values() for name in listed}
    assert used & set().union(*names.values()) == listed
    for kind, relied_on in RELIED_ON.items():
        assert set(relied_on) <= names[kind], kind


def test_everything_relied_on_is_held_here() -> None:
    assert held == {f"{kind}.{name}" for kind, names in RELIED_ON.items() for name in names}


# The version, and why there is a door


def test_experta_is_the_version_that_is_known() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'"experta=={VERSION}"' in project
    assert importlib.metadata.version("experta") == VERSION


def test_experta_cannot_be_imported_without_the_door() -> None:
    """If it can, the repair is needless."""
    done = subprocess.run(
        [sys.executable, "-c", "import experta.engine"], capture_output=True, text=True, check=False
    )
    assert "no attribute 'Mapping'" in done.stderr


# The program that imports us

STATE = """
import collections, collections.abc, gc, io, locale, logging, logging.handlers, os, random, signal
import sys, threading, warnings

def state():
    root = logging.getLogger()
    return {
        "root logger": (list(root.handlers), root.level, list(root.filters), root.disabled),
        "handlers": [(one.level, one.formatter, list(one.filters)) for one in root.handlers],
        "logging": (logging.lastResort, root.manager.disable, logging.raiseExceptions,
            logging.getLoggerClass(), logging.getLogRecordFactory(), logging.getLevelName(20)),
        "collections": dict(vars(collections)),
        "warnings": (list(warnings.filters), warnings.showwarning),
        "import": (list(sys.path), list(sys.meta_path), list(sys.path_hooks)),
        "random": random.getstate(),
        "hooks": (sys.excepthook, sys.displayhook, sys.unraisablehook, threading.excepthook,
            sys.gettrace(), sys.getprofile()),
        "signals": [signal.getsignal(one) for one in sorted(signal.valid_signals())],
        "limits": (sys.getrecursionlimit(), sys.getswitchinterval(), gc.get_threshold(),
            gc.isenabled()),
        "streams": (sys.stdin, sys.stdout, sys.stderr),
        "process": (os.getcwd(), dict(os.environ), locale.setlocale(locale.LC_ALL),
            threading.active_count()),
    }
"""
HOSTS = {
    "a plain program": "",
    "one that logs everything": """
logged = io.StringIO()
logging.basicConfig(level=logging.DEBUG, stream=logged, format="%(message)s")
""",
    "one that logs by a handler of its own": """
logged = io.StringIO()
logging.getLogger().addHandler(logging.StreamHandler(logged))
logging.getLogger().setLevel(logging.INFO)
logging.lastResort = None
""",
    "one that repaired collections and uses experta": """
collections.Mapping = collections.abc.Mapping
import experta
assert experta.KnowledgeEngine and logging.getLogger().handlers
""",
    "one that took its repair back": """
collections.Mapping = collections.abc.Mapping
import experta
del collections.Mapping
assert experta.KnowledgeEngine
""",
    "one that repaired collections and does not use experta": """
collections.Mapping = collections.abc.Mapping
""",
}
GUEST = """
before = state()
from advisor import advise, read_case
from advisor.report.text import advice_text
imported = state()
for name in ("clamshells-then-low-back", "v14-back-pain-and-numbness"):
    assert advice_text(advise(read_case(f"@{name}")))
after = state()
changed = [name for name in before if not before[name] == imported[name] == after[name]]
print(changed, globals().get("logged", io.StringIO()).getvalue().splitlines()[:3])
"""


def guest(host: str, *options: str, **environment: str) -> str:
    """Run a program that advises; give what changed in it, and the first lines it logged."""
    done = subprocess.run(
        [sys.executable, *options, "-c", f"{STATE}{host}{GUEST}"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, **environment},
    )
    assert done.stderr == ""
    return done.stdout.strip()


@pytest.mark.parametrize("host", HOSTS.values(), ids=list(HOSTS))
def test_nothing_of_the_program_is_changed(host: str) -> None:
    """Nor does anything that a runner reports come into its log."""
    assert guest(host) == "[] []"


def test_nothing_is_warned_of(tmp_path: Path) -> None:
    """Neither by us nor by what we import, also when it is compiled for the first time."""
    assert guest("", "-W", "error", PYTHONPYCACHEPREFIX=str(tmp_path)) == "[] []"


def test_who_asks_experta_to_watch_is_not_overruled() -> None:
    code = """
import collections.abc, logging
collections.Mapping = collections.abc.Mapping
import experta
experta.watch("RULES")
import advisor.inference
assert experta.watchers.RULES.level == logging.DEBUG
assert not experta.watchers.FACTS.isEnabledFor(logging.INFO)
assert experta.watchers.ENGINE.isEnabledFor(logging.WARNING)
experta.watch("FACTS")
assert experta.watchers.FACTS.isEnabledFor(logging.INFO)
"""
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
