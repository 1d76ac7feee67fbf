"""A page that stands alone: no script, nothing from outside, printable."""

from collections.abc import Sequence
from html import escape

from terukur.drawings.writing import drawing_style

_STYLE = """
:root{color-scheme:light;--text:#1f1f1f;--soft:#525252;--deep:#1f2855;--stroke:#e5e5e5;--primary:#196bcd;
--warning:#7a5b00}
body{font:16px/1.5 system-ui,sans-serif;color:#1f1f1f;max-width:60rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.2rem;margin-top:2rem}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #e5e5e5;vertical-align:top}
td.n,th.n{text-align:right;white-space:nowrap}
.scroll{overflow-x:auto}.note{background:#f3f6fb;border-left:4px solid #0a489f;padding:.6rem 1rem}
.table-scroll{overflow-x:auto}.small{font-size:.9rem}.muted{color:var(--soft)}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
@media print{body{max-width:none}.scroll{overflow:visible}}
"""


def page(title: str, parts: Sequence[str]) -> str:
    """Return a whole document from parts that are HTML already."""
    return (
        '<!doctype html><html lang="id"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}{drawing_style()}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{''.join(parts)}</main></body></html>\n"
    )


def paragraph(text: str, *, is_note: bool = False) -> str:
    """Return a paragraph; a note stands out."""
    return f'<p class="note">{escape(text)}</p>' if is_note else f"<p>{escape(text)}</p>"


def heading(text: str) -> str:
    """Return the heading of a part."""
    return f"<h2>{escape(text)}</h2>"


def table(headers: Sequence[str], rows: Sequence[Sequence[str]], *, caption: str, words: int = 1) -> str:
    """Return a table whose first ``words`` columns are words and the others numbers."""

    def cell(tag: str, place: int, text: str, more: str = "") -> str:
        kind = "" if place < words else ' class="n"'
        return f"<{tag}{kind}{more}>{escape(text)}</{tag}>"

    head = "".join(cell("th", place, text, ' scope="col"') for place, text in enumerate(headers))
    body = "".join(
        f"<tr>{''.join(cell('td', place, text) for place, text in enumerate(row))}</tr>" for row in rows
    )
    return (
        f'<div class="scroll" tabindex="0"><table><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
