"""Words of an indicator that count activity instead of result.

House rule, for PP 30/2019 Pasal 4 (objektif, terukur): hours, attendance and the number of meetings say that
somebody was busy, not what became different. What is counted stands first in an indicator's name, after words
of counting; only that place is looked at, so that "keputusan rapat yang dilaksanakan" is a result.
"""

import re

_COUNTING = frozenset(
    "jumlah jml banyaknya banyak frekuensi total persentase prosentase persen tingkat rata rerata rasio "
    "volume capaian realisasi intensitas akumulasi".split()
)
# They say that something took place, whatever came of it.
_TOOK_PLACE = frozenset(
    "terlaksananya terlaksana keterlaksanaan pelaksanaan melaksanakan terselenggaranya penyelenggaraan "
    "menyelenggarakan dilaksanakannya mengikuti menghadiri keikutsertaan partisipasi keaktifan "
    "kehadiran".split()
)
_ACTIVITIES = frozenset(
    "rapat pertemuan kegiatan sosialisasi penyuluhan pelatihan diklat bimtek bimbingan workshop lokakarya "
    "seminar webinar apel upacara koordinasi monitoring monev pemantauan supervisi pembinaan pendampingan "
    "undangan notulen notula dokumentasi piket lembur konsultasi fasilitasi sesi patroli senam peninjauan "
    "sidak razia absensi presensi disposisi audiensi musyawarah briefing forum rakor orientasi kampanye "
    "internalisasi asistensi".split()
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
    }
)
_WHO = frozenset("peserta orang warga pegawai guru kader perangkat aparatur asn staf masyarakat".split())
_CAME = frozenset("hadir mengikuti menghadiri ikut mendapat mendapatkan memperoleh menerima diundang".split())
# Attendance of these is what a school or a health post is there for.
_SERVED = frozenset("siswa murid peserta anak balita bayi pasien ibu lansia pelanggan".split())
# What became of it. A deadline is not among them: a meeting on time is still a meeting.
_BECAME = frozenset(
    "lulus tuntas meningkat meningkatnya peningkatan kenaikan menurun menurunnya penurunan turun naik "
    "berkurang berkurangnya mampu menerapkan diterapkan memahami ditindaklanjuti terselesaikan diselesaikan "
    "selesai puas kepuasan memenuhi berhasil bersertifikat kompeten dimanfaatkan bekerja sembuh patuh "
    "mematuhi terbukti disepakati dijalankan mandiri".split()
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
    if words[0] in _WHO and _attends(words):
        return True
    return unit.strip().lower() in _ACTIVITY_UNITS


def _is_activity(words: list[str]) -> bool:
    return bool(words) and (words[0] in _ACTIVITIES or tuple(words[:2]) in _ACTIVITY_PAIRS)


def _attends(words: list[str]) -> bool:
    """Return whether people are counted because they came: ``peserta pelatihan``, ``warga yang hadir``."""
    came = bool(_CAME & set(words)) and any(_is_activity(words[place:]) for place in range(1, len(words)))
    return came or "hadir" in words or (words[0] == "peserta" and _is_activity(words[1:]))
