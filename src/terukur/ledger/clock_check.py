"""Check of the server's clock: times in each chain, seals day by day, no time in the future."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.utils import timezone

from terukur.ledger.models import Entry, Seal
from terukur.ledger.verification import Broken, Checked, run_check
from terukur.notation.dates import written_day

# Two servers, or one whose clock is set right every hour, may differ by so much.
_TOLERANCE = timedelta(hours=1)
# What came before the first seal may have been loaded with the dates of a past year.
_BACKWARDS = """
SELECT entry.chain, entry.number, at, before FROM (
    SELECT chain, number, at, lag(at) OVER (PARTITION BY chain ORDER BY number) AS before FROM ledger_entry
) entry LEFT JOIN ledger_sealedhead first ON first.seal_id = 1 AND first.chain = entry.chain COLLATE "C"
WHERE at < before - interval '1 hour' AND entry.number > coalesce(first.number, 0)
  AND EXISTS (SELECT 1 FROM ledger_seal) ORDER BY 1, 2 LIMIT 1
"""
# The first seal covers all that came before it; an act dated before midnight may be sealed a day later.
_SEALED_LATE = """
SELECT seal.day, entry.chain, entry.number, entry.at
FROM ledger_sealedhead sealed JOIN ledger_seal seal ON seal.number = sealed.seal_id
JOIN ledger_entry entry ON entry.chain = sealed.chain COLLATE "default" AND entry.number = sealed.number
WHERE seal.number > 1 AND (entry.at AT TIME ZONE %s)::date < seal.day - 1
ORDER BY seal.number, sealed.chain LIMIT 1
"""


def check_clock(*, since: date | None = None) -> Checked:
    """Check the times of each chain in the order of its numbers, and every seal beside the one before it.

    Times are looked at from the first seal on.
    """
    return run_check("Jam dan hari", _clock())


def check_today(*, on: date, at: datetime) -> Checked:
    """Check the newest seal against today: none of a day that has not ended, and none missing at the end."""
    return run_check("Segel sampai hari ini", _today(on, at))


def _clock() -> Iterator[Broken | None]:
    yield _backwards()
    yield _sealed_late()
    before: Seal | None = None
    for seal in Seal.objects.defer("blocks").order_by("number").iterator(500):
        yield _beside(seal, before)
        before = seal


def _backwards() -> Broken | None:
    with connection.cursor() as cursor:
        cursor.execute(_BACKWARDS)
        found = cursor.fetchone()
    if found is None:
        return None
    chain, number, at, before = found
    return Broken(
        f"catatan {chain} nomor {number}",
        f"bertanggal {_moment(at)}, padahal catatan sebelumnya {_moment(before)}: jam server pernah mundur.",
    )


def _sealed_late() -> Broken | None:
    with connection.cursor() as cursor:
        cursor.execute(_SEALED_LATE, [timezone.get_current_timezone_name()])
        found = cursor.fetchone()
    if found is None:
        return None
    day, chain, number, at = found
    return Broken(
        f"catatan {chain} nomor {number}",
        f"bertanggal {_moment(at)}, tetapi baru ada di segel {written_day(day)}: ditulis dengan "
        "tanggal mundur.",
    )


def _beside(seal: Seal, before: Seal | None) -> Broken | None:
    where = f"segel {written_day(seal.day)}"
    end = timezone.make_aware(datetime.combine(seal.day + timedelta(days=1), time.min))
    if seal.sealed_at < end:
        return Broken(where, "dibuat sebelum harinya berakhir.")
    if before is None:
        return None
    if seal.day != before.day + timedelta(days=1):
        return Broken(where, f"tidak menyusul segel {written_day(before.day)}: ada hari tanpa segel.")
    if seal.sealed_at < before.sealed_at - _TOLERANCE:
        return Broken(where, "dibuat lebih awal dari segel sebelumnya: jam server pernah mundur.")
    return None


def _today(on: date, at: datetime) -> Iterator[Broken | None]:
    last = Seal.objects.defer("blocks").first()
    if last is None:
        return
    where = f"segel {written_day(last.day)}"
    if last.day >= on or last.sealed_at > at + _TOLERANCE:
        yield Broken(where, "untuk hari yang belum berakhir: jam server pernah maju, lalu dikembalikan.")
        return
    newest = Entry.objects.order_by("-pk").values_list("at", flat=True).first()
    due = timezone.localtime(newest).date() - timedelta(days=2) if newest else last.day
    yield (
        Broken(where, "adalah yang terakhir, padahal sesudahnya ada catatan: hari berikutnya belum disegel.")
        if last.day < due
        else None
    )


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{written_day(local)} {local:%H.%M}"
