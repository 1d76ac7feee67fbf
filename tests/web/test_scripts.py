"""Several scripts stand on one page, and each keeps its names to itself."""

import re
from pathlib import Path

import pytest

from terukur import web

SCRIPTS = sorted((Path(web.__file__).parent / "static" / "web").glob("*.js"))
_NAMES_OF_ALL = re.compile(r"^(const|let|var|class|function|async function)\b", re.MULTILINE)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_declares_nothing_for_the_others(script: Path) -> None:
    """Two scripts with one name: the browser refuses the second whole, without a word on the page."""
    text = script.read_text("utf-8")
    assert text.startswith('"use strict";')
    assert _NAMES_OF_ALL.findall(text) == []
