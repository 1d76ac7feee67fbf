"""Further ways to make a table awkward: each kind as other programs, offices and years write it.

``VARIANTS`` keep the meaning of a table; of ``UNREADABLE`` no importer may make anything but its reason.
"""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import product
from pathlib import Path

import xlsxwriter

from tests.support.awkward import Cell, Line, Sample, as_csv, as_ods, as_xlsx
from tests.support.old_excel import as_xls

Made = Callable[[Sample], bytes]
_MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
_WEEKDAYS = "Senin Selasa Rabu Kamis Jumat Sabtu Minggu".split()
_PASSWORD = Path(__file__).parent.parent / "tables" / "files" / "password.xlsx"


def _xlsx(lines: Sequence[Line]) -> bytes:
    return as_xlsx({"Data": lines})


def _written(fill: Callable[[xlsxwriter.Workbook], None], **options: object) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"strings_to_formulas": False, **options}) as book:
        fill(book)
    return stream.getvalue()


def _fill(page: xlsxwriter.worksheet.Worksheet, lines: Sequence[Line], days: object = None) -> None:
    for line, cells in enumerate(lines):
        for place, cell in enumerate(cells):
            if isinstance(cell, date):
                page.write_datetime(line, place, cell, days)
            elif isinstance(cell, int | Decimal):
                page.write_number(line, place, float(cell))
            elif cell is not None:
                page.write_string(line, place, cell)


def _above(*titles: Line) -> Made:
    return lambda sample: _xlsx([*titles, *sample.lines])


def _merged_titles(sample: Sample) -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        page, width = book.add_worksheet("Data"), len(sample.headers)
        _fill(page, [[], [], [], *sample.lines], book.add_format({"num_format": "dd/mm/yyyy"}))
        for line, words in enumerate(("PEMERINTAH KOTA CONTOH", "DAFTAR MENURUT KEADAAN 30 NOVEMBER 2026")):
            page.merge_range(line, 0, line, width - 1, words)

    return _written(fill)


_TITLES: dict[str, Made] = {
    "one line": _above(["Lampiran Surat Camat Contoh"]),
    "letterhead with a blank": _above(
        ["PEMERINTAH KOTA CONTOH"], ["KECAMATAN CONTOH"], ["Telp. (0511) 123456"], [], ["DAFTAR"], []
    ),
    "pairs with colons": _above(
        ["UNIT KERJA", ": Kecamatan Contoh"], ["TAHUN", ": 2026"], ["PENANGGUNG JAWAB", ": Umpama"], []
    ),
    "in the middle": _above([None, None, "DAFTAR LENGKAP"], [None, None, "Keadaan akhir November 2026"]),
    "merged over the table": _merged_titles,
    "print line and page": _above(["SIMPEG v4.2", None, None, "Halaman 1 dari 1"], ["Dicetak: 30/11/2026"]),
    "filter words": _above(["Filter: Semua Unit"], ["Urut: Nama"], [], []),
}


def _two_levels(own: Callable[[Sample], tuple[int, int]], *, word: str, repeat: bool = False) -> Made:
    """The columns from one place to another below a common word; the others written in the first row."""

    def made(sample: Sample) -> bytes:
        first, last = own(sample)
        inside = range(first, last + 1)
        top: list[Cell] = [
            (word if place == first or repeat else None) if place in inside else name
            for place, name in enumerate(sample.headers)
        ]
        below: list[Cell] = [name if place in inside else None for place, name in enumerate(sample.headers)]
        return _xlsx([["REKAP"], [], top, below, *sample.rows])

    return made


def _three_levels(sample: Sample) -> bytes:
    own = (sample.words, sample.words + 1)
    rest = [None if place in own else name for place, name in enumerate(sample.headers)]
    first: list[Cell] = ["DATA POKOK" if place == own[0] else name for place, name in enumerate(rest)]
    second: list[Cell] = ["RINCIAN" if place == own[0] else None for place in range(len(rest))]
    third: list[Cell] = [name if place in own else None for place, name in enumerate(sample.headers)]
    return _xlsx([first, second, third, *sample.rows])


def _names_repeated_below(sample: Sample) -> bytes:
    """As a program does that takes merged cells apart: names stand in both rows."""
    own = (sample.words, sample.words + 1)
    top: list[Cell] = ["DATA" if place in own else name for place, name in enumerate(sample.headers)]
    return as_csv([top, sample.headers, *sample.rows])


_HEADINGS: dict[str, Made] = {
    "two columns": _two_levels(lambda sample: (sample.words, sample.words + 1), word="IDENTITAS"),
    "the word over each": _two_levels(
        lambda sample: (sample.words, sample.words + 1), word="RINCIAN", repeat=True
    ),
    "the last columns": _two_levels(
        lambda sample: (len(sample.headers) - 2, len(sample.headers) - 1), word="ISI"
    ),
    "all but the first": _two_levels(lambda sample: (1, len(sample.headers) - 1), word="DATA LENGKAP"),
    "three rows": _three_levels,
    "names repeated below": _names_repeated_below,
}


def _counted(write: Callable[[int], Cell]) -> Made:
    return lambda sample: _xlsx(
        [sample.headers, [write(place + 1) for place in range(len(sample.headers))], *sample.rows]
    )


def _formulas_as_numbers(place: int) -> str:
    return str(place) if place < 3 else f"{place} = {place - 1} + {place - 2}"


_NUMBERINGS: dict[str, Made] = {
    "numbers": _counted(lambda place: place),
    "text": _counted(str),
    "brackets": _counted(lambda place: f"({place})"),
    "one bracket": _counted(lambda place: f"{place})"),
    "dots": _counted(lambda place: f"{place}."),
    "square brackets": _counted(lambda place: f"[{place}]"),
    "letters": _counted(lambda place: chr(96 + place)),
    "with formulas": _counted(_formulas_as_numbers),
    "hyphens": _counted(lambda place: f"-{place}-"),
}


def _between(first: Line, second: Line) -> Made:
    def made(sample: Sample) -> bytes:
        half = len(sample.rows) // 2
        return _xlsx([sample.headers, first, *sample.rows[:half], second, *sample.rows[half:]])

    return made


_GROUPS: dict[str, Made] = {
    "capitals": _between(["SEKRETARIAT"], ["BIDANG LAYANAN"]),
    "roman numbers": _between(["I. Pejabat struktural"], ["II. Pelaksana"]),
    "numbers": _between(["1. Kelompok pertama"], ["2. Kelompok kedua"]),
    "in the second column": _between([None, "A. SATU"], [None, "B. DUA"]),
    "number beside the words": _between(["I", "SEKRETARIAT"], ["II", "BIDANG LAYANAN"]),
    "a word with a colon": _between(["Kelompok: Satu"], ["Kelompok: Dua"]),
    "with a bracket": _between(["a) kelompok satu"], ["b) kelompok dua"]),
}


def _sum(words: str, *, place: int | None = None, after: Sequence[Line] = ()) -> Made:
    def made(sample: Sample) -> bytes:
        sums: list[Cell] = [None] * len(sample.headers)
        sums[sample.words if place is None else place] = words
        for column in sample.added:
            found = (row[column] for row in sample.rows if row[column] is not None)
            sums[column] = sum(Decimal(cell) for cell in found)  # type: ignore[arg-type]
        return _xlsx([*sample.lines, sums, *after])

    return made


_SUMS: dict[str, Made] = {
    "total": _sum("Total"),
    "in the first column": _sum("JUMLAH", place=0),
    "short": _sum("Jml."),
    "of all": _sum("Jumlah Seluruhnya"),
    "with a colon": _sum("TOTAL :"),
    "grand total": _sum("GRAND TOTAL"),
    "spelled apart": _sum("J U M L A H"),
}


def _below(*tail: Line) -> Made:
    return lambda sample: _xlsx([*sample.lines, *tail])


_TAILS: dict[str, Made] = {
    "on the right": _below(
        [],
        [None, None, None, "Contoh, 30 November 2026"],
        [None, None, None, "Camat,"],
        [],
        [],
        [None, None, None, "Citra"],
        [None, None, None, "NIP 19700101 199503 1 001"],
    ),
    "on behalf": _below(
        [],
        ["a.n. Wali Kota Contoh"],
        ["Sekretaris Daerah"],
        [],
        ["Drs. Umpama Misal, M.Si."],
        ["Pembina Utama Madya"],
        ["NIP. 196801011993031010"],
    ),
    "a decree": _below(
        [],
        [None, "Ditetapkan di : Contoh"],
        [None, "pada tanggal : 30 November 2026"],
        [None, "KEPALA DINAS,"],
        [],
        [None, "Ratna Umpama"],
    ),
    "signed electronically": _below(
        [], ["Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat BSrE"]
    ),
    "known by, at once": _below(["Mengetahui:"], ["Kepala Seksi"], ["Budi"]),
    "dots for the day": _below([], [None, "Contoh, .......... 2026"], [None, "Yang membuat,"], [], ["Ani"]),
    "notes": _below([], ["Ket:"], ["- data per 30 November 2026"], ["- sumber: buku register"]),
}


def _sheets(**others: Sequence[Line]) -> Made:
    return lambda sample: as_xlsx({**others, "Isian": sample.lines})


def _first_is_empty(sample: Sample) -> bytes:
    return as_xlsx({"Sheet1": [], "Sheet2": sample.lines, "Sheet3": []})


def _some_headings_first(sample: Sample) -> bytes:
    """A list of words to choose from, whose heading names two of the columns."""
    lists = [[sample.headers[1], sample.headers[2]], ["satu", "dua"]]
    return as_xlsx({"Referensi": lists, "Data": sample.lines})


_SHEETS: dict[str, Made] = {
    "help first": _sheets(Petunjuk=[["Cara mengisi"], ["1. Isi lembar Isian"], ["2. Simpan"]]),
    "a cover and a recap first": _sheets(Sampul=[["LAPORAN"]], Rekap=[["BULAN", "BANYAK"], ["Juli", 3]]),
    "the first is empty": _first_is_empty,
    "lists with some of the headings first": _some_headings_first,
    "the data are first": lambda sample: as_xlsx({"Isian": sample.lines, "Catatan": [["selesai"]]}),
    "old workbook": lambda sample: as_xls({"Sampul": [["LAPORAN"]], "Isian": sample.lines}),
}


def _cells(change: Callable[[str], str], *, headings: bool = False) -> Made:
    """Every text changed in the same way, and the headings too where asked."""

    def changed(cell: Cell) -> Cell:
        return change(cell) if isinstance(cell, str) and cell else cell

    def made(sample: Sample) -> bytes:
        names: Line = [changed(name) for name in sample.headers] if headings else sample.headers
        return _xlsx([names, *([changed(cell) for cell in row] for row in sample.rows)])

    return made


_UNSEEN: dict[str, Made] = {
    "no-break space at the end": _cells(lambda word: f"{word}\u00a0", headings=True),
    "no-break space between words": _cells(lambda word: word.replace(" ", "\u00a0"), headings=True),
    "narrow and thin spaces": _cells(lambda word: f"\u202f{word}\u2009"),
    "mark of a byte order": _cells(lambda word: f"\ufeff{word}", headings=True),
    "zero-width in the middle": _cells(lambda word: f"{word[:1]}\u200b{word[1:]}", headings=True),
    "soft hyphen": _cells(lambda word: f"{word[:2]}\u00ad{word[2:]}"),
    "marks of direction": _cells(lambda word: f"\u202a{word}\u202c"),
    "line breaks and tabs around": _cells(lambda word: f"\n{word}\t "),
    "figure space": _cells(lambda word: f"\u2007{word}\u3000"),
}


def _numbers_marked(mark: Callable[[str], str]) -> Made:
    """Every cell that begins with a digit, as text with a mark."""

    def made(sample: Sample) -> bytes:
        lines = [[_plain(cell) for cell in row] for row in sample.rows]
        marked = [[mark(cell) if cell[:1].isdigit() else cell for cell in row] for row in lines]
        return as_csv([sample.headers, *marked])

    return made


def _plain(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell:%d-%m-%Y}"
    return "" if cell is None else str(cell).replace(".", ",") if isinstance(cell, Decimal) else str(cell)


_MARKS: dict[str, Made] = {
    "apostrophe": _numbers_marked(lambda word: f"'{word}"),
    "typographic apostrophe": _numbers_marked(lambda word: f"’{word}"),
    "opening apostrophe": _numbers_marked(lambda word: f"‘{word}"),
    "acute accent": _numbers_marked(lambda word: f"´{word}"),
    "formula": _numbers_marked(lambda word: f'="{word}"'),
    "formula with a space": _numbers_marked(lambda word: f'= "{word}"'),
    "formula after an apostrophe": _numbers_marked(lambda word: f'\'="{word}"'),
    "apostrophe and space": _numbers_marked(lambda word: f"' {word}"),
    "quotes within": _numbers_marked(lambda word: f'"{word}"'),
}


def _numbers(change: Callable[[str], str]) -> Made:
    """The numbers of people in another spelling."""

    def made(sample: Sample) -> bytes:
        place = sample.number
        given = sample
        if place is None:
            given = sample.with_column("NIP PENCATAT", ["197202151999032004"])
            place = len(sample.headers)
        lines = given.lines
        for cells in lines[1:]:
            cells[place] = change(str(cells[place]))
        return _xlsx(lines)

    return made


def _parts(number: str, mark: str) -> str:
    return mark.join((number[:8], number[8:14], number[14], number[15:]))


_NUMBERS: dict[str, Made] = {
    "NIP and a dot": _numbers(lambda number: f"NIP. {number}"),
    "NIP and a colon": _numbers(lambda number: f"NIP : {number}"),
    "small letters": _numbers(lambda number: f"nip {number}"),
    "without a space": _numbers(lambda number: f"NIP.{number}"),
    "letters apart": _numbers(lambda number: f"N I P. {number}"),
    "with dots": _numbers(lambda number: f"N.I.P. {number}"),
    "NIPPPK": _numbers(lambda number: f"NIPPPK {number}"),
    "NI PPPK": _numbers(lambda number: f"NI PPPK. {number}"),
    "both words": _numbers(lambda number: f"NIP/NI PPPK: {number}"),
    "in four parts": _numbers(lambda number: _parts(number, " ")),
    "parts with dots": _numbers(lambda number: _parts(number, ".")),
    "parts with no-break spaces": _numbers(lambda number: f"NIP. {_parts(number, chr(160))}"),
    "in brackets": _numbers(lambda number: f"({number})"),
}


def _merged(*places: Callable[[Sample], int], titles: bool = False) -> Made:
    def made(sample: Sample) -> bytes:
        before = 2 if titles else 0

        def fill(book: xlsxwriter.Workbook) -> None:
            page = book.add_worksheet("Data")
            above: list[Line] = [["DAFTAR"], []] if titles else []
            _fill(page, [*above, *sample.lines], book.add_format({"num_format": "dd/mm/yyyy"}))
            for place in {find(sample) for find in places}:
                _merge_equal(page, sample, place, before + 1)

        return _written(fill)

    return made


def _merge_equal(page: xlsxwriter.worksheet.Worksheet, sample: Sample, place: int, top: int) -> None:
    begun = 0
    for row in range(1, len(sample.rows) + 1):
        if row < len(sample.rows) and sample.rows[row][place] == sample.rows[begun][place]:
            continue
        cell = sample.rows[begun][place]
        if row - begun > 1 and isinstance(cell, str):
            page.merge_range(top + begun, place, top + row - 1, place, cell)
        begun = row


def _repeated(sample: Sample) -> int:
    return sample.words if sample.repeated is None else sample.repeated


def _merged_in_open_document(sample: Sample) -> bytes:
    place = _repeated(sample)
    lines, rows = sample.lines, sample.rows
    spans = [0] * len(rows)
    begun = 0
    for row in range(1, len(rows) + 1):
        if row < len(rows) and rows[row][place] == rows[begun][place]:
            continue
        spans[begun] = row - begun
        begun = row
    content = as_ods(lines)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(stream, "w") as out:
        for name in read.namelist():
            text = read.read(name).decode()
            if name == "content.xml":
                text = _span(text, place, spans)
            out.writestr(name, text)
    return stream.getvalue()


def _span(content: str, place: int, spans: Sequence[int]) -> str:
    head, *rows = content.split("<table:table-row>")
    for row, span in enumerate(spans, start=1):
        first, *cells = rows[row].split("<table:table-cell")
        if span > 1:
            cells[place] = f' table:number-rows-spanned="{span}"{cells[place]}'
        elif span == 0:
            rest = cells[place].partition("</table:table-cell>")[2]
            cells[place] = f"/>{rest}"
            cells[place] = f"\0{cells[place]}"
        joined = "".join(f"<table:table-cell{cell}" for cell in cells)
        rows[row] = first + joined.replace("<table:table-cell\0", "<table:covered-table-cell")
    return "<table:table-row>".join([head, *rows])


_MERGED: dict[str, Made] = {
    "the repeated column": _merged(_repeated),
    "below a title": _merged(_repeated, titles=True),
    "several columns": _merged(_repeated, lambda sample: sample.words),
    "every column of words": _merged(
        *(lambda sample, at=at: min(at, len(sample.headers) - 1) for at in range(1, 8))  # type: ignore[misc]
    ),
    "in an open document": _merged_in_open_document,
}


def _days(write: Callable[[date], Cell]) -> Made:
    def made(sample: Sample) -> bytes:
        given = sample
        if not any(isinstance(cell, date) for row in sample.rows for cell in row):
            given = sample.with_column("TANGGAL CATAT", [date(2026, 3, 2)])
        rows = [[write(cell) if isinstance(cell, date) else cell for cell in row] for row in given.rows]
        return _xlsx([given.headers, *rows])

    return made


_DAYS: dict[str, Made] = {
    "month as a word": _days(lambda day: f"{day.day} {_MONTHS[day.month - 1]} {day.year}"),
    "short month": _days(lambda day: f"{day.day:02} {_MONTHS[day.month - 1][:3]} {day.year}"),
    "short month with dashes": _days(lambda day: f"{day:%d}-{_MONTHS[day.month - 1][:3].upper()}-{day:%y}"),
    "English month": _days(lambda day: f"{day:%d %B %Y}"),
    "two digits": _days(lambda day: f"{day:%d/%m/%y}"),
    "no leading zeros": _days(lambda day: f"{day.day}/{day.month}/{day.year}"),
    "dots": _days(lambda day: f"{day:%d.%m.%Y}"),
    "year first": _days(lambda day: f"{day:%Y/%m/%d}"),
    "ISO": _days(lambda day: day.isoformat()),
    "with midnight": _days(lambda day: f"{day.isoformat()} 00:00:00"),
    "with T and zone": _days(lambda day: f"{day.isoformat()}T00:00:00Z"),
    "with the weekday": _days(
        lambda day: f"{_WEEKDAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"
    ),
    "bare number": _days(lambda day: (day - date(1899, 12, 30)).days),
    "number as text": _days(lambda day: str((day - date(1899, 12, 30)).days)),
    "digits alone": _days(lambda day: f"{day:%Y%m%d}"),
    "spaces around the marks": _days(lambda day: f"{day:%d - %m - %Y}"),
}


def _since_1904(form: str) -> Made:
    def made(sample: Sample) -> bytes:
        given = sample
        if not any(isinstance(cell, date) for row in sample.rows for cell in row):
            given = sample.with_column("TANGGAL CATAT", [date(2026, 3, 2)])

        def fill(book: xlsxwriter.Workbook) -> None:
            _fill(book.add_worksheet("Data"), given.lines, book.add_format({"num_format": form}))

        return _written(fill, date_1904=True)

    return made


_EPOCH: dict[str, Made] = {
    form: _since_1904(form)
    for form in ("dd/mm/yyyy", "d mmmm yyyy", "yyyy-mm-dd", "[$-421]dd mmmm yyyy", "m/d/yy")
} | {"old workbook": lambda sample: as_xls({"Data": sample.lines}, since_1904=True)}


def _other_names(at: int) -> Made:
    def made(sample: Sample) -> bytes:
        return _xlsx([[sample.named.get(name, (name,) * 5)[at] for name in sample.headers], *sample.rows])

    return made


def _spelled(change: Callable[[str], str]) -> Made:
    return lambda sample: _xlsx([[change(name) for name in sample.headers], *sample.rows])


_RENAMED: dict[str, Made] = {f"names {at + 1}": _other_names(at) for at in range(5)} | {
    "small letters": _spelled(str.lower),
    "underscores": _spelled(lambda name: name.lower().replace(" ", "_")),
    "an asterisk": _spelled(lambda name: f"{name} *"),
    "a colon": _spelled(lambda name: f"{name}:"),
    "a line break": _spelled(lambda name: name.replace(" ", "\n")),
    "a hint in brackets": _spelled(lambda name: f"{name} (wajib diisi)"),
    "a hint on the next line": _spelled(lambda name: f"{name}\n(lihat petunjuk)"),
}
_TEXTS: dict[str, Made] = {
    f"{encoding}, {name}": lambda sample, mark=mark, encoding=encoding: as_csv(  # type: ignore[misc]
        sample.lines, separator=mark, encoding=encoding
    )
    for encoding, (name, mark) in product(
        ("utf-8", "utf-8-sig", "cp1252", "utf-16"),
        {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}.items(),
    )
} | {
    "sep line": lambda sample: b"sep=;\r\n" + as_csv(sample.lines),
    "utf-16 without a mark": lambda sample: as_csv(sample.lines, encoding="utf-16-le"),
    "old line ends": lambda sample: as_csv(sample.lines).replace(b"\r\n", b"\r"),
    "quotes everywhere": lambda sample: "\n".join(
        ";".join(f'"{_plain(cell)}"' for cell in line) for line in sample.lines
    ).encode(),
    "blank lines first": lambda sample: b"\r\n\r\n" + as_csv(sample.lines),
    "separators at the end": lambda sample: as_csv([[*line, None, None] for line in sample.lines]),
}
_TWINS: dict[str, Made] = {
    "xlsx": lambda sample: _xlsx(sample.lines),
    "xls": lambda sample: as_xls({"Data": sample.lines}),
    "ods": lambda sample: as_ods(sample.lines),
    "csv": lambda sample: as_csv(sample.lines),
    "xlsx written row by row": lambda sample: _written(
        lambda book: _fill(book.add_worksheet(), sample.lines, book.add_format({"num_format": "dd/mm/yyyy"})),
        constant_memory=True,
    ),
    "days with a time": lambda sample: _xlsx(
        [
            [datetime(c.year, c.month, c.day) if isinstance(c, date) else c for c in row]
            for row in sample.lines
        ]
    ),
}


def _said(at: int) -> Made:
    """Words of a fixed list as people write them."""

    def made(sample: Sample) -> bytes:
        if not sample.said:
            return _xlsx(
                sample.with_column("PANGKAT LAMA", [("III.c", "Gol. IX", "9", "3/a", "Penata")[at]]).lines
            )
        rows = [
            [
                ways[at % len(ways)] if (ways := sample.said.get((sample.headers[place], cell))) else cell
                for place, cell in enumerate(row)
            ]
            for row in sample.rows
        ]
        return _xlsx([sample.headers, *rows])

    return made


_SAID: dict[str, Made] = {f"way {at + 1}": _said(at) for at in range(5)}
VARIANTS: dict[str, dict[str, Made]] = {
    "title rows": _TITLES,
    "heading of several rows": _HEADINGS,
    "numbering": _NUMBERINGS,
    "sub-headings": _GROUPS,
    "sums": _SUMS,
    "signatures": _TAILS,
    "several sheets": _SHEETS,
    "unseen characters": _UNSEEN,
    "marks of text": _MARKS,
    "words before numbers": _NUMBERS,
    "merged down": _MERGED,
    "days": _DAYS,
    "days since 1904": _EPOCH,
    "names of columns": _RENAMED,
    "encodings and separators": _TEXTS,
    "kinds of files": _TWINS,
    "words of lists": _SAID,
}
