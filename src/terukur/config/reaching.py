"""Check that the database of DATABASE_URL can be reached, and a sentence with a remedy where it cannot."""

from urllib.parse import SplitResult, urlsplit

import psycopg

from terukur.config.database import DatabaseUnavailable

_LEAST_VERSION = 15
_PATIENCE = 10
# What libpq says, in the order of asking, and what to do about it.
_REMEDIES = {
    "password authentication failed": "nama pengguna atau kata sandinya ditolak. "
    "Periksa bagian pengguna:kata-sandi@.",
    "no password supplied": "server meminta kata sandi. Tulis pengguna:kata-sandi@ di depan nama server.",
    "no pg_hba.conf entry": "server tidak mengizinkan mesin atau pengguna ini masuk. "
    "Minta pengelola server menambahkannya di pg_hba.conf.",
    "database": "nama basis datanya tidak ada di server itu. "
    "Periksa bagian setelah garis miring, atau buat basis datanya dahulu.",
    "role": "penggunanya tidak ada di server itu. Periksa bagian pengguna.",
    "resolve": "nama servernya tidak dikenal. Periksa ejaannya.",
    "translate host": "nama servernya tidak dikenal. Periksa ejaannya.",
    "refused": "tidak ada PostgreSQL yang menjawab di server dan port itu. "
    "Periksa portnya, dan apakah PostgreSQL sedang berjalan.",
    "No such file": "tidak ada PostgreSQL yang menjawab di folder soket itu. "
    "Periksa alamatnya, dan apakah PostgreSQL sedang berjalan.",
    "timeout": "servernya tidak menjawab dalam 10 detik. Periksa nama server, port, dan tembok apinya.",
    "unreachable": "servernya tidak terjangkau dari mesin ini. Periksa nama server dan jaringannya.",
    "starting up": "PostgreSQL sedang dinyalakan. Coba lagi sebentar.",
    "too many": "semua sambungan PostgreSQL sedang terpakai. Coba lagi sebentar.",
}
_MISSING = "does not exist"


def check_reachable(url: str) -> None:
    """Refuse the URL of a database that cannot be used.

    :raises DatabaseUnavailable: with a message that never holds the password.
    """
    parts = _checked_parts(url)
    try:
        with psycopg.connect(url, connect_timeout=_PATIENCE) as connection:
            version = connection.info.server_version // 10_000
    except psycopg.Error as error:
        raise DatabaseUnavailable(_sentence(parts, str(error))) from error
    if version < _LEAST_VERSION:
        raise DatabaseUnavailable(
            f"PostgreSQL di {_place(parts)} berversi {version}. "
            f"Terukur membutuhkan versi {_LEAST_VERSION} atau lebih baru."
        )


def _checked_parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        if parts.port is not None and parts.port < 1:
            raise ValueError
    except ValueError as error:
        raise DatabaseUnavailable(
            "DATABASE_URL tidak terbaca: port harus angka antara 1 dan 65535. "
            "Bentuknya postgresql://pengguna:kata-sandi@server:5432/nama."
        ) from error
    if parts.scheme not in ("postgres", "postgresql"):
        raise DatabaseUnavailable(
            "DATABASE_URL harus dimulai dengan postgresql:// (atau postgres://). "
            "Bentuknya postgresql://pengguna:kata-sandi@server:5432/nama."
        )
    return parts


def _sentence(parts: SplitResult, said: str) -> str:
    beginning = f"DATABASE_URL tidak dapat dipakai ({_place(parts)}): "
    for word, remedy in _REMEDIES.items():
        if word in said and (word not in ("database", "role") or _MISSING in said):
            if word == "database" and 'role "' in said:
                continue
            return beginning + remedy
    return f"{beginning}{said.strip().splitlines()[-1].replace(parts.password or chr(0), '…')}"


def _place(parts: SplitResult) -> str:
    port = f":{parts.port}" if parts.port else ""
    return f"server {parts.hostname or 'soket'}{port}, basis data “{parts.path.lstrip('/') or 'postgres'}”"
