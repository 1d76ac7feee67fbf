"""``terukur verify [--since DATE] [--seals FILE]``"""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from terukur.appraisal.verification import check_computations, check_grades, check_ratings
from terukur.jobs.management.base import TerukurCommand
from terukur.ledger.clock_check import check_clock, check_today
from terukur.ledger.database_check import check_guards
from terukur.ledger.seal_copies import UnreadableCopy, check_copy
from terukur.ledger.verification import check_chains, check_files, check_heads, check_rows, check_seals
from terukur.measurement.verification import check_observations
from terukur.planning.verification import check_plans

CHECKS = (
    check_files,
    check_chains,
    check_heads,
    check_seals,
    check_clock,
    check_guards,
    check_rows,
    check_plans,
    check_observations,
    check_computations,
    check_ratings,
    check_grades,
)
# What to do about the first record that a check names.
REMEDIES = {
    "Berkas": "Pulihkan berkas itu dari cadangan; jangan memuat ulang berkas lain dengan nama yang sama.",
    "Catatan": "Cari cadangan sebelum perubahan, bandingkan catatan itu, dan tanyakan siapa yang menguasai "
    "basis data.",
    "Ujung rangkaian": "Bandingkan dengan cadangan: catatan paling akhir dihapus sebelum sempat disegel.",
    "Segel": "Bandingkan dengan salinan segel di luar server (--seals) dan dengan cadangan malam itu.",
    "Jam dan hari": "Periksa jam server dan catatan sistem pada waktu itu; catatan yang ditulis saat jam "
    "salah tetap terbaca, tetapi tanggalnya tidak dapat dipercaya.",
    "Penjaga basis data": "Pasang lagi penjaganya (hak: “terukur serve” sekali; trigger: perintah pgtrigger "
    "install), lalu periksa apa yang berubah selagi penjaganya mati.",
    "Isi tabel": "Bandingkan baris itu dengan cadangan. Pulihkan yang benar menurut catatan; perubahan yang "
    "dikehendaki diulang lewat aplikasi, supaya tercatat.",
    "Salinan segel": "Basis data ditulis ulang sesudah salinan dibuat, atau salinannya diubah. Pulihkan "
    "cadangan dan cocokkan dengan salinan lain (surel, cetakan, halaman segel).",
    "Segel sampai hari ini": "Periksa jam server dan pekerjanya, lalu jalankan “terukur seal”.",
}
_OTHERWISE = "Hitung ulang dari berkas aslinya; bila tetap berbeda, bandingkan dengan cadangan."
BEYOND = (
    "Yang tidak dapat dilihat dari dalam: siapa yang menguasai seluruh basis data dapat menulis ulang "
    "semuanya, segel juga, atau menghapus satu perbuatan seutuhnya sebelum malam pertama. Simpan salinan "
    "segel di luar (TERUKUR_SEALS_FILE, TERUKUR_SEALS_MAIL) dan jalankan “terukur verify --seals BERKAS”."
)


class Command(TerukurCommand):
    help = (
        "Compute everything again from what was kept, and name the first record that differs. "
        "Example: terukur verify --since 2026-07-01"
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--since", type=date.fromisoformat, help="only what came from this day on")
        parser.add_argument(
            "--seals", type=Path, help="a copy of the seals outside the database, to compare with"
        )
        self.add_json(parser)

    def handle(self, *, since: date | None, seals: Path | None, json: bool, **_: Any) -> None:
        checked = [check(since=since) for check in CHECKS]
        checked.append(check_today(on=self.acting.on, at=self.acting.at))
        if seals is not None:
            try:
                checked.append(check_copy(seals))
            except (OSError, UnreadableCopy) as error:
                raise CommandError(f"Salinan segel tidak terbaca: {error}", returncode=1) from error
        broken = [
            {
                "check": entry.name,
                "where": entry.broken.where,
                "message": entry.broken.message,
                "remedy": REMEDIES.get(entry.name, _OTHERWISE),
            }
            for entry in checked
            if entry.broken is not None
        ]
        if json:
            self.emit({"checked": {entry.name: entry.count for entry in checked}, "broken": broken})
        else:
            for entry in checked:
                self.stdout.write(f"{'✗' if entry.broken else '✓'} {entry.name}: {entry.count} diperiksa")
            if seals is None:
                self.stdout.write(BEYOND)
        for found in broken:
            self.stderr.write(f"{found['where']}: {found['message']} {found['remedy']}")
        if broken:
            raise CommandError("Ada yang tidak sama; lihat di atas.", returncode=1)
