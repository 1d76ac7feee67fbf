"""Words of an indicator that count activity instead of result.

House rule, for PP 30/2019 Pasal 4 (objektif, terukur): hours, attendance and the number of meetings say that
somebody was busy, not what became different. What is counted stands first in an indicator's name, after words
of counting; only that place is looked at, so that "keputusan rapat yang dilaksanakan" is a result.
"""

import re

_COUNTING = frozenset(
    "jumlah jml banyaknya banyak frekuensi total persentase prosentase persen tingkat rata rerata rasio "
    "volume capaian realisasi intensitas akumulasi kali lama ketepatan tersedianya tersusunnya "
    "dokumen".split()
)
# They say that something took place, whatever came of it.
_TOOK_PLACE = frozenset(
    "terlaksananya terlaksana keterlaksanaan pelaksanaan melaksanakan terselenggaranya penyelenggaraan "
    "menyelenggarakan dilaksanakannya mengikuti menghadiri keikutsertaan partisipasi keaktifan "
    "kehadiran kedisiplinan disiplin".split()
)
_ACTIVITIES = frozenset(
    "rapat pertemuan kegiatan sosialisasi penyuluhan pelatihan diklat bimtek bimbingan workshop lokakarya "
    "seminar webinar apel upacara koordinasi monitoring monev pemantauan supervisi pembinaan pendampingan "
    "undangan notulen notula dokumentasi piket lembur konsultasi fasilitasi sesi patroli senam peninjauan "
    "sidak razia absensi presensi disposisi audiensi musyawarah briefing forum rakor orientasi kampanye "
    "internalisasi asistensi "
    "inspeksi pengawasan pendataan pengamanan absen survei rekonsiliasi fgd unggahan posting".split()
)
_ACTIVITY_PAIRS = frozenset(
    {
        ("perjalanan", "dinas"),
        ("surat", "tugas"),
        ("surat", "undangan"),
        ("daftar", "hadir"),
        ("studi", "banding"),
        ("studi", "tiru"),
        ("tatap", "muka"),
        ("gotong", "royong"),
        ("kerja", "bakti"),
        ("kunjungan", "kerja"),
        ("kunjungan", "lapangan"),
        ("kunjungan", "rumah"),
        ("kunjungan", "pembinaan"),
        ("kunjungan", "supervisi"),
        ("kunjungan", "ke"),
        ("laporan", "kegiatan"),
        ("laporan", "pelaksanaan"),
        ("laporan", "harian"),
        ("hari", "hadir"),
        ("hari", "masuk"),
        ("hari", "kerja"),
        ("jam", "kerja"),
        ("jam", "lembur"),
        ("jam", "hadir"),
        ("jam", "efektif"),
        ("jam", "pelajaran"),
        ("jam", "pelatihan"),
        ("jam", "mengajar"),
        ("jam", "piket"),
        ("waktu", "kerja"),
        ("operasi", "pasar"),
        ("berita", "acara"),
        ("telaahan", "staf"),
        ("pemeriksaan", "lapangan"),
        ("verifikasi", "lapangan"),
    }
)
_WHO = frozenset("peserta orang warga pegawai guru kader perangkat aparatur asn staf masyarakat".split())
_CAME = frozenset("hadir mengikuti menghadiri ikut mendapat mendapatkan memperoleh menerima diundang".split())
# What was done to somebody or something, whatever came of it.
_DONE = frozenset(
    "dilatih dibina dikunjungi disupervisi disosialisasikan dihadiri diikuti dilaksanakan diselenggarakan "
    "dipantau dimonitor didampingi difasilitasi diagendakan ditugaskan disuluh".split()
)
# These are made to be carried out: that they were is the result.
_MADE_TO_BE_DONE = frozenset("keputusan rekomendasi hasil usulan kesepakatan temuan saran".split())
# Attendance of these is what a school or a health post is there for.
_SERVED = frozenset("siswa murid peserta anak balita bayi pasien ibu lansia pelanggan".split())
# What became of it. A deadline is not among them: a meeting on time is still a meeting.
_BECAME = frozenset(
    "lulus tuntas meningkat meningkatnya peningkatan kenaikan menurun menurunnya penurunan turun naik "
    "berkurang berkurangnya mampu menerapkan diterapkan memahami ditindaklanjuti terselesaikan diselesaikan "
    "selesai puas kepuasan memenuhi berhasil bersertifikat kompeten dimanfaatkan bekerja sembuh patuh "
    "mematuhi terbukti disepakati dijalankan mandiri menghasilkan hilang".split()
)
# "Hari kerja sejak … sampai …" is how long somebody waited, not how long somebody worked.
_WAITED = frozenset("sejak sampai hingga antara".split())
_ACTIVITY_UNITS = frozenset("rapat kegiatan pertemuan apel sesi sosialisasi pelatihan kunjungan".split())
_WORD = re.compile(r"[a-z0-9]+")


def counts_activity(name: str, unit: str = "") -> bool:
    """Return whether an indicator's words count activity: what was done, and not what became different."""
    words = _WORD.findall(name.lower().replace("rata-rata", "rerata"))
    while words and words[0] in _COUNTING:
        words = words[1:]
    if not words or _BECAME & set(words):
        return False
    if words[0] in {"hari", "jam", "waktu"} and _WAITED & set(words):
        return False
    if words[0] in _TOOK_PLACE:
        return not (words[0] == "kehadiran" and _SERVED & set(words[1:2]))
    if _is_activity(words):
        return True
    if _attends(words) or (_DONE & set(words) and words[0] not in _MADE_TO_BE_DONE):
        return True
    return unit.strip().lower() in _ACTIVITY_UNITS


def _is_activity(words: list[str]) -> bool:
    return bool(words) and (words[0] in _ACTIVITIES or tuple(words[:2]) in _ACTIVITY_PAIRS)


def _attends(words: list[str]) -> bool:
    """Return whether people are counted because they came: ``peserta pelatihan``, ``warga yang hadir``."""
    came = bool(_CAME & set(words)) and any(_is_activity(words[place:]) for place in range(1, len(words)))
    is_parent = words[:2] == ["orang", "tua"]
    was_there = words[0] in _WHO and "hadir" in words and not is_parent
    return came or was_there or (words[0] == "peserta" and _is_activity(words[1:]))
