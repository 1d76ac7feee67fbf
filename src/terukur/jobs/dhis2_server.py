"""Requests to a DHIS2 server for analytics: one address, one token, no redirects."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from terukur.regulation.periods import Period
from terukur.tables.dhis2 import Dhis2Refused, read_dhis2

_SECONDS = 60
_LARGEST = 50 * 1024 * 1024
_HERE = ("localhost", "127.0.0.1", "::1")


class _NoDetour(HTTPRedirectHandler):
    """Refuse redirects, which would send the token along."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Dhis2Server:
    """The server of analytics; ``token`` is a personal access token of a reading account."""

    address: str
    token: str = field(repr=False)

    @classmethod
    def configured(cls) -> "Dhis2Server":
        """Return the server of ``TERUKUR_DHIS2_URL`` and ``TERUKUR_DHIS2_TOKEN``.

        :raises Dhis2Refused: where one is missing, or the token would travel unencrypted.
        """
        address = os.environ.get("TERUKUR_DHIS2_URL", "").rstrip("/")
        token = os.environ.get("TERUKUR_DHIS2_TOKEN", "")
        if not address or not token:
            raise Dhis2Refused("Isi TERUKUR_DHIS2_URL dan TERUKUR_DHIS2_TOKEN lebih dahulu.")
        parts = urlsplit(address)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
            raise Dhis2Refused("Alamat server DHIS2 harus dimulai dengan https://.")
        return cls(address, token)

    def values(self, *, data: str, units: Sequence[str], period: Period) -> bytes:
        """Return the untouched answer for one data element, by month, with numerators and denominators.

        :param units: keys of organisation units, levels or groups as DHIS2 writes them.
        :raises Dhis2Refused: with the server's own words where it refuses, and where it is not
            reached, sends us elsewhere, or answers with more than 50 MB or no analytics.
        """
        months = [f"{period.year}{month:02}" for month in range(period.first, period.last + 1)]
        query = [
            ("dimension", f"dx:{data}"),
            ("dimension", f"pe:{';'.join(months)}"),
            ("dimension", f"ou:{';'.join(units)}"),
            ("includeNumDen", "true"),
        ]
        request = Request(  # noqa: S310 - the scheme was checked when configured
            f"{self.address}/api/analytics.json?{urlencode(query)}",
            headers={"Authorization": f"ApiToken {self.token}", "Accept": "application/json"},
        )
        status, content = _answer(request)
        if 300 <= status < 400:
            raise Dhis2Refused(
                f"Server DHIS2 mengalihkan ke alamat lain (HTTP {status}). Periksa TERUKUR_DHIS2_URL."
            )
        if len(content) > _LARGEST:
            raise Dhis2Refused("Jawaban server lebih dari 50 MB. Minta unit atau bulan lebih sedikit.")
        read_dhis2(content, status=status)
        return content


def _answer(request: Request) -> tuple[int, bytes]:
    """Return the status and body, one byte more than allowed at most."""
    try:
        with build_opener(_NoDetour).open(request, timeout=_SECONDS) as response:
            return response.status, response.read(_LARGEST + 1)
    except HTTPError as error:
        with error:
            return error.code, error.read(_LARGEST + 1)
    except (OSError, HTTPException) as error:
        reason = getattr(error, "reason", error)
        raise Dhis2Refused(f"Server DHIS2 tidak terjangkau: {reason}. Coba lagi nanti.") from error
