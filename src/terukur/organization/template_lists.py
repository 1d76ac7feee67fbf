"""Lists of the office's own units and people for templates, and the columns that templates share."""

from django.db.models import QuerySet

from terukur.organization.models import Employee, Unit
from terukur.regulation.scales import EmploymentKind
from terukur.tables.templates import TemplateColumn

NUMBER_EXAMPLE, NAME_EXAMPLE = "199001152014022003", "Siti Aminah Umpama"


def unit_codes() -> list[str]:
    """Return the codes of all units."""
    return list(Unit.objects.order_by("code").values_list("code", flat=True))


def unit_names() -> list[str]:
    """Return the names of all units, each once."""
    return list(Unit.objects.order_by("name").values_list("name", flat=True).distinct())


def _people() -> QuerySet[Employee]:
    found = Employee.objects.filter(left_on__isnull=True).exclude(number="")
    return found.order_by("name", "number")


def people_numbers() -> list[str]:
    """Return the numbers of those who work here, in the order of their names."""
    return list(_people().values_list("number", flat=True))


def people_names() -> list[str]:
    """Return the names of those who work here, each beside the number in ``people_numbers``."""
    return list(_people().values_list("name", flat=True))


def _contracted() -> QuerySet[Employee]:
    return _people().filter(kind__in=(EmploymentKind.PPPK, EmploymentKind.PPPK_PART_TIME))


def contracted_numbers() -> list[str]:
    """Return the numbers of those who work by agreement."""
    return list(_contracted().values_list("number", flat=True))


def contracted_names() -> list[str]:
    """Return the names of those who work by agreement, each beside the number."""
    return list(_contracted().values_list("name", flat=True))


PERSON = (
    TemplateColumn("NIP", "18 angka, ditulis sebagai teks", NUMBER_EXAMPLE, True, people_numbers),
    TemplateColumn("NAMA", "Boleh kosong; dibandingkan dengan NIP-nya", NAME_EXAMPLE, choices=people_names),
)
UNIT = TemplateColumn("UNIT", "Nama atau kode unit", "UPTD Puskesmas Sungai Rekaan", True, unit_names)
