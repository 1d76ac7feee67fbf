"""The strength of one appraisal's basis in words: the band, each component, and what strengthens it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from terukur.accounts.models import User
from terukur.appraisal.behavior_survey import result_for
from terukur.appraisal.models import Appraisal
from terukur.notation.numbers import display, percent_display
from terukur.notation.stored_records import from_json
from terukur.objectivity.basis import Basis, Rested, bases_of
from terukur.objectivity.index import (
    Calibration,
    Consistency,
    EvidenceQuality,
    Index,
    Weights,
    current_weights,
)
from terukur.objectivity.models import ObjectivityRun
from terukur.regulation.periods import Period
from terukur.statistics.expectation import Expectation

LABELS = {
    "measured_share": "Hasil yang terukur",
    "verified_evidence": "Bukti yang diperiksa",
    "continuity": "Catatan sepanjang periode",
    "consistency": "Sejalan dengan hasil kerja",
    "justification": "Contoh untuk tanda di luar tengah",
    "panel_agreement": "Pandangan rekan",
    "calibration": "Latihan menilai dengan kasus standar",
}
BANDS = {
    "A": (
        "Kuat",
        "Penilaian ini bertumpu pada hasil yang terukur, bukti yang diperiksa, dan catatan "
        "sepanjang periode.",
    ),
    "B": (
        "Cukup kuat",
        "Sebagian besar penilaian ini dapat diperiksa orang lain; ada bagian yang masih "
        "bertumpu pada pernyataan atau ingatan.",
    ),
    "C": ("Sebagian lemah", "Cukup banyak bagian penilaian ini tidak dapat diperiksa orang lain."),
    "D": (
        "Lemah",
        "Penilaian ini lebih banyak bertumpu pada pernyataan dan ingatan daripada pada hal yang "
        "dapat diperiksa.",
    ),
}
_EVIDENCE = {
    EvidenceQuality.SYSTEM_OF_RECORD: "dari data yang dimuat",
    EvidenceQuality.THIRD_PARTY: "diperiksa pihak ketiga",
    EvidenceQuality.APPRAISER: "diperiksa penilai",
    EvidenceQuality.ATTACHED: "buktinya dilampirkan, belum diperiksa",
    EvidenceQuality.NONE: "tanpa bukti",
}
_BETTER_EVIDENCE = {
    EvidenceQuality.THIRD_PARTY: "Ambil angka “{}” langsung dari datanya, bukan diketik.",
    EvidenceQuality.APPRAISER: "Minta pihak ketiga menandatangani bukti “{}”, atau ambil angkanya dari data.",
    EvidenceQuality.ATTACHED: "Minta bukti “{}” diperiksa.",
    EvidenceQuality.NONE: "Isi realisasi “{}” dengan buktinya.",
}
_CALIBRATION = {
    Calibration.VALID: ("Penilai sudah menilai semua kasus standar dalam 12 bulan terakhir.", ""),
    Calibration.NONE_OR_EXPIRED: (
        "Penilai belum menilai semua kasus standar dalam 12 bulan terakhir.",
        "Penilai mengerjakan kasus standar; kira-kira 10 menit.",
    ),
    Calibration.OPEN_REVIEW: (
        "Ada langkah tentang cara menilai yang sudah disepakati dan sedang berjalan.",
        "Langkah itu diselesaikan; sesudahnya bagian ini dihitung lagi dari kasus standar.",
    ),
    Calibration.UNRESOLVED_FINDING: (
        "Langkah tentang cara menilai yang sudah disepakati melewati batas waktunya.",
        "Langkah itu diselesaikan; sesudahnya bagian ini dihitung lagi dari kasus standar.",
    ),
}
_REASONED = {
    Consistency.INSIDE: ("", ""),
    Consistency.REASON_AND_SECOND_READER: (
        " Alasannya tertulis, dan seorang rekan memberi pendapat kedua.",
        "",
    ),
    Consistency.REASON: (
        " Alasannya tertulis; pendapat kedua tidak ada.",
        "Penilai meminta pendapat kedua sebelum menyampaikan nilai yang tidak lazim.",
    ),
    Consistency.NO_REASON: (
        " Alasannya tidak tertulis.",
        "Penilai menulis alasan dan meminta pendapat kedua bila nilainya tidak lazim.",
    ),
}
_MANY = 3
_HIDDEN = "Hasilnya hanya dibaca pegawai dan penilainya."


@dataclass(frozen=True, slots=True)
class StrengthLine:
    """One component as it is shown: its weight, its value in percent, the fact, and what strengthens it.

    ``percent`` is None where it does not apply, or where it is withheld from this reader.
    """

    name: str
    weight: int
    percent: int | None
    is_withheld: bool
    fact: str
    stronger: str

    @property
    def label(self) -> str:
        """The name of the component on the page."""
        return LABELS[self.name]


@dataclass(frozen=True, slots=True)
class Strength:
    """The whole page: ``total`` of 100 is empty where a withheld part would follow from it.

    ``rested`` has each indicator with the quality of its evidence, in words.
    """

    band: str
    total: str
    is_capped: bool
    weights: Weights
    lines: tuple[StrengthLine, ...]
    rested: tuple[tuple[Rested, str], ...]

    @property
    def word(self) -> str:
        """The band as one says it."""
        return BANDS[self.band][0]

    @property
    def meaning(self) -> str:
        """The meaning of the band for the process of the appraisal."""
        return BANDS[self.band][1]

    @property
    def applying(self) -> int:
        """The weight of the components that were counted."""
        return sum(line.weight for line in self.lines if line.percent is not None or line.is_withheld)


def newest_expectation(period: Period) -> Expectation | None:
    """Return the expectation of the newest run of a period; None without a run or with too little in it."""
    run = ObjectivityRun.objects.filter(period=period)
    kept = run.values_list("body__expectation", flat=True).first()
    return from_json(Expectation, kept) if kept else None


def strength_of(appraisal: Appraisal, *, reader: User, on: date) -> Strength | None:
    """Return one delivered appraisal's basis for a permitted reader; None for a trial or before delivery.

    The result of a survey of behavior is for the employee and the appraiser only. For others its bar is
    withheld, and so is the total, from which it could be computed.
    """
    if appraisal.delivered_at is None or appraisal.is_trial:
        return None
    expectation = newest_expectation(appraisal.period)
    basis = bases_of([appraisal], expectation=expectation, on=on)[appraisal.pk]
    if basis.index is None:
        return None
    hidden = basis.panel is not None and result_for(reader, appraisal, on=on) is None
    weights = current_weights()
    total = "" if hidden else display(basis.index.value, 0)
    return Strength(
        basis.index.band,
        total,
        basis.index.is_capped,
        weights,
        tuple(_lines(basis, basis.index, weights, hides_panel=hidden)),
        tuple((one, _EVIDENCE[one.evidence]) for one in basis.rested),
    )


def _lines(basis: Basis, index: Index, weights: Weights, *, hides_panel: bool) -> Iterable[StrengthLine]:
    told = {
        "measured_share": _measured(basis),
        "verified_evidence": _evidence(basis),
        "continuity": _continuity(basis),
        "consistency": _consistency(basis),
        "justification": _justification(basis),
        "panel_agreement": _panel(basis),
        "calibration": _CALIBRATION[basis.calibration],
    }
    known = index.components.known()
    for name, (fact, stronger) in told.items():
        is_withheld = hides_panel and name == "panel_agreement"
        value = known.get(name)
        yield StrengthLine(
            name,
            weights.weights[name],
            None if value is None or is_withheld else round(100 * value),
            is_withheld,
            _HIDDEN if is_withheld else fact,
            "" if is_withheld or value == 1 else stronger,
        )


def _measured(basis: Basis) -> tuple[str, str]:
    rested = basis.rested
    if not rested:
        return "Belum ada indikator yang jatuh tempo pada periode ini.", ""
    counted = [one for one in rested if one.is_measured]
    fact = (
        f"{_share(counted, rested)} dari bobot terukur dari data atau diperiksa orang lain: "
        f"{len(counted)} dari {len(rested)} indikator."
    )
    left = [one for one in rested if not one.is_measured]
    return fact, f"Pilih ukuran yang datanya ada untuk “{_heaviest(left).name}”." if left else ""


def _evidence(basis: Basis) -> tuple[str, str]:
    rested = basis.rested
    if not rested:
        return "Belum ada indikator yang jatuh tempo pada periode ini.", ""
    by_kind = {kind: [one for one in rested if one.evidence == kind] for kind in EvidenceQuality}
    parts = [f"{_share(found, rested)} {_EVIDENCE[kind]}" for kind, found in by_kind.items() if found]
    weak = [one for one in rested if one.evidence in _BETTER_EVIDENCE]
    # The weakest kind of evidence first.
    for kind in (
        EvidenceQuality.NONE,
        EvidenceQuality.ATTACHED,
        EvidenceQuality.APPRAISER,
        EvidenceQuality.THIRD_PARTY,
    ):
        found = [one for one in weak if one.evidence == kind]
        if found:
            better = _BETTER_EVIDENCE[kind].format(_heaviest(found).name)
            return f"Dari bobotnya, {_listed(parts)}.", better
    return f"Dari bobotnya, {_listed(parts)}.", ""


def _continuity(basis: Basis) -> tuple[str, str]:
    noted = basis.noted
    if not noted.entries:
        return (
            f"Tidak ada catatan bertanggal dalam {noted.months} bulan periode ini.",
            "Tulis progres harian atau umpan balik singkat setiap bulan.",
        )
    fact = f"Ada catatan bertanggal pada {noted.months_with_entry} dari {noted.months} bulan"
    late = f"; {noted.late} dari {noted.entries} catatan baru ditulis menjelang atau sesudah akhir periode"
    return (
        f"{fact}{late if noted.late else ''}.",
        "Tulis progres harian atau umpan balik singkat setiap bulan, saat kejadiannya.",
    )


def _consistency(basis: Basis) -> tuple[str, str]:
    expected = basis.expected
    if expected is None:
        return (
            "Belum ada pembanding: perhitungan berkala untuk jenis jabatan dan periode ini belum ada, atau "
            "capaiannya tidak terukur.",
            "",
        )
    # Two places: with one, a mean outside looks as if it lay on the edge.
    low, high = (display(Fraction(value)) for value in (expected.low, expected.high))
    reason, stronger = _REASONED[expected.state]
    fact = (
        f"Rata-rata tujuh tanda {display(expected.given)} pada skala 1 sampai 3. Delapan dari sepuluh "
        f"penilaian dengan capaian serupa ada di antara {low} dan {high}; itu yang lazim, belum tentu yang "
        f"tepat.{reason}"
    )
    return fact, stronger


def _justification(basis: Basis) -> tuple[str, str]:
    examples = basis.examples
    if not examples.off_center:
        return "Semua tanda di tengah, jadi tidak ada yang memerlukan contoh.", ""
    return (
        f"{examples.with_example} dari {examples.off_center} tanda di luar tengah mempunyai contoh dengan "
        "tanggal di dalam periode.",
        "Catat contoh saat terjadi; contoh dari sesudah periode tidak dihitung.",
    )


def _panel(basis: Basis) -> tuple[str, str]:
    panel = basis.panel
    if panel is None:
        least = current_weights().least_panel
        return (f"Tidak ada survei perilaku yang sudah ditutup dengan paling sedikit {least} jawaban.", "")
    return (
        f"Rata-rata pandangan {panel.answers} rekan berjarak {display(abs(panel.gap), 1)} langkah dari "
        "rata-rata tanda penilai.",
        "Bicarakan apa yang dilihat rekan dan belum dilihat penilai.",
    )


def _share(some: Iterable[Rested], of: Iterable[Rested]) -> str:
    total = sum((one.weight for one in of), Fraction(0))
    part = sum((one.weight for one in some), Fraction(0))
    return percent_display(100 * part / total if total else Fraction(0), 0)


def _heaviest(some: Iterable[Rested]) -> Rested:
    return max(some, key=lambda one: one.weight)


def _listed(parts: list[str]) -> str:
    if len(parts) < _MANY:
        return " dan ".join(parts)
    return f"{', '.join(parts[:-1])}, dan {parts[-1]}"
