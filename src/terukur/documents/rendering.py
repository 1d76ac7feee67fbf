"""PDF from a Typst template: tagged, archivable (PDF/A-2a) and accessible (PDF/UA-1)."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import as_file, files
from typing import Any

import typst


def render_pdf(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The template's PDF; data reach it as JSON, so nothing in them can act as markup.

    The same template, data and moment give the same bytes.
    """
    with as_file(files("terukur.documents") / "templates" / f"{template}.typ") as path:
        return typst.compile(
            str(path), format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            ignore_system_fonts=True, pdf_standards=["a-2a", "ua-1"], 
            timestamp=at.astimezone(UTC).replace(microsecond=0),
        )  # fmt: skip
