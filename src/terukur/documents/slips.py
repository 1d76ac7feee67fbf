"""Slips with activation codes, to print, cut, fold and hand out."""

from collections.abc import Sequence
from datetime import datetime

from terukur.documents.rendering import render_pdf
from terukur.documents.words import moment_words
from terukur.organization.activation import IssuedCode


def slips_pdf(codes: Sequence[IssuedCode], *, address: str, expires: datetime, at: datetime) -> bytes:
    """Return one slip a person, five on a sheet.

    A slip has three parts side by side: the name, the code, and a flap that is folded over the code and
    stapled, so that it is read by its owner first.
    """
    return render_pdf(
        "slips",
        {
            "title": "Slip kode aktivasi Terukur",
            "address": address,
            "expires": moment_words(expires),
            "slips": [
                {"name": one.name, "position": one.position, "unit": one.unit, "code": one.code}
                for one in codes
            ],
        },
        at=at,
    )
