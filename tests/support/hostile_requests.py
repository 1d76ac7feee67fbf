"""Requests that nobody means well by: every address and form with values from the ends of the world."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode
from uuid import uuid4

import terukur.web
from tests.support.page_forms import Page

WEB = Path(terukur.web.__path__[0])
VALUES = (
    "",
    " ",
    "\0",
    "a\0b",
    "-1",
    "0",
    "1",
    "1" * 19,
    "9" * 400,
    "9223372036854775807",
    "9223372036854775808",
    "2147483648",
    "-2147483649",
    "1e309",
    "1e-400",
    "NaN",
    "Infinity",
    "0x1F",
    "1_000",
    "²",
    "٣",
    "１２",
    "½",
    "1.250",
    "12,5",
    "-0,0001",
    "1" * 30 + ",5",
    "100000000000000",
    "0001-01-01",
    "9999-12-31",
    "01-01-0001",
    "31-12-9999",
    "29-02-2027",
    "2026-13-45",
    "0000-00-00",
    "30 Februari 2026",
    "15-08-2026",
    "2026-11-30T25:61",
    "24.00",
    "99:99",
    "08.30",
    "2026-Q9",
    "9999-Q4",
    "2020-Q1",
    "2019-12",
    "2099-Q4",
    "2026-Q3",
    "TW 3",
    "Tahun 2099",
    "😀" * 50,
    "ꦲꦏ꧀ꦱꦫ",
    "漢字",
    "\ufeff",
    "‮abc",
    "\u2028",
    "a" * 3000,
    "a" * 100_000,
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "%s%n%x",
    "{{ 7|add:1 }}",
    "../../etc/passwd",
    "\r\nX-Injected: 1",
    "{}",
    "[]",
    "null",
    "true",
    "[[[[",
    '{"\\ud800": "\\ud800"}',
    '["\\ud800"]',
    '{"a\\u0000": "b\\u0000"}',
    "[" * 20_000,
    "None",
    "below",
    "meets",
    "ya",
    "yes",
    "need:1",
    ":",
    "=",
    "a=b=c",
    "h:1",
    "http://[",
    "javascript:alert(1)",
    "ftp://a",
    "http://a b",
    "a@b",
    "https://" + "a" * 600,
    str(uuid4()),
    "00000000-0000-0000-0000-000000000000",
    "NIP",
    "199001012015052001",
    "1990 0101 2015 05 2001",
    "hari | ini | itu | dan",
    "2026-03-20 Libur",
    "2026-03-20",
    "9999-12-31 Libur",
)
RAW = (b"%ED%A0%80", b"%00", b"%FF%FE", b"%C0%80", b"%", b"%zz", b"\xff", b"%F4%90%80%80")
KEYS = ("0", "1", "2147483648", "9223372036854775808", "9" * 40, "99999")
WORDS_OF_ADDRESS = (*VALUES[:60], "%ED%A0%80")


@dataclass
class Case:
    """One request."""

    method: str
    path: str
    data: dict[str, list[str]] = field(default_factory=dict)
    raw: bytes | None = None
    upload: str = ""
    as_json: bool = False

    def __str__(self) -> str:
        shown = {name: [value[:60] for value in values] for name, values in self.data.items()}
        return f"{self.method} {self.path[:200]} {shown} {self.raw or b''!r} {self.upload}"


def parameters() -> list[str]:
    """Return the names of all parameters that any view reads from its address, and of all GET forms."""
    found = {"periode", "bulan", "halaman"}
    for path in WEB.rglob("*.py"):
        found |= set(re.findall(r'GET(?:\.get(?:list)?\(|\[)\s*"([^"]+)"', path.read_text()))
        found |= set(re.findall(r'period_in\([^)]*name="([^"]+)"', path.read_text()))
    return sorted(found)


def sent_names() -> list[str]:
    """Return the names of all fields that any view reads from a body without a form."""
    found = {"csrfmiddlewaretoken"}
    for path in WEB.rglob("*.py"):
        found |= set(re.findall(r'POST(?:\.get(?:list)?\(|\[)\s*"([^"]+)"', path.read_text()))
    return sorted(found)


class Attacker:
    """Makes requests, the same ones for the same seed."""

    def __init__(self, seed: int, pages: dict[str, Page]) -> None:
        self.dice = random.Random(seed)  # noqa: S311
        self.paths = sorted(pages)
        self.forms = [
            (form.attrs.get("action", "").split("#")[0] or path, form)
            for path, page in sorted(pages.items())
            for form in page.forms
            if form.is_post
        ]
        self.parameters, self.names = parameters(), sent_names()

    def cases(self) -> Iterator[Case]:
        """Return requests without end."""
        ways = (self._asked, self._form, self._form, self._form, self._wrong_key, self._blind, self._raw)
        while True:
            yield self.dice.choice(ways)()

    def _value(self) -> str:
        return self.dice.choice(VALUES)

    def _asked(self) -> Case:
        path, name = self.dice.choice(self.paths), self.dice.choice(self.parameters)
        pairs = [(name, self._value())]
        if self.dice.random() < 0.3:
            pairs.append((self.dice.choice(self.parameters), self._value()))
        return Case("GET", f"{path.split('?')[0]}?{urlencode(pairs)}")

    def _form(self) -> Case:
        path, form = self.dice.choice(self.forms)
        data = {name: list(values) for name, values in form.values.items()}
        names = sorted({*(one.name for one in form.controls), *(one.name for one in form.buttons)} - {""})
        for name in self.dice.sample(names, min(len(names), self.dice.randint(1, 4))):
            act = self.dice.random()
            if act < 0.1:
                data.pop(name, None)
            elif act < 0.2:
                data[name] = [self._value() for _ in range(3)]
            else:
                data[name] = [self._value()]
        upload = self.dice.choice(VALUES) if any(c.attrs.get("type") == "file" for c in form.controls) else ""
        return Case("POST", path, data, upload=upload, as_json=self.dice.random() < 0.2)

    def _blind(self) -> Case:
        path = self.dice.choice(self.paths)
        data = {name: [self._value()] for name in self.dice.sample(self.names, 6)}
        return Case("POST", path, data, as_json=self.dice.random() < 0.3)

    def _wrong_key(self) -> Case:
        path = self.dice.choice(self.paths)
        parts = path.split("/")
        where = [at for at, part in enumerate(parts) if re.search(r"\d", part)]
        if where:
            at = self.dice.choice(where)
            parts[at] = quote(self.dice.choice(KEYS if parts[at].isdigit() else WORDS_OF_ADDRESS), safe="%")
        method = self.dice.choice(("GET", "POST"))
        return Case(method, "/".join(parts), {"text": [self._value()], "reason": [self._value()]})

    def _raw(self) -> Case:
        name = self.dice.choice(self.parameters).encode()
        junk = self.dice.choice(RAW)
        path = self.dice.choice(self.paths)
        if self.dice.random() < 0.5:
            return Case("GET", f"{path}?{name.decode()}={junk.decode('latin-1')}")
        words = b"&".join(part.encode() + b"=" + junk for part in self.dice.sample(self.names, 4))
        return Case("POST", path, raw=words)
