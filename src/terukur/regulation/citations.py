"""Register of the articles that the code carries out, with the certainty of each.

``CONFIRMED``: the text itself or two independent sources. ``SINGLE``: one secondary source.
``UNSURE``: sources disagree or the text was not obtainable. ``POLICY``: no law says it; the
agency decides. A lawyer should check everything that is not CONFIRMED before production.
"""

from dataclasses import dataclass
from enum import StrEnum


class Certainty(StrEnum):
    """The certainty of a fact of the law."""

    CONFIRMED = "CONFIRMED"
    SINGLE = "SINGLE"
    UNSURE = "UNSURE"
    POLICY = "POLICY"


@dataclass(frozen=True, slots=True)
class Citation:
    """One article and, in plain Indonesian, what it says about the matter at hand."""

    key: str
    regulation: str
    article: str
    status: Certainty
    says: str

    @property
    def reference(self) -> str:
        """The regulation with its article, as printed."""
        return f"{self.regulation}, {self.article}" if self.article else self.regulation

    def as_json(self) -> dict[str, str]:
        """Return the citation as commands and pages show it."""
        return {"key": self.key, "reference": self.reference, "status": str(self.status), "says": self.says}


_REGISTER = (
    Citation(
        "appraiser",
        "PermenPANRB 6/2022",
        "Pasal 1",
        Certainty.CONFIRMED,
        "Pejabat penilai kinerja adalah atasan langsung, serendah-rendahnya pejabat pengawas, "
        "atau pejabat lain yang diberi pendelegasian.",
    ),
    Citation(
        "plan-set",
        "PermenPANRB 6/2022",
        "Pasal 14",
        Certainty.SINGLE,
        "SKP ditandatangani pegawai dan ditetapkan oleh pejabat penilai kinerja.",
    ),
    Citation(
        "plan-form",
        "PermenPANRB 6/2022",
        "Lampiran, formulir SKP kuantitatif",
        Certainty.CONFIRMED,
        "SKP memuat hasil kerja utama dan tambahan, indikator dengan target, perilaku kerja, "
        "dan lampiran dukungan sumber daya, skema pertanggungjawaban, serta konsekuensi.",
    ),
    Citation(
        "plan-form-qualitative",
        "PermenPANRB 6/2022",
        "Lampiran, formulir SKP kualitatif",
        Certainty.CONFIRMED,
        "Hasil kerja dapat memuat ukuran keberhasilan dan target dalam uraian, tanpa aspek; pegawai atau "
        "instansi memilih pendekatan kuantitatif atau kualitatif.",
    ),
    Citation(
        "evaluation-steps",
        "PermenPANRB 6/2022",
        "Pasal 24-25; SE MenPANRB 3/2023",
        Certainty.CONFIRMED,
        "Capaian kinerja organisasi ditetapkan lebih dahulu, lalu pola distribusi, lalu predikat "
        "pegawai dengan mempertimbangkan kontribusinya.",
    ),
    Citation(
        "ratings",
        "PermenPANRB 6/2022",
        "Lampiran, formulir evaluasi kinerja",
        Certainty.CONFIRMED,
        "Hasil kerja dan perilaku kerja masing-masing mendapat satu rating: di atas, sesuai, "
        "atau di bawah ekspektasi.",
    ),
    Citation(
        "grade-matrix",
        "PermenPANRB 6/2022",
        "Lampiran, kuadran kinerja pegawai",
        Certainty.CONFIRMED,
        "Predikat adalah pertemuan rating hasil kerja dan rating perilaku kerja.",
    ),
    Citation(
        "behavior",
        "SE MenPANRB 20/2021",
        "",
        Certainty.CONFIRMED,
        "Perilaku kerja diukur dengan tujuh nilai dasar BerAKHLAK dan 21 panduan perilakunya.",
    ),
    Citation(
        "feedback",
        "PermenPANRB 6/2022",
        "Pasal 5; Lampiran, formulir umpan balik",
        Certainty.CONFIRMED,
        "Pimpinan memberi umpan balik berkelanjutan berdasarkan bukti dukung.",
    ),
    Citation(
        "objection",
        "PP 30/2019",
        "Pasal 59; PermenPANRB 6/2022 Pasal 29",
        Certainty.SINGLE,
        "Pegawai yang berkeberatan mengajukannya dengan alasan kepada atasan pejabat penilai "
        "kinerja dalam 14 hari sejak menerima hasil penilaian.",
    ),
    Citation(
        "principles",
        "PP 30/2019",
        "Pasal 4",
        Certainty.CONFIRMED,
        "Penilaian kinerja dilakukan secara objektif, terukur, akuntabel, partisipatif, dan transparan.",
    ),
    Citation(
        "employee-number",
        "Perka BKN 22/2007",
        "susunan NIP",
        Certainty.CONFIRMED,
        "NIP terdiri atas 18 angka: tanggal lahir, TMT CPNS, jenis kelamin, dan nomor urut.",
    ),
    Citation(
        "policy",
        "Kebijakan penilaian instansi",
        "",
        Certainty.POLICY,
        "Tidak ada peraturan yang mengubah persentase capaian menjadi rating. Ambang saran "
        "ditetapkan instansi, bertanggal, dan hanya menjadi saran; penilai yang memutuskan.",
    ),
    Citation(
        "employee-number-pppk",
        "Perka BKN 22/2007 dan praktik NI PPPK",
        "susunan NI PPPK",
        Certainty.SINGLE,
        "NI PPPK memuat tanggal lahir, tahun pengangkatan pertama, kode kontrak, jenis kelamin, "
        "dan nomor urut; lebar bagiannya sebagian disimpulkan.",
    ),
    Citation(
        "head-rating",
        "SE MenPANRB 3/2023",
        "",
        Certainty.SINGLE,
        "Capaian kinerja organisasi menjadi rating hasil kerja kepala unitnya.",
    ),
    Citation(
        "distribution",
        "PermenPANRB 6/2022",
        "Pasal 24-25; SE MenPANRB 3/2023",
        Certainty.CONFIRMED,
        "Pola distribusi predikat mengikuti capaian kinerja organisasi dan menjadi pertimbangan "
        "pimpinan, bukan jatah.",
    ),
    Citation(
        "score-2019",
        "PP 30/2019",
        "Pasal 41 ayat (2)-(5)",
        Certainty.CONFIRMED,
        "Nilai akhir 70 % SKP dan 30 % perilaku, atau 60 % dan 40 % bila pendapat rekan kerja dan "
        "bawahan dipakai; predikatnya menurut nilai, Sangat Baik hanya dengan ide baru.",
    ),
    Citation(
        "credit",
        "PermenPANRB 1/2023",
        "konversi predikat kinerja (Pasal 36 atau 37)",
        Certainty.CONFIRMED,
        "Predikat dikonversi ke angka kredit: persentase predikat kali koefisien per tahun jenjang.",
    ),
    Citation(
        "credit-need",
        "Peraturan BKN 3/2023",
        "kebutuhan angka kredit kumulatif",
        Certainty.CONFIRMED,
        "Kenaikan pangkat dan jenjang memerlukan angka kredit kumulatif menurut jenjang.",
    ),
    Citation(
        "satisfaction",
        "PermenPANRB 14/2017",
        "",
        Certainty.CONFIRMED,
        "Survei kepuasan masyarakat memakai sembilan unsur bernilai 1-4; rata-rata tertimbang "
        "dikali 25 menjadi IKM dengan mutu A sampai D.",
    ),
    Citation(
        "sample-size",
        "PermenPANRB 14/2017",
        "tabel sampel Krejcie dan Morgan",
        Certainty.CONFIRMED,
        "Banyak responden diambil dari tabel Krejcie dan Morgan; Slovin dipakai sebagian instansi.",
    ),
    Citation(
        "service-standard",
        "UU 25/2009",
        "Pasal 21; PermenPANRB 15/2014",
        Certainty.UNSURE,
        "Standar pelayanan memuat jangka waktu penyelesaian yang ditetapkan kepala unit; waktunya "
        "dihitung sejak berkas lengkap.",
    ),
    Citation(
        "immunization",
        "Kementerian Kesehatan",
        "perhitungan persentase imunisasi (ASIK)",
        Certainty.SINGLE,
        "Cakupan, yang belum terjangkau, dan putus imunisasi dihitung dari sasaran dan dosis.",
    ),
    Citation(
        "learning-hours",
        "PP 11/2017 jo. PP 17/2020",
        "PP 49/2018 bagi PPPK",
        Certainty.CONFIRMED,
        "Setiap PNS berhak atas pengembangan kompetensi paling sedikit 20 jam pelajaran setahun.",
    ),
    Citation(
        "learning-forms",
        "SIASN BKN",
        "data acuan bentuk pengembangan kompetensi",
        Certainty.CONFIRMED,
        "Bentuk belajar dilaporkan dengan kode 1 sampai 25; kode 14 sampai 25 di luar kelas.",
    ),
    Citation(
        "learning-shares",
        "Pedoman pengembangan kompetensi ASN",
        "model 10-20-70",
        Certainty.CONFIRMED,
        "Sepersepuluh belajar di kelas, dua persepuluh dari orang lain (coaching, mentoring), "
        "selebihnya dari pekerjaan.",
    ),
    Citation(
        "learning-needs",
        "PP 11/2017 jo. PP 17/2020",
        "rencana pengembangan kompetensi (PerLAN 10/2018)",
        Certainty.CONFIRMED,
        "Kebutuhan belajar berasal dari kesenjangan kinerja dan kesenjangan kompetensi terhadap standar "
        "jabatan.",
    ),
    Citation(
        "allowance",
        "PP 12/2019",
        "Pasal 58",
        Certainty.CONFIRMED,
        "Daerah dapat memberi tambahan penghasilan, antara lain menurut prestasi kerja; besaran dan "
        "bobotnya ditetapkan kepala daerah.",
    ),
    Citation(
        "talent-box",
        "PermenPANRB 3/2020",
        "kotak manajemen talenta",
        Certainty.CONFIRMED,
        "Kinerja dan potensi menempatkan pegawai pada salah satu dari sembilan kotak.",
    ),
    Citation(
        "kinds-of-leave",
        "PP 11/2017 jo. PP 17/2020; PerBKN 24/2017 jo. PerBKN 7/2021",
        "Pasal 310",
        Certainty.SINGLE,
        "Cuti PNS terdiri atas cuti tahunan, cuti besar, cuti sakit, cuti melahirkan, cuti karena alasan "
        "penting, cuti bersama, dan cuti di luar tanggungan negara.",
    ),
    Citation(
        "counted-time",
        "Kebijakan penilaian instansi",
        "waktu yang dihitung",
        Certainty.POLICY,
        "Tidak ada peraturan yang mengatur target pegawai yang tidak bertugas pada sebagian waktu. Harinya "
        "tidak dihitung: target yang bertambah tiap bulan berkurang sebanding, tidak ada yang menjadi nol.",
    ),
    Citation(
        "evaluation-cadence",
        "PermenPANRB 6/2022",
        "evaluasi kinerja periodik",
        Certainty.UNSURE,
        "Lampirannya mencetak triwulan I sampai IV, jadi triwulan adalah bawaan. PP 30/2019 menyebut "
        "pengukuran bulanan, triwulanan, semesteran, atau tahunan; bahwa instansi boleh memilih bulanan "
        "belum dipastikan.",
    ),
    Citation(
        "division",
        "Kebijakan penilaian instansi",
        "pembagian target",
        Certainty.POLICY,
        "Tidak ada peraturan yang mengatur pembagian target di dalam tahun. Yang disepakati dalam "
        "SKP (rata, menurut musim, atau angka per triwulan atau bulan) itulah yang jatuh tempo.",
    ),
    Citation(
        "incomplete-year",
        "Kebijakan penilaian instansi",
        "tahun yang tidak penuh",
        Certainty.POLICY,
        "Cara menggabungkan periode menjadi tahun tidak ditemukan dalam PermenPANRB 6/2022. Tahun boleh "
        "bertumpu pada periode yang ada, dengan alasan tertulis pengelola kinerja bagi yang tidak ada.",
    ),
    Citation(
        "part-time-contract",
        "KepmenPANRB 16/2025",
        "Diktum Ketiga Belas, Ketujuh Belas, Kedelapan Belas, Kedua Puluh Delapan",
        Certainty.CONFIRMED,
        "Perjanjian kerja PPPK paruh waktu berlaku satu tahun. SKP-nya mengikuti target perjanjian kerja dan "
        "dievaluasi tiap triwulan dan tahun; hasilnya dasar perpanjangan atau pengangkatan.",
    ),
)

CITATIONS = {citation.key: citation for citation in _REGISTER}


def cite(*keys: str) -> tuple[Citation, ...]:
    """Return the citations with these keys, in this order.

    :raises KeyError: for a key that is not in the register.
    """
    return tuple(CITATIONS[key] for key in keys)
