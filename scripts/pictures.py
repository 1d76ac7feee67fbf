"""Draw docs/pictures: the areas from the layers of pyproject.toml, the main tables from the models.

Call: .venv/bin/python scripts/pictures.py (``make documents``). The same code gives the same bytes.
"""

import ast
import os
import tomllib
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import django
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
SOURCE = ROOT / "src" / "terukur"
# Where the main tables stand, "-" for an empty place; the arrows between them are read from the models.
MAIN_TABLES = """
raters.Finding             calibration.RoundRow    objections.Objection     delivery.DeliveryNotice  documents.FinalPapers
raters.RaterResult         calibration.Round       appraisal.Appraisal
objectivity.ObjectivityRun -                       appraisal.Computation    appraisal.Policy         appraisal.UnitGrade
coaching.Feedback          planning.Plan           planning.PlanVersion     planning.PlannedResult   planning.Indicator
coaching.Dialogue          organization.Assignment measurement.Realization  measurement.Evidence     planning.Measure
organization.ReportingLine organization.Position   ledger.StoredFile        ledger.ImportRecord      measurement.Observation
accounts.User              organization.Employee   organization.Unit        ledger.Entry             ledger.Seal
"""  # noqa: E501 - a table
# Nearly every table names a person or a unit: these keys are written into the box and not drawn.
NAMED_EVERYWHERE = ("accounts.User", "organization.Employee", "organization.Unit")
_ROWS = MAIN_TABLES.strip().splitlines()
_WIDTH, _HEIGHT, _ACROSS, _DOWN = 176, 54, 212, 100
_BOX = "fill='#eef4f1' stroke='#2f6f5b'"


def main() -> None:
    """Write both pictures."""
    FOLDER.mkdir(exist_ok=True)
    for name, picture in pictures().items():
        (FOLDER / name).write_text(picture, "utf-8")


def pictures() -> dict[str, str]:
    """Return the pictures by the name of their file."""
    return {"areas.svg": _areas(), "tables.svg": _tables()}


def _areas() -> str:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    rows = [[name.strip() for name in layer.split("|")] for layer in layers]
    drawn, y = [], 44
    for row in rows:
        # In brackets stands what is planned and not there yet.
        for name in (name for name in row if not name.startswith("(")):
            drawn += [_box(24, y, 128, 26, name), _text(168, y + 18, _purpose(name), size=12)]
            y += 30
        drawn.append(f"<line x1='24' y1='{y + 1}' x2='956' y2='{y + 1}' stroke='#c9d6d1'/>")
        y += 8
    head = _text(
        24,
        24,
        "Imports and foreign keys point down; areas between the same two lines do not know each other.",
        size=13,
    )
    return _svg(980, y + 4, [head, *drawn])


def _purpose(area: str) -> str:
    """Return the first sentence of an area's own docstring."""
    told = ast.get_docstring(ast.parse((SOURCE / area / "__init__.py").read_text("utf-8"))) or ""
    return " ".join(told.split()).split(". ")[0].rstrip(".").replace("``", "")


def _tables() -> str:
    everywhere = [apps.get_model(name) for name in NAMED_EVERYWHERE]
    place = {
        apps.get_model(name): (24 + column * _ACROSS, 44 + row * _DOWN)
        for row, line in enumerate(_ROWS)
        for column, name in enumerate(line.split())
        if name != "-"
    }
    arrows, boxes = [], []
    for model, (x, y) in place.items():
        others = [other for other in _referred(model) if other in place and other is not model]
        arrows += [_arrow((x, y), place[other]) for other in others if other not in everywhere]
        hubs = ", ".join(other.__name__ for other in others if other in everywhere)
        boxes.append(_box(x, y, _WIDTH, _HEIGHT, model.__name__, model._meta.app_label, hubs and f"→ {hubs}"))
    head = _text(
        24, 24, "The main tables. An arrow is a foreign key and leads to what was there before.", size=13
    )
    return _svg(24 + 5 * _ACROSS, 44 + len(_ROWS) * _DOWN, [head, *arrows, *boxes])


def _referred(model: Any) -> list[Any]:
    """Return the models that foreign keys of a model lead to, each once."""
    keys = [field for field in model._meta.get_fields() if field.many_to_one or field.one_to_one]
    return list(dict.fromkeys(field.related_model for field in keys if not field.auto_created))


def _arrow(start: tuple[int, int], end: tuple[int, int]) -> str:
    """Return an arrow between two boxes, from border to border."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    share = min(_WIDTH / 2 / abs(dx) if dx else 1, _HEIGHT / 2 / abs(dy) if dy else 1)
    x1, y1 = start[0] + _WIDTH / 2 + dx * share, start[1] + _HEIGHT / 2 + dy * share
    x2, y2 = end[0] + _WIDTH / 2 - dx * share, end[1] + _HEIGHT / 2 - dy * share
    return f"<line x1='{x1:.0f}' y1='{y1:.0f}' x2='{x2:.0f}' y2='{y2:.0f}' class='key'/>"


def _box(x: int, y: int, width: int, height: int, name: str, *below: str) -> str:
    rows = [_text(x + width // 2, y + 18, name, size=13, anchor="middle")]
    for line, words in enumerate(below):
        rows.append(_text(x + width // 2, y + 33 + line * 14, words, size=11, anchor="middle"))
    return f"<rect x='{x}' y='{y}' width='{width}' height='{height}' rx='4' {_BOX}/>{''.join(rows)}"


def _text(x: int, y: int, words: str, *, size: int, anchor: str = "start") -> str:
    return f"<text x='{x}' y='{y}' font-size='{size}' text-anchor='{anchor}'>{escape(words)}</text>"


def _svg(width: int, height: int, content: Sequence[str]) -> str:
    frame = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' font-family='sans-serif'>"
    )
    style = "<style>.key {stroke: #5f776e; stroke-width: 1.3; marker-end: url(#tip)}</style>"
    tip = (
        "<marker id='tip' viewBox='0 0 8 8' refX='7' refY='4' markerWidth='7' markerHeight='7' orient='auto'>"
    )
    tip = f"<defs>{tip}<path d='M0 0 L8 4 L0 8 z' fill='#5f776e'/></marker></defs>"
    paper = f"<rect width='{width}' height='{height}' fill='#fff'/>"
    return "\n".join([frame, style, tip, paper, *content, "</svg>", ""])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terukur.config.settings")
    django.setup()
    main()
