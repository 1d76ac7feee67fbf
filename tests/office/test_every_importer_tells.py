"""Whatever importer reads a file: what stands around its table is left out, and told."""

import io

import pytest

from terukur.ledger.importing import Importer, importers
from terukur.ledger.operations import ImportCounts
from terukur.tables.arranging import Reason
from tests.jobs.test_import_constraints import GOOD, everybody  # noqa: F401 - everybody is there

pytestmark = pytest.mark.django_db
BELOW = "\n\nMengetahui,\nKepala Badan\nNIP. 19701130 199603 1 003\n"


@pytest.mark.parametrize("key", [importer.key for importer in importers()])
def test_a_title_above_and_signatures_below_are_left_out_and_told(key, monkeypatch):
    for load in GOOD["areas"] if key == "immunization" else GOOD[key][:-1]:
        load()
    told: list[ImportCounts] = []
    plain = Importer.__call__

    def around(importer, *, content=b"", stream=None, **how):
        text = (content or stream.read()).decode("utf-8-sig")
        printed = f"DAFTAR CONTOH TAHUN 2026\n\n{text.strip()}{BELOW}".encode()
        told.append(plain(importer, stream=io.BytesIO(printed), **how | {"dry_run": True}))
        return told[-1]

    monkeypatch.setattr(Importer, "__call__", around)
    GOOD[key][-1]()
    reasons = [left.reason for left in told[-1].understood.left_out]
    assert reasons == [Reason.TITLE, *[Reason.BELOW] * 3]
