"""A file of plans, its twins in other formats, and what the preview said of it: one and the same."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terukur.ledger.acting import COMMAND
from terukur.planning.models import Indicator, Plan, PlanVersion
from terukur.planning.plans_import import import_plans
from terukur.tables.numerals import write_number
from terukur.tables.questions import EVERYTHING
from tests.support import cast
from tests.support.awkward import KINDS, Sample, as_csv, as_ods, as_xlsx
from tests.support.cast import ANI, EKO, acting

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 6)
HEADERS = ("NIP", "TAHUN", "JENIS HASIL", "RENCANA HASIL KERJA", "INDIKATOR", "ASPEK", "TARGET", "BOBOT")
WORD = st.text(alphabet="abcdefghij ", min_size=3, max_size=20).map(lambda word: f"Hasil {word.strip()}x")


@pytest.fixture(autouse=True)
def everybody():
    cast.load_people()


def load(content, name="skp.csv", **how):
    return import_plans(
        content=content, filename=name, acting=acting(COMMAND, DAY), **{"confirmed": EVERYTHING, **how}
    )


@st.composite
def plans(draw):
    """Rows of one or two plans; targets with units, ranges and decimals, weights all or none."""
    rows = []
    for number in draw(st.sampled_from([[ANI], [ANI, EKO]])):
        names = draw(st.lists(WORD, min_size=1, max_size=5, unique=True))
        weighed = draw(st.booleans())
        for name in names:
            low = draw(st.integers(1, 999))
            target = draw(
                st.sampled_from(
                    [f"{low} berkas", f"{low}%", f"{low}-{low + 5}%", f"≥ {low} unit", f"≤ {low} hari"]
                )
            )
            weight = Decimal(draw(st.integers(1, 10_000))) / 100 if weighed else None
            rows.append((number, 2026, "Utama", f"{name} terlaksana", name, "Kuantitas", target, weight))
    return rows


def stored():
    found = Indicator.objects.select_related("result__version__plan__assignment__employee")
    return [
        (
            one.result.version.plan.assignment.employee.name,
            f"{one.result.title}: {one.name}, target {span(one)} {one.unit}, "
            f"bobot {write_number(one.weight)}",
        )
        for one in found.order_by("result__version__plan__pk", "number")
    ]


def span(one):
    low = write_number(one.target)
    if one.target_high is not None:
        return f"{low} sampai {write_number(one.target_high)}"
    return f"paling banyak {low}" if one.direction == "lower" else low


@given(plans())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_preview_is_what_is_stored_and_twins_change_nothing(rows):
    lines = [HEADERS, *rows]
    with transaction.atomic():
        looked = load(as_csv(lines), dry_run=True)
        assert not Plan.objects.exists()
        counts = load(as_csv(lines))
        assert (counts.created, counts.changes) == (looked.created, looked.changes)
        said = [(one.subject.split(",")[0], one.value) for one in looked.understood.meanings]
        assert said == stored()[: len(said)]
        before = stored()
        for content, name in (
            (as_csv(lines), "skp.csv"),
            (as_xlsx({"SKP": lines}), "skp.xlsx"),
            (as_ods(lines), "skp.ods"),
            (as_csv(lines, encoding="utf-16"), "skp16.csv"),
        ):
            again = load(content, name)
            assert (again.unchanged, again.changes) == (len({row[0] for row in rows}), [])
        assert stored() == before
        assert PlanVersion.objects.count() == Plan.objects.count()
        transaction.set_rollback(True)


SAMPLE = Sample(
    HEADERS,
    (
        (
            ANI,
            2026,
            "Utama",
            "Warga terlayani",
            "Permohonan selesai",
            "Kuantitas",
            "400 berkas",
            Decimal("60.5"),
        ),
        (ANI, 2026, "Utama", "Warga terlayani", "Tepat waktu", "Kualitas", "95%", Decimal("39.5")),
        (EKO, 2026, "Utama", "Arsip rapi", "Arsip tertata", "Kuantitas", "12 boks", Decimal(40)),
        (EKO, 2026, "Tambahan", "Panitia bekerja", "Rapat diadakan", "Kuantitas", "3 rapat", Decimal(60)),
    ),
    words=4,
    number=0,
    repeated=3,
    added=(7,),
)


@pytest.mark.parametrize("kind", list(KINDS))
def test_an_awkward_table_of_plans_means_the_same(kind):
    load(as_csv(SAMPLE.lines))
    before = stored()
    counts = load(KINDS[kind](SAMPLE), "skp")
    assert (counts.rows, counts.unchanged, counts.changes) == (4, 2, [])
    assert stored() == before
