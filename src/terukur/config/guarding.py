"""Settings that the environment may not weaken: each is refused at the start, with what to write instead."""

from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured

_OWN_MACHINE = {"localhost", "127.0.0.1", "[::1]", "::1", "testserver"}
_LEAST_KEY = 32


def refuse_open_debugging(*, debug: bool, hosts: Sequence[str]) -> None:
    """Refuse pages that show the program's inside, or any host name, where others can reach them.

    :raises ImproperlyConfigured: for debugging with hosts other than this machine, and for every host.
    """
    others = sorted(set(hosts) - _OWN_MACHINE)
    if debug and others:
        raise ImproperlyConfigured(
            "TERUKUR_DEBUG=1 memperlihatkan isi program dan data pada halaman galat, jadi hanya boleh di "
            f"komputer sendiri. Hapus TERUKUR_DEBUG, atau hapus {', '.join(others)} dari TERUKUR_HOSTS."
        )
    if any("*" in host for host in hosts):
        raise ImproperlyConfigured(
            "TERUKUR_HOSTS tidak boleh berisi “*”. Tulis nama host yang dipakai, misalnya "
            "terukur.contoh.go.id."
        )


def strong_key(key: str) -> str:
    """Return the secret key, long enough that it cannot be guessed.

    :raises ImproperlyConfigured: where it is shorter.
    """
    if len(key) < _LEAST_KEY:
        raise ImproperlyConfigured(
            f"TERUKUR_SECRET_KEY terlalu pendek: tulis sedikitnya {_LEAST_KEY} huruf acak, atau hapus; maka "
            "Terukur membuatnya sendiri di TERUKUR_HOME."
        )
    return key


def idle_minutes(written: str) -> int:
    """Return after how many minutes without activity a user must sign in again.

    :raises ImproperlyConfigured: for anything but 5 to 720.
    """
    minutes = int(written) if written.isascii() and written.isdigit() else 0
    if not 5 <= minutes <= 720:
        raise ImproperlyConfigured(
            f"TERUKUR_IDLE_MINUTES=“{written[:20]}”: tulis bilangan bulat 5 sampai 720 (menit)."
        )
    return minutes
