"""No regular expression takes more than linear time on long text, whatever the text.

Every call of ``re`` in the source is found by itself, so a new pattern is tried without anybody adding it.
"""

import ast
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]

import pytest

import terukur

SOURCE = Path(terukur.__file__).parent
_CALLS = {"compile", "sub", "subn", "match", "fullmatch", "search", "findall", "finditer", "split"}
# Built from other text when they are used; each is tried through its own function below.
BUILT = {
    "tables/cells.py": "parse_day: three literals, tried below",
    "tables/foreign/excel.py": "style numbers joined; digits only",
    "organization/head_titles.py": "words joined of literals",
    "planning/target_words.py": "words joined of literals, tried below",
    "statistics/masking.py": "names of people joined, escaped",
}
# Files whose patterns are more than linear, and the length of text that their own limit lets through.
BOUNDED = {"tables/moments.py": 80, "tables/numerals.py": 60, "regulation/periods.py": 60}
_LONG = 40_000
_SECONDS = 0.4


def literals() -> Iterator[tuple[str, str | bytes, str]]:
    """Every pattern that stands in the source, with its file and the function that uses it."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if _is_pattern_call(node):
                yield str(path.relative_to(SOURCE)), _value(node.args[0]), node.func.attr


def _is_pattern_call(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in _CALLS
    )


def _value(node: ast.expr) -> str | bytes | None:
    try:
        found = ast.literal_eval(node)
    except ValueError:
        return None
    return found if isinstance(found, str | bytes) else None


def pieces(pattern: str | bytes) -> list[str]:
    """Short texts of which a long one may hurt: what the pattern's parts accept, alone and in pairs."""
    text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    found: set[str] = {"a", "0", " ", "<", "."}
    _collect(_parser.parse(text), found)
    singles = sorted(found)[:14]
    return singles + [a + b for a in singles[:5] for b in singles[:5] if a != b]


def _collect(parsed: object, found: set[str]) -> None:
    for kind, value in parsed:  # type: ignore[attr-defined]
        name = str(kind)
        if name == "LITERAL":
            found.add(chr(value))
        elif name in ("IN", "NOT_LITERAL", "ANY"):
            found.update(_members(value) if name == "IN" else "x")
        elif isinstance(value, _parser.SubPattern):
            _collect(value, found)
        elif isinstance(value, list | tuple):
            for part in value:
                for inner in part if isinstance(part, list) else [part]:
                    if isinstance(inner, _parser.SubPattern):
                        _collect(inner, found)


def _members(values: object) -> Iterator[str]:
    samples = {"CATEGORY_DIGIT": "7", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "w"}
    for kind, value in values:  # type: ignore[attr-defined]
        if str(kind) == "LITERAL":
            yield chr(value)
        elif str(kind) == "RANGE":
            yield chr(value[0])
        elif str(kind) == "CATEGORY":
            yield samples.get(str(value), "!")


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Processor time, so that a busy machine is no failure."""

    def stop(*_args: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def is_slow(pattern: re.Pattern, use: str, text: str | bytes) -> bool:
    """Return whether one use of a pattern takes longer than it may."""
    try:
        with at_most(_SECONDS):
            if use in ("match", "fullmatch"):
                getattr(pattern, use)(text)
            else:
                list(pattern.finditer(text))
    except TimeoutError:
        return True
    return False


def slow_text(pattern: str | bytes, how: str, length: int) -> str | None:
    """A piece whose repetition makes the pattern slow, or None; ``how`` is how the source uses it."""
    flags = re.IGNORECASE
    compiled = re.compile(pattern, flags)
    uses = ("search", "fullmatch") if how == "compile" else (how,)
    for piece in pieces(pattern):
        for end in ("", "\x01"):
            text: str | bytes = piece * (length // len(piece)) + end
            if isinstance(pattern, bytes):
                text = text.encode("latin-1", "replace")
            for use in uses:
                # Other threads of the process and a collection of garbage count too: slow is what stays slow.
                if all(is_slow(compiled, use, text) for _ in range(3)):
                    return f"{use} of {piece!r} repeated, then {end!r}"
    return None


FOUND = [entry for entry in literals() if entry[1] is not None]


def test_the_sweep_sees_the_slow_ones():
    started = time.process_time()
    assert slow_text(r"<[^>]+>", "sub", _LONG)
    assert slow_text(r"(a+)+$", "match", _LONG)
    assert slow_text(r"x*y\s*z", "search", _LONG)
    assert slow_text(r"\s+", "sub", _LONG) is None
    assert time.process_time() - started < 60


@pytest.mark.parametrize(
    ("path", "pattern", "how"), FOUND, ids=[f"{path}:{pattern!r:.40}" for path, pattern, _how in FOUND]
)
def test_a_pattern_is_linear(path, pattern, how):
    length = BOUNDED.get(path, _LONG)
    assert slow_text(pattern, how, length) is None


def test_built_patterns_are_known():
    assert {path for path, pattern, _how in literals() if pattern is None} <= set(BUILT)
