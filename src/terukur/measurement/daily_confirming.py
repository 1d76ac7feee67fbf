"""The owner's confirmation of a month's sum: a declared realization, with the entries as its evidence."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from terukur.accounts.models import User
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.measurement.daily import standing_entries
from terukur.measurement.daily_sums import add_up, mark_of
from terukur.measurement.models import CountedEntry, DailyProgress, Evidence, Realization
from terukur.measurement.operations import (
    EvidenceDraft,
    MeasurementRefused,
    PersonalDataFound,
    declare_realization,
)
from terukur.notation.dates import written_day
from terukur.planning.access import is_owner
from terukur.planning.models import Plan
from terukur.regulation.periods import Period
from terukur.tables.writing import to_csv

_HEADERS = ("Tanggal", "Mulai", "Selesai", "Kegiatan", "Jumlah", "Satuan", "Tautan", "Berkas")


@transaction.atomic
def confirm_daily_sum(
    *, plan: Plan, thread: UUID, month: Period, seen: str, acting: Acting[User]
) -> Realization:
    """Store a month's sum as the owner's realization; the same entries twice are one realization.

    ``seen`` is the mark of the entries that the owner looked at.

    :raises MeasurementRefused: for anybody but the owner, before the month's last day, without any amount,
        where the entries are others now, or where no realization can be declared.
    """
    if not is_owner(acting.by, plan):
        raise MeasurementRefused("Jumlah catatan harian disahkan pemiliknya sendiri.")
    # One at a time: two at once would both confirm the same entries.
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    own = DailyProgress.objects.filter(plan=plan)
    entries = list(
        standing_entries(own, month.starts, month.ends).filter(indicator=thread).select_related("file")
    )
    before = _newest(plan, thread, month)
    if before is not None and _is_sum_of(before, entries):
        return before
    if acting.on < month.ends:
        raise MeasurementRefused(
            f"Bulan ini belum berakhir; jumlahnya dapat disahkan mulai {written_day(month.ends)}."
        )
    if mark_of(entries) != seen:
        raise MeasurementRefused("Catatannya berubah sejak Anda melihatnya. Periksa jumlahnya sekali lagi.")
    told = add_up(entry.amount for entry in entries)
    if not told.counted:
        raise MeasurementRefused("Tidak ada catatan dengan jumlah pada bulan itu; tidak ada yang disahkan.")
    left_out = f"; {told.without_amount} catatan tanpa jumlah tidak dihitung" if told.without_amount else ""
    try:
        realization = declare_realization(
            plan=plan,
            thread=thread,
            period=month,
            value=Decimal(told.total),
            note=f"Jumlah {told.counted} catatan harian{left_out}.",
            evidence=EvidenceDraft(f"catatan-harian-{month}.csv", _listed(entries)),
            acting=acting,
        )
    except PersonalDataFound as found:
        raise MeasurementRefused(
            "Catatan harian bulan itu tampaknya memuat NIK atau daftar warga. Hapus dari catatannya, lalu "
            "sahkan lagi."
        ) from found
    rows = [*_link(realization, entries), *_attach_proofs(realization, entries)]
    after = {"indicator": str(thread), "period": str(month), "sum": told.total, "entries": told.counted}
    record(Act(f"plan/{plan.pk}", "daily-sum-confirmed", after=after, rows=fingerprints(*rows)), acting)
    return realization


def _newest(plan: Plan, thread: UUID, month: Period) -> Realization | None:
    found = Realization.objects.filter(plan=plan, thread=thread, starts=month.starts, ends=month.ends)
    return found.order_by("-version").first()


def _is_sum_of(realization: Realization, entries: Sequence[DailyProgress]) -> bool:
    counted = set(realization.counted.values_list("entry", flat=True))
    return bool(counted) and counted == {entry.pk for entry in entries}


def _link(realization: Realization, entries: Sequence[DailyProgress]) -> list[CountedEntry]:
    """Keep every entry that was looked at, also one without an amount."""
    rows = [CountedEntry(realization=realization, entry=entry) for entry in entries]
    return CountedEntry.objects.bulk_create(rows)


def _attach_proofs(realization: Realization, entries: Sequence[DailyProgress]) -> list[Evidence]:
    """Attach the files and addresses of the counted entries, each once."""
    counted = [entry for entry in entries if entry.amount is not None]
    files = {entry.file_id: entry for entry in counted if entry.file_id}
    addresses = dict.fromkeys(entry.address for entry in counted if entry.address)
    rows = [
        Evidence(realization=realization, file=entry.file, file_name=entry.file_name)
        for entry in files.values()
    ]
    rows += [Evidence(realization=realization, address=address) for address in addresses]
    return Evidence.objects.bulk_create(rows)


def _listed(entries: Sequence[DailyProgress]) -> bytes:
    """Return the entries as a table; an amount that is missing stays empty."""
    return to_csv(
        _HEADERS,
        [
            (
                written_day(entry.day),
                f"{entry.starts:%H.%M}",
                f"{entry.ends:%H.%M}",
                entry.activity,
                "" if entry.amount is None else str(entry.amount),
                entry.unit,
                entry.address,
                entry.file_name,
            )
            for entry in entries
        ],
    )
