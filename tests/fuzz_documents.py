"""Documents to throw at the program, by three makers; any can be made again from its number."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from advisor.cases import case_schema
from advisor.documents import MAX_BYTES
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import shipped_cases
from tests.fuzz_mutations import mutated
from tests.fuzz_written import Pairs, as_json, as_yaml

MAKERS = ("generated", "mutated", "raw")
HUGE_EVERY = 499
"""One document in so many is about as large as one may be: of each kind before the 10,000th."""


@dataclass(frozen=True)
class Made:
    """A document by its number: who made it, and whether it is a text by itself or a line."""

    number: int
    maker: str
    form: str
    raw: bytes


class Documents:
    """All documents of a seed, each made from its number alone."""

    def __init__(self, base: KnowledgeBase, seed: int) -> None:
        self._seed = seed
        self._schema = case_schema(base)
        self._shipped = [path.read_bytes() for path in shipped_cases().values()]

    def __call__(self, number: int) -> Made:
        rng = random.Random(f"{self._seed}:{number}")
        if number % HUGE_EVERY == HUGE_EVERY - 1:
            return Made(number, "raw", "text", HUGE[number // HUGE_EVERY % len(HUGE)])
        maker = MAKERS[number % 3]
        form = rng.choice(("text", "text", "line"))
        raw = self._made(rng, maker, form)
        if form == "line" and raw.strip():  # no reader of lines gives an empty one
            raw = raw.replace(b"\n", b" ") + rng.choice((b"\n", b"\n", b"\r\n", b""))
            return Made(number, maker, form, raw)
        return Made(number, maker, "text", raw)

    def _made(self, rng: random.Random, maker: str, form: str) -> bytes:
        if maker == "generated":
            return self._generated(rng, form)
        if maker == "raw":
            return rng.choice(RAW)(rng)
        raw = rng.choice(self._shipped)
        if rng.random() < 0.3 or form == "line":
            raw = self._generated(rng, form)
        return mutated(rng, raw, rng.choice(self._shipped))

    def _generated(self, rng: random.Random, form: str) -> bytes:
        mistakes = rng.choice((0.0, 0.0, 0.02, 0.1, 0.3))
        fullness = rng.choice((0.02, 0.1, 0.3))
        value = Generator(rng, self._schema, mistakes, fullness).document()
        if form == "line" or rng.random() < 0.3:
            return as_json(value, rng.choice((None, None, 2)) if form == "text" else None).encode()
        return as_yaml(rng, value).encode()


class Generator:
    """
    A walk through a schema that chooses at random.

    `mistakes` is how often a place gets what does not belong there, `fullness` how many of the keys
    of a large mapping are there.
    """

    def __init__(
        self, rng: random.Random, schema: Mapping[str, Any], mistakes: float, fullness: float
    ) -> None:
        self._rng, self._schema = rng, schema
        self._mistakes, self._fullness = mistakes, fullness

    def document(self) -> Any:
        """Give a case, or what is almost one."""
        return self._any(self._schema)

    def _any(self, node: Mapping[str, Any]) -> Any:
        rng = self._rng
        if "$ref" in node:
            return self._any(self._schema["$defs"][node["$ref"].rpartition("/")[2]])
        if rng.random() < self._mistakes:
            return rng.choice(ODD)
        if "if" in node:
            branch = rng.choice(("then", "else"))
            types = node["type"] if isinstance(node["type"], list) else [node["type"]] * 2
            node = {"type": types[branch == "else"], **node[branch]}
        if "enum" in node:
            return rng.choice(node["enum"])
        kind = node.get("type", "string")
        kind = rng.choice((kind[0], kind[0], kind[-1])) if isinstance(kind, list) else kind
        return getattr(self, f"_{kind}")(node)

    def _object(self, node: Mapping[str, Any]) -> Pairs:
        rng, properties = self._rng, node["properties"]
        share = self._fullness if len(properties) > 12 else 0.4
        chosen = [name for name in properties if rng.random() < share]
        chosen += [name for name in node.get("required", ()) if name not in chosen]
        found = Pairs((name, self._any(properties[name])) for name in chosen)
        if found and rng.random() < self._mistakes:
            found.append((rng.choice(found)[0], rng.choice(ODD)))  # twice
        if rng.random() < self._mistakes:
            found.append((str(rng.choice(ODD)), rng.choice(ODD)))
        if found and rng.random() < self._mistakes:
            found.pop()
        return found

    def _array(self, node: Mapping[str, Any]) -> list[Any]:
        words = node["items"]["enum"]
        most = min(len(words), self._rng.choice((1, 2, 3, 3, 8)))
        found = self._rng.sample(words, self._rng.randint(node.get("minItems", 0), most))
        if found and self._rng.random() < self._mistakes:
            found.append(self._rng.choice(found))
        return found

    def _integer(self, node: Mapping[str, Any]) -> int:
        return self._rng.randint(node.get("minimum", 0), node.get("maximum", 300))

    def _number(self, node: Mapping[str, Any]) -> float:
        return round(self._rng.uniform(node.get("minimum", 0), node.get("maximum", 300)), 3)

    def _string(self, node: Mapping[str, Any]) -> str:
        text = self._rng.choice(
            ("a", "knee run 3", "é 😀", "x: y # z", "-", "\u2028\x9b31m", "'\"\\")
        )
        return str(text * self._rng.choice((1, 1, 1, 5, 300)))

    def _null(self, node: Mapping[str, Any]) -> None:
        return None


ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 3.5, 10**18, -1e300, 0.1, "", " ", "yes", "no", "Unsure", "now"),
    *(
        "knee",
        "low back",
        "kneee",
        "3 weeks",
        "3,5",
        "2024-01-01",
        "include",
        "all_others",
        "answer",
    ),
    *(
        "a" * 300,
        "\n",
        "line\nf.yaml:1:1: forged",
        "\x1b[31m",
        "\x9b31m",
        "\u202e",
        "\u2028",
        "\x85",
    ),
    *(
        "😀",
        "\ufeff",
        "\ud800",
        "\ufffe",
        "\0",
        "<b>",
        "]]>",
        "::error::x",
        "%0A",
        [],
        [[]],
        ["knee"],
        [None],
    ),
    *(["knee", "knee"], [1, "knee"], Pairs(), Pairs([("answer", "yes")]), Pairs([("worst", 3)])),
    *(Pairs([("include", ["x"]), ("exclude", 3)]), Pairs([("side", "left")]), [{}, 1.0, True]),
)


def _nested(rng: random.Random) -> bytes:
    opening = rng.choice((b"[", b'{"a":', b"{a: ", b"- ", b"[{", b"? ", b"- - ? ", b"\n- ", b'["'))
    deep = rng.choice((30, 63, 64, 65, 66, 200, 999, 1001, 5000, 100_000))
    return opening * deep + b"1" + rng.choice((b"", b"]" * deep, b"}" * deep))


def _packed(rng: random.Random) -> bytes:
    start = rng.choice(
        (b"\x1f\x8b", b"\x1f\x8b\x08\x00", b"\x28\xb5\x2f\xfd", b"\x28\xb5\x2f\xfd\x04")
    )
    return start + rng.randbytes(rng.randrange(200))


def _soup(rng: random.Random) -> bytes:
    tokens = TOKENS if rng.random() < 0.2 else TEXTS
    return b"".join(rng.choice(tokens) for _ in range(rng.randrange(60)))


def _utf_16(rng: random.Random) -> bytes:
    return _soup(rng).decode(errors="replace").encode(rng.choice(("utf-16", "utf-16-be", "utf-32")))


def _long_line(rng: random.Random) -> bytes:
    return _soup(rng)[:200] + rng.choice(TOKENS) * rng.choice((1000, 20_000)) + _soup(rng)[:200]


RAW: tuple[Callable[[random.Random], bytes], ...] = (
    lambda rng: rng.randbytes(rng.choice((0, 1, 2, 10, 300, 5000))),
    lambda rng: bytes(rng.choices(b"{}[]:,-\"'#&*!|>%@`? \n\ta1", k=rng.randrange(100))),
    lambda rng: b"\0" * rng.randrange(1, 50) + _soup(rng),
    *(_soup, _soup, _soup, _utf_16, _nested, _packed, _long_line),
)
TOKENS = (
    *(b"{", b"}", b"[", b"]", b":", b",", b": ", b", ", b" ", b"\n", b"\r\n", b"\r", b"\t", b"- "),
    *(
        b'"',
        b"'",
        b'"a"',
        b'"areas"',
        b"areas: ",
        b"knee",
        b"\\",
        b"\\u00e9",
        b"\\ud83d",
        b"\\udc00",
    ),
    *(b"NaN", b"-Infinity", b"1e999", b"7" * 31, b"0", b"-0", b"1.5", b"0x1F", b"0o7", b"1e-400"),
    *(b"true", b"null", b".nan", b"~", b"<<: ", b"&x ", b"*x ", b"!x ", b"!!str ", b"%YAML 1.1\n"),
    *(
        b"%TAG ! x:\n",
        b"---\n",
        b"...\n",
        b"# ",
        b"|\n",
        b">-\n",
        b"|9\n",
        b"? ",
        b"@",
        b"`",
        b"\0",
    ),
    *(b"\x07", b"\x7f", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xef\xbb\xbf"),
    *(one.encode() for one in ("é", "😀", "\u2028", "\x85", "\xa0", "\x9b", "\u202e", "\ufffe")),
    *(
        b"screening: {",
        b"runner:\n  age: ",
        b"symptoms:\n",
        b'{"runner": {"age": ',
        b"\n  ",
        b"\n    ",
    ),
)
TEXTS = tuple(one for one in TOKENS if (one.isascii() and one >= b"\t") or len(one) > 3)
"""Those that a text can hold."""


def _filled(start: bytes, repeated: bytes, end: bytes = b"") -> bytes:
    return start + repeated * ((MAX_BYTES - len(start) - len(end)) // len(repeated)) + end


def _counted(start: str, form: str, join: str, end: str) -> bytes:
    return (start + join.join(form.format(one) for one in range(60_000)) + end).encode()


HUGE = (
    *(b"x" * MAX_BYTES, b"x" * (MAX_BYTES + 1), b"\n" * MAX_BYTES, _filled(b"", b"\r", b"a: 1")),
    *(_filled(b"", b"[1,"), _filled(b"a: [", b"1,", b"]"), _filled(b"[" * 64, b"a,")),
    *(_filled(b'{"', b"k", b'": 1}'), _filled(b'{"areas": ["', b"k", b'"]}')),
    *(_filled(b'{"areas": [', b'"knee",', b'"knee"]}'), _filled(b"areas: [1, ", b"knee,", b"]")),
    *(_counted("{", '"k{}": 1', ",", "}"), _counted("{", '"k{}": 1', ",\n", "}")),
    *(_counted("", "k{}: 1", "\n", "\n"), _counted('{"areas": [', '"k{}"', ",\n", "]}")),
    *(
        _filled(b'{"title": "', b"\\n", b'"}'),
        _filled(b"title: |\n", b"  x\n"),
        _filled(b"", b"-\n"),
    ),
    *(
        _filled(b"", b"# c\n"),
        _filled(b'{"areas": [', b"1, ", b"1]}"),
        _filled(b"runner: {age: ", b"1"),
    ),
)
