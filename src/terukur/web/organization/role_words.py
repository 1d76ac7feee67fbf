"""What each granted role opens, in words for those who grant it."""

from terukur.organization.models import RoleGrant

_ROLE = RoleGrant.Role

OPENS: dict[RoleGrant.Role, str] = {
    _ROLE.PERFORMANCE_TEAM: "Membaca dan mengelola data semua pegawai, periode, dan berkas. Bila "
    "dibatasi pada unit: hanya pegawai unit itu dan di bawahnya, tanpa kebijakan, periode, dan impor.",
    _ROLE.AUDITOR: "Membaca semuanya, tidak mengubah apa pun. Bila dibatasi pada unit: hanya pegawainya.",
    _ROLE.LEADER: "Membaca ringkasan unit berdampingan dan daftar peran ini. Nilai perorangan tidak terbuka.",
    _ROLE.CALIBRATION_PANEL: "Membahas temuan tentang cara menilai, selain tentang diri dan garis atasannya.",
    _ROLE.PDP_OFFICER: "Membaca siapa memegang peran apa. Nilai tidak terbuka.",
    _ROLE.TECHNICAL_ADMINISTRATOR: "Merawat server. Nilai tidak terbuka, dan belum ada halaman tambahan.",
}
"""Every role has a line: one that opens nothing says so."""
