"""Files of ratings and of scores in the form that the mathematics needs."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from terukur.jobs.analysis.sense import one_spelling, refuse_doubles, refuse_own, refuse_strays
from terukur.statistics.severity.ratings import Cases, Ratings
from terukur.tables.cells import CellError, ImportRefused
from terukur.tables.columns import Columns, filled, is_missing, numbers_of, read_columns
from terukur.tables.names import normalize_header
from terukur.tables.reading import UnreadableTable, read_table

Floats = npt.NDArray[np.float64]
_SUBJECTS = (
    "subject subjek subyek id unit nama name pegawai nip nomor no target item ratee dinilai kasus case"
).split()


@dataclass(frozen=True)
class RatingColumns:
    """The columns of a file of ratings."""

    score: str
    rater: str
    ratee: str
    team: str | None = None
    period: str | None = None
    family: str | None = None
    covariates: tuple[str, ...] = ()
    items: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """The columns that are read, each once."""
        chosen = [self.score, self.rater, self.ratee, self.team, self.period, self.family]
        named = [name for name in chosen if name]
        return list(dict.fromkeys([*named, *self.covariates, *self.items]))


@dataclass(frozen=True)
class RatingFile:
    """Ratings, the number of rows, and how many were left out because a number was missing."""

    ratings: Ratings
    items: Floats | None
    rows: int
    left_out: int
    notes: tuple[str, ...] = ()

    @property
    def has_results(self) -> bool:
        """Return whether measured results enter."""
        return self.ratings.covariates is not None


def read_ratings(file: Path, columns: RatingColumns, *, cases: Path | None = None) -> RatingFile:
    """Return the ratings, one row a form. Rows without a score, covariate or item are left out and counted.

    A name in several spellings is one name, which ``notes`` say. Impossible rows are refused: a score far
    outside the scale, a form that stands twice, a person who rates himself.

    ``cases`` is a second file with the columns of rater, ratee (the case) and score.

    :raises ImportRefused: naming line and column of each error.
    :raises UnreadableTable: where a file is no table, or a column is missing.
    """
    with file.open("rb") as stream:
        table = read_columns(stream, columns.names, filename=file.name)
    numbers = {
        name: numbers_of(table.cells[name], table.lines, name)
        for name in (columns.score, *columns.covariates, *columns.items)
    }
    used = [
        place
        for place in range(len(table.lines))
        if all(values[place] is not None for values in numbers.values())
    ]
    if not used:
        raise UnreadableTable(
            f"Tidak ada baris di “{file.name}” yang berisi {columns.score} beserta kovariatnya."
        )

    for name in (columns.score, *columns.items):
        refuse_strays(numbers[name], table.lines, name)
    named, notes = _named(table, columns)
    lines = [table.lines[place] for place in used]
    _refuse_senseless(named, numbers, columns, used, lines)

    def labels(name: str | None) -> npt.NDArray[np.str_] | None:
        return None if name is None else np.array([named[name][place] for place in used])

    def values(name: str) -> Floats:
        return np.array([numbers[name][place] for place in used], dtype=float)

    ratings = Ratings(
        score=values(columns.score),
        rater=np.asarray(labels(columns.rater)),
        ratee=np.asarray(labels(columns.ratee)),
        team=labels(columns.team),
        period=labels(columns.period),
        family=labels(columns.family),
        covariates=np.column_stack([values(name) for name in columns.covariates])
        if columns.covariates
        else None,
        cases=None if cases is None else _read_cases(cases, columns),
    )
    items = np.column_stack([values(name) for name in columns.items]) if columns.items else None
    return RatingFile(ratings, items, len(table.lines), len(table.lines) - len(used), notes)


def _named(table: Columns, columns: RatingColumns) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    """Return the columns of names in one spelling each; rater and ratee are people, so they share theirs."""
    people = {name: filled(table.cells[name], table.lines, name) for name in (columns.rater, columns.ratee)}
    others = [name for name in (columns.team, columns.period, columns.family) if name]
    named: dict[str, list[str]] = {}
    notes: list[str] = []
    cells = {**people, **{name: filled(table.cells[name], table.lines, name) for name in others}}
    for name, written in cells.items():
        named[name], told = one_spelling(written, name)
        notes += told
    return named, tuple(notes)


def _refuse_senseless(
    named: dict[str, list[str]],
    numbers: dict[str, list[float | None]],
    columns: RatingColumns,
    used: list[int],
    lines: list[int],
) -> None:
    rater, ratee = ([named[name][k] for k in used] for name in (columns.rater, columns.ratee))
    refuse_own(rater, ratee, lines, columns.rater)
    # Without a period and a measured result two quarters of one person may be alike.
    if columns.period or columns.covariates:
        forms = [
            (*(names[k] for names in named.values()), *(values[k] for values in numbers.values()))
            for k in used
        ]
        refuse_doubles(forms, lines, columns.ratee)


def _read_cases(file: Path, columns: RatingColumns) -> Cases:
    names = [columns.rater, columns.ratee, columns.score]
    with file.open("rb") as stream:
        table = read_columns(stream, names, filename=file.name)
    score = numbers_of(table.cells[columns.score], table.lines, columns.score)
    used = [place for place, value in enumerate(score) if value is not None]

    def labels(name: str) -> npt.NDArray[np.str_]:
        cells, _told = one_spelling(filled(table.cells[name], table.lines, name), name)
        return np.array([cells[place] for place in used])

    return Cases(
        labels(columns.rater), labels(columns.ratee), np.array([score[place] for place in used], dtype=float)
    )


@dataclass(frozen=True)
class ScoreTable:
    """Subjects in rows and raters in columns; NaN is a missing score."""

    scores: Floats
    raters: list[str]
    subject: str | None


def read_scores(file: Path, *, subject: str | None = None) -> ScoreTable:
    """Return a table with a row a subject and a column a rater; a first column of subjects is left out.

    :raises ImportRefused: naming line and column of each cell that is no number.
    :raises UnreadableTable: where there is no table, or fewer than two raters.
    """
    table = read_table(file.read_bytes(), filename=file.name)
    headers = [header for header in table.headers if header]
    names = [normalize_header(header) for header in headers]
    if len(set(names)) < len(names):
        raise UnreadableTable(f"Ada judul kolom yang sama di “{file.name}”. Beri nama yang berbeda.")
    label = _subject_column(headers, subject, file.name)
    raters = [header for header in headers if header != label]
    if len(raters) < 2:
        raise UnreadableTable(
            f"“{file.name}” berisi {len(raters)} kolom penilai; diperlukan sedikitnya dua. "
            "Baris adalah yang dinilai, kolom adalah penilai."
        )
    rows = [row for row in table.rows if any(cell is not None for cell in row.cells.values())]
    read = Columns(
        [row.line for row in rows],
        {rater: [_written(row.cells.get(normalize_header(rater))) for row in rows] for rater in raters},
    )
    if label is not None:
        subjects = [_written(row.cells.get(normalize_header(label))) for row in rows]
        forms = [one for one in subjects if one]
        lines = [row.line for row, one in zip(rows, subjects, strict=True) if one]
        refuse_doubles([" ".join(one.split()).casefold() for one in forms], lines, label)
    scores = _matrix(read, raters)
    everything = [None if np.isnan(value) else float(value) for value in scores.ravel()]
    every_line = [row.line for row in rows for _ in raters]
    refuse_strays(everything, every_line, "nilai")
    return ScoreTable(scores, raters, label)


def _matrix(table: Columns, raters: list[str]) -> Floats:
    errors: list[CellError] = []
    columns = []
    for rater in raters:
        try:
            columns.append(numbers_of(table.cells[rater], table.lines, rater))
        except ImportRefused as error:
            errors += error.errors
    if errors:
        raise ImportRefused(sorted(errors, key=lambda error: error.line))
    return np.array(columns, dtype=float).T


def _subject_column(headers: list[str], subject: str | None, filename: str) -> str | None:
    if subject is not None:
        for header in headers:
            if normalize_header(header) == normalize_header(subject):
                return header
        raise UnreadableTable(
            f"Kolom “{subject}” tidak ada di “{filename}”. Kolom yang ada: {', '.join(headers)}."
        )
    first = normalize_header(headers[0]).split()
    return headers[0] if first and set(first) & set(_SUBJECTS) else None


def _written(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return "" if is_missing(text) else text
