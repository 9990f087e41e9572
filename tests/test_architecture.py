"""The house keeps its order: imports run downward, and each library has one door."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "advisor"
# from the top: a part may import only what stands below it
LAYERS = [
    "cli",
    "report",
    "audit",
    "batch",
    "interview",
    "explanation",
    "reasoner",
    "advice",
    "inference",
    "cases",
    "knowledge",
    "shape",
    "fitting",
    "language",
    "facts",
    "documents",
    "shipped",
    "diagnostics",
]
MODULES = sorted(PACKAGE.rglob("*.py"))
PUBLIC_FACE = PACKAGE / "__init__.py"
COMMAND = PACKAGE / "__main__.py"


def imports(path: Path) -> Iterator[str]:
    """Give the full name of every module that a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide where they lead"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_every_part_has_its_place() -> None:
    parts = {layer(path) for path in MODULES} - {"__init__", "__main__"}
    assert parts == set(LAYERS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_downward(path: Path) -> None:
    if path in (PUBLIC_FACE, COMMAND):
        return
    own = LAYERS.index(layer(path))
    for name in imports(path):
        if name.startswith("advisor."):
            imported = name.split(".")[1]
            if imported in LAYERS:
                assert LAYERS.index(imported) >= own, f"{path.name} imports {name}, which is above"


def test_no_part_imports_itself_in_a_circle() -> None:
    graph = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in MODULES
    }
    edges = {
        name: {one for one in imports(path) if one in graph and one != name}
        for name, path in graph.items()
        if path not in (PUBLIC_FACE, COMMAND)
    }

    def reaches(start: str) -> set[str]:
        found: set[str] = set()
        frontier = [start]
        while frontier:
            for one in edges.get(frontier.pop(), ()):
                if one not in found:
                    found.add(one)
                    frontier.append(one)
        return found

    assert [name for name in edges if name in reaches(name)] == []


@pytest.mark.parametrize(
    ("library", "home"),
    [
        ("experta", "inference"),
        ("click", "cli"),
        ("prompt_toolkit", "cli"),
        ("yaml", "documents"),
        ("jinja2", "report"),
    ],
)
def test_a_library_has_one_door(library: str, home: str) -> None:
    users = {layer(path) for path in MODULES for name in imports(path) if name == library}
    users |= {
        layer(path) for path in MODULES for name in imports(path) if name.startswith(f"{library}.")
    }
    assert users == {home}


def test_one_module_alone_fills_templates() -> None:
    users = {path.name for path in MODULES if "jinja2" in imports(path)}
    assert users == {"rendering.py"}


def test_modules_stay_small() -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: count for name, count in lengths.items() if count > 280} == {}


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_importing_the_package_costs_nothing_heavy() -> None:
    heavy = "{'click', 'experta', 'jinja2', 'jsonschema', 'yaml'} & set(sys.modules)"
    assert run(f"import sys, advisor; print({heavy})") == "set()"


def test_help_needs_none_of_the_library() -> None:
    code = (
        "import sys, advisor.cli; "
        "print({'experta', 'jsonschema', 'yaml', 'advisor.knowledge'} & set(sys.modules))"
    )
    assert run(code) == "set()"


def test_the_public_face_gives_what_it_names() -> None:
    import advisor

    for name in advisor.__all__:
        assert callable(getattr(advisor, name))
    for name in ("nothing_of_that_name", "__nothing__"):
        with pytest.raises(AttributeError, match=name):
            getattr(advisor, name)
