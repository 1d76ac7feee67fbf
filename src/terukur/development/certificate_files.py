"""Check of a certificate's file: a document or picture, recognized by content, and not too small."""

from terukur.measurement.evidence_files import Inspected
from terukur.measurement.operations import EvidenceDraft, MeasurementRefused, inspected, refuse_personal_data

KINDS = ("PDF", "JPEG", "PNG", "WebP")
ACCEPTED = "PDF, JPEG, PNG, atau WebP"
# A photographed page has thousands of points a side; below this nobody can read a name on it.
_LEAST_SIDE = 300
_LEAST_BYTES = 1000
_HOW = f"Pindai atau foto sertifikatnya, lalu unggah {ACCEPTED}."


def refuse_certificate_file(evidence: EvidenceDraft) -> None:
    """Refuse a file that cannot be a certificate, by its bytes, before it is kept.

    :raises MeasurementRefused: for a file that cannot be a certificate.
    :raises PersonalDataFound: where it seems to name citizens and was not checked.
    """
    try:
        found = inspected(evidence)
    except MeasurementRefused as error:
        raise MeasurementRefused(f"{error} Sertifikat harus {ACCEPTED}.") from error
    reason = _why_not(found, len(evidence.content))
    if reason:
        raise MeasurementRefused(f"{reason} {_HOW}")
    refuse_personal_data(found, evidence)


def _why_not(found: Inspected, size: int) -> str:
    if found.kind not in KINDS:
        return f"Berkas ini {found.kind}, bukan sertifikat."
    if found.kind == "PDF":
        return "" if found.extent else "PDF ini tidak memuat satu halaman pun yang berisi."
    if found.extent < _LEAST_SIDE or size < _LEAST_BYTES:
        return "Gambar ini terlalu kecil untuk dibaca sebagai sertifikat."
    return ""
