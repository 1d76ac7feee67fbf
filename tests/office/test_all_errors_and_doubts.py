"""Whatever importer: all wrong rows are told at once and marked, and names of others are asked about."""

import pytest

from terukur.tables.cells import ImportRefused
from terukur.tables.marking import REMARKS, marked_table
from terukur.tables.reading import read_table
from tests.support.awkward import as_xlsx
from tests.support.record_samples import RECORDS, begin
from tests.support.value_samples import CASES

pytestmark = pytest.mark.django_db
ALL = CASES | RECORDS
# A table of people brings new ones, so a number alone is not wrong there.
OF_PEOPLE = [
    name for name, case in ALL.items() if case.sample.number is not None and "NAMA" in case.sample.headers
]
STRANGER = "199912312024121999"
# What is wrong in every row: the column, and a word that cannot be.
WRONG = {
    "shares of units": ("UNIT KERJA", "Unit Entah"),
    "percentages of units": ("KODE UNIT", "ENTAH"),
    "survey": ("U1", 9),
    "recap": ("BCG", "banyak"),
    "standards": ("BERLAKU SEJAK", "besok"),
    "people": ("TMT JABATAN", "besok"),
    "learning": ("JP", "lama"),
    "standards of competence": ("LEVEL", "tinggi"),
    "unit grades": ("PREDIKAT", "Lumayan"),
    "objectives": ("UNIT", "Unit Entah"),
    "measures": ("DIUKUR PER", "Bulan"),
}


@pytest.fixture(autouse=True)
def office(db):
    begin()


@pytest.mark.parametrize("names", ["ours", "theirs"])
@pytest.mark.parametrize("name", ALL)
def test_all_wrong_rows_are_told_at_once_and_marked(name, names):
    case = ALL[name]
    sample = case.sample
    header, wrong = WRONG.get(name) or (sample.headers[sample.number], STRANGER)
    place = sample.headers.index(header)
    lines = sample.lines
    if names == "theirs":
        lines[0] = [sample.named.get(own, (own,))[0] for own in sample.headers]
        header = str(lines[0][place])
    for cells in lines[1:]:
        cells[place] = wrong
    content = as_xlsx({"Data": [["DAFTAR"], *lines]})
    before = case.stored()
    with pytest.raises(ImportRefused) as refused:
        case.load(content)
    assert case.stored() == before
    told = {int(error.line) for error in refused.value.errors if error.column == header}
    # A log names a stranger once, with the first row.
    assert told == set(range(3, 3 + len(sample.rows))) or (name == "service log" and told)
    marked = marked_table(
        content, filename="x.xlsx", known_headers=case.importer.columns, errors=refused.value.errors
    )
    read = read_table(marked, filename="x.xlsx", known_headers=[*sample.headers])
    assert {row.line for row in read.rows if row.cells[REMARKS.lower()]} >= told


@pytest.mark.parametrize("name", OF_PEOPLE)
def test_a_name_that_does_not_belong_to_the_number_is_asked(name):
    case = ALL[name]
    place = case.sample.headers.index("NAMA")
    lines = case.sample.lines
    lines[-1][place] = "Zulkifli Nasution"
    counts = case.load(as_xlsx({"Data": lines}), dry_run=True)
    assert [q.value for q in counts.asked if q.topic == "other-name"] == ["Zulkifli Nasution"]
