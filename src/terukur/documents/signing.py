"""Signature fields: signer, role, place and day."""

from datetime import date, datetime

from django.utils import timezone

from terukur.appraisal.models import Appraisal
from terukur.documents.words import moment_words
from terukur.objections.models import Objection
from terukur.organization.models import Employee
from terukur.organization.ranks import rank_on
from terukur.regulation.ranks import rank_name


def signatures_of(
    appraisal: Appraisal, objection: Objection | None, superior: Employee | None, *, city: str
) -> list[dict[str, str]]:
    """Return the fields of the form, the appraiser's superior among them where an objection was decided.

    The day is that of the act in Terukur: handing over, receiving, deciding (PermenPANRB 6/2022, annex).
    """
    employee = appraisal.plan.assignment.employee
    given = timezone.localtime(appraisal.delivered_at).date() if appraisal.delivered_at else appraisal.ends
    fields = [
        signature_field("Pegawai yang dinilai", employee, city, appraisal.received_at, on=appraisal.ends),
        signature_field(
            "Pejabat penilai kinerja", appraisal.appraiser, city, appraisal.delivered_at, on=given
        ),
    ]
    decision = getattr(objection, "decision", None) if objection else None
    if decision is not None:
        fields.append(
            signature_field("Atasan pejabat penilai kinerja", superior, city, decision.at, on=given)
        )
    return fields


def signature_field(
    role: str, who: Employee | None, city: str, at: datetime | None, *, on: date
) -> dict[str, str]:
    """Return one field, with the rank that the form names: the one held on the day ``on``."""
    is_outside = who is not None and not who.is_asn
    return {
        "role": role,
        "place": f"{city}, {moment_words(at) if at else '…………………'}",
        "name": who.name if who else "–",
        "rank": who.office if who and is_outside else rank_name(rank_on(who, on)) if who else "–",
        "number": "" if is_outside else f"NIP {who.number}" if who else "NIP –",
    }
