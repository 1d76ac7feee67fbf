"""Evidence that is a picture: complete enough to be recognized, and of a size that can be shown."""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from PIL import Image, UnidentifiedImageError

from terukur.measurement.evidence_files import ACCEPTED, EvidenceFileRefused

_KINDS = {"JPEG": "JPEG", "PNG": "PNG", "WEBP": "WebP"}
_MOST_PIXELS = 120_000_000


def read(source: BinaryIO) -> Iterator[Any]:
    """Yield kind and shorter side of a picture; only its header is decoded.

    :raises EvidenceFileRefused: for a file that is no picture, or would need gigabytes to be shown.
    """
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(io.BytesIO(source.read()), formats=list(_KINDS)) as picture:
            kind, (width, height) = _KINDS[str(picture.format)], picture.size
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise EvidenceFileRefused(f"Gambar ini rusak atau terpotong. Unggah {ACCEPTED}.") from error
    if width * height > _MOST_PIXELS:
        raise EvidenceFileRefused(
            f"Gambar ini {width} × {height} titik, terlalu besar untuk dibuka. Perkecil, lalu unggah lagi."
        )
    yield [kind, 0, False, min(width, height)]
