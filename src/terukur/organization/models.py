"""Units, positions, people, and the dated relations between them."""

from datetime import date
from typing import Self, TypeVar

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.fields.ranges import BigIntegerRangeField
from django.db import models
from django.db.models import F, Func, Q, Value

from terukur.accounts.models import User
from terukur.ledger.fingerprints import Kept
from terukur.regulation.cadence import Cadence
from terukur.regulation.ranks import rank_name
from terukur.regulation.scales import EmploymentKind, FormFamily, PositionKind


def _no_overlap(name: str, key: str, condition: Q | None = None) -> ExclusionConstraint:
    """Return the constraint that no two rows of one ``key`` hold on the same day.

    The key is wrapped in a one-element range, because ranges are what a GiST index knows without
    an extension.
    """
    return ExclusionConstraint(
        name=name,
        expressions=[
            (
                Func(F(key), F(key), Value("[]"), function="int8range", output_field=BigIntegerRangeField()),
                RangeOperators.OVERLAPS,
            ),
            (
                Func(
                    F("starts"), F("ends"), Value("[]"), function="daterange", output_field=DateRangeField()
                ),
                RangeOperators.OVERLAPS,
            ),
        ],
        condition=condition,
    )


def _in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")))


M = TypeVar("M", bound=models.Model)


class DatedQuerySet(models.QuerySet[M]):
    """Rows that hold from ``starts`` to ``ends``, both days included."""

    def on(self, day: date) -> Self:
        """Return the rows that hold on a day."""
        return self.filter(Q(ends__isnull=True) | Q(ends__gte=day), starts__lte=day)


class Agency(models.Model):
    """Instansi; ``place`` stands before the date on its documents, its name where none is given."""

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=200)
    place = models.CharField(max_length=100, blank=True)
    kept = Kept("instansi", noted=True)


class Holiday(models.Model):
    """A day on which the agency does not work: a public holiday of that year, or collective leave."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", "Hari libur"
        COLLECTIVE_LEAVE = "collective-leave", "Cuti bersama"

    day = models.DateField(unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    kept = Kept("hari libur", noted=True)

    class Meta:
        ordering = ["day"]


class CadenceChoice(models.Model):
    """How often the agency evaluates, from the first day of a year on; quarters before any choice."""

    since_year = models.PositiveSmallIntegerField(unique=True)
    cadence = models.CharField(max_length=12, choices=Cadence.choices())
    basis = models.CharField(max_length=300)
    kept = Kept("irama penilaian", noted=True)

    class Meta:
        ordering = ["since_year"]
        constraints = [models.CheckConstraint(name="cadence_has_basis", condition=~Q(basis=""))]


class Unit(models.Model):
    """Unit kerja; units form a tree. Files name it by ``code``.

    ``zone`` is its time zone; blank is that of the unit above (``organization.zones``). ``siasn_id`` is its
    key in the national system of personnel, where a file told it. ``closed_on`` is the last day of a unit
    that was closed.
    """

    class Zone(models.TextChoices):
        WESTERN = "WIB", "WIB (Jawa, Sumatera, Kalimantan Barat dan Tengah)"
        CENTRAL = "WITA", "WITA (Bali, Nusa Tenggara, Sulawesi, Kalimantan lainnya)"
        EASTERN = "WIT", "WIT (Maluku dan Papua)"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    kept = Kept("unit", noted=True)
    zone = models.CharField(max_length=4, choices=Zone.choices, blank=True)
    siasn_id = models.CharField(max_length=40, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["siasn_id"], condition=~Q(siasn_id=""), name="unit_siasn_id_once"
            ),
            models.UniqueConstraint(fields=["agency", "code"], name="unit_code_once"),
            models.CheckConstraint(name="unit_zone_known", condition=Q(zone__in=["", "WIB", "WITA", "WIT"])),
            models.CheckConstraint(name="unit_not_own_parent", condition=~Q(parent=F("id"))),
        ]

    def __str__(self) -> str:
        return self.name


class FormerUnitName(models.Model):
    """A name that a unit had until a day; documents of that time still print it."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=200)
    until = models.DateField()
    kept = Kept("nama lama unit", noted=True)

    class Meta:
        ordering = ["-until"]
        constraints = [models.UniqueConstraint(fields=["unit", "until"], name="former_unit_name_once_a_day")]


class Position(models.Model):
    """Jabatan in a unit; several people may hold the same one.

    ``closed_on`` is the last day of a position that nobody is given any more.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="positions")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=PositionKind.choices())
    level = models.CharField(max_length=40, blank=True)
    form_family = models.CharField(max_length=10, choices=FormFamily.choices(), default=FormFamily.STAFF)
    closed_on = models.DateField(null=True, blank=True)
    kept = Kept("jabatan", noted=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "title"], name="position_title_once_per_unit")]

    def __str__(self) -> str:
        return self.title


class Employee(models.Model):
    """Pegawai. Known by an internal key: the number may change, the person does not.

    ``rank`` is the present one, held since ``rank_since`` (TMT) where that is known. ``siasn_id`` is the key
    in the national system of personnel, where a file told it.

    An official who is no civil servant and appraises some of them (a regent, a minister) is one of kind
    ``NOT_ASN``: with an office, without NIP, rank and assignment. Its ``number`` is that of the account, six
    digits, which nothing prints (``organization.outside_appraisers``).
    """

    NOT_ASN = "not-asn"

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="employee")
    number = models.CharField("NIP", max_length=18, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=[*EmploymentKind.choices(), (NOT_ASN, "Bukan ASN")])
    office = models.CharField("jabatan di luar kepegawaian", max_length=200, blank=True)
    rank = models.CharField(max_length=10, blank=True)
    rank_since = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    left_reason = models.CharField(max_length=200, blank=True)
    siasn_id = models.CharField(max_length=40, blank=True)
    kept = Kept("pegawai", noted=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["siasn_id"], condition=~Q(siasn_id=""), name="employee_siasn_id_once"
            ),
            models.CheckConstraint(
                name="employee_has_nip_or_office",
                condition=Q(kind="not-asn", number__regex=r"^[0-9]{6}$", rank="") & ~Q(office="")
                | ~Q(kind="not-asn") & Q(office=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_asn(self) -> bool:
        """Return whether this is a civil servant, with number, rank and position."""
        return self.kind != self.NOT_ASN

    @property
    def rank_label(self) -> str:
        """Pangkat and golongan as printed."""
        return rank_name(self.rank)


class FormerNumber(models.Model):
    """A number that an employee had until a day; files of that time still name it."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="former_numbers")
    number = models.CharField(max_length=18, unique=True)
    until = models.DateField()
    kept = Kept("nomor lama", noted=True)


class FormerRank(models.Model):
    """A rank that an employee held until a day, from ``since`` where that is known."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="former_ranks")
    rank = models.CharField(max_length=10)
    since = models.DateField(null=True)
    until = models.DateField()
    kept = Kept("pangkat lama", noted=True)

    class Meta:
        ordering = ["-until"]
        constraints = [
            models.UniqueConstraint(fields=["employee", "until"], name="former_rank_once_a_day"),
            models.CheckConstraint(
                name="former_rank_in_order", condition=Q(since__isnull=True) | Q(until__gte=F("since"))
            ),
        ]

    @property
    def rank_label(self) -> str:
        """Pangkat and golongan as printed."""
        return rank_name(self.rank)


class AssignmentQuerySet(DatedQuerySet["Assignment"]):
    """Assignments; the post of an acting head (Plt) is one beside the own, and asked for by its name.

    So nobody is counted twice, or loses the own position, for acting somewhere.
    """

    def on(self, day: date) -> Self:
        """Return the own assignments that hold on a day."""
        return super().on(day).filter(is_acting=False)

    def acting_on(self, day: date) -> Self:
        """Return the posts of acting heads that hold on a day."""
        return super().on(day).filter(is_acting=True)

    def own(self) -> Self:
        """Return the assignments that are no acting head's."""
        return self.filter(is_acting=False)


class Assignment(models.Model):
    """Penempatan: an employee in a position, from a day to a day. A transfer makes a new one.

    An acting head (Plt) has a second one for the post acted in where it has a plan of its own.
    """

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="assignments")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="assignments")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    is_acting = models.BooleanField("Plt", default=False)
    objects = AssignmentQuerySet.as_manager()
    kept = Kept("penempatan", noted=True)

    class Meta:
        constraints = [
            _in_order("assignment_in_order"),
            _no_overlap("assignment_one_at_a_time", "employee_id", Q(is_acting=False)),
            _no_overlap("acting_post_held_by_one", "position_id", Q(is_acting=True)),
        ]

    @property
    def post(self) -> str:
        """The title as printed: that of an acting head says so."""
        return f"Plt. {self.position.title}" if self.is_acting else self.position.title


class ReportingLineQuerySet(DatedQuerySet["ReportingLine"]):
    """Dated rows of this kind."""


class ReportingLine(models.Model):
    """The appraiser of an assignment, from a day to a day (pejabat penilai kinerja)."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="reporting_lines")
    appraiser = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="team_lines")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    objects = ReportingLineQuerySet.as_manager()
    kept = Kept("garis penilai", noted=True)

    class Meta:
        constraints = [
            _in_order("line_in_order"),
            _no_overlap("line_one_appraiser_at_a_time", "assignment_id"),
        ]


class HeadshipQuerySet(DatedQuerySet["Headship"]):
    """Dated rows of this kind."""


class Headship(models.Model):
    """The leader of a unit, from a day to a day: in office, acting (Plt), or for days (Plh)."""

    class Kind(models.TextChoices):
        DEFINITIVE = "definitive", "Definitif"
        ACTING = "plt", "Plt (pelaksana tugas)"
        DAILY = "plh", "Plh (pelaksana harian)"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="headships")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="headships")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    objects = HeadshipQuerySet.as_manager()
    kept = Kept("kepala unit", noted=True)

    class Meta:
        constraints = [
            _in_order("headship_in_order"),
            # A Plh stands in for days beside the head in office; all others exclude each other.
            _no_overlap("headship_one_at_a_time", "unit_id", ~Q(kind="plh")),
        ]


LIMITED_ROLES = ("performance-team", "auditor")
"""The roles that may be limited to a unit; all others are of the whole agency."""
_ONLY_SOME_ARE_LIMITED = Q(unit__isnull=True) | Q(role__in=LIMITED_ROLES)


class RoleGrantQuerySet(DatedQuerySet["RoleGrant"]):
    """Dated rows of this kind."""

    def everywhere(self) -> Self:
        """Return the grants that reach the whole agency."""
        return self.filter(unit__isnull=True)


class RoleGrant(models.Model):
    """A role that does not follow from a relation; ``unit`` is the top of its reach, blank for the agency.

    One that is limited to a unit opens nothing outside of its reach (``organization.reach``).
    """

    class Role(models.TextChoices):
        PERFORMANCE_TEAM = "performance-team", "Pengelola kinerja"
        AUDITOR = "auditor", "Auditor (APIP)"
        LEADER = "leader", "Pimpinan instansi"
        CALIBRATION_PANEL = "calibration-panel", "Panel kalibrasi"
        PDP_OFFICER = "pdp-officer", "Pejabat PDP"
        TECHNICAL_ADMINISTRATOR = "technical-admin", "Pengelola teknis"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    objects = RoleGrantQuerySet.as_manager()
    kept = Kept("peran", noted=True)

    class Meta:
        constraints = [
            _in_order("role_in_order"),
            models.CheckConstraint(name="role_limited_where_it_can_be", condition=_ONLY_SOME_ARE_LIMITED),
        ]


class AppraiserRequest(models.Model):
    """The request “my appraiser is wrong”: asked by the employee, settled by the performance team."""

    class Status(models.TextChoices):
        OPEN = "open", "Menunggu"
        ACCEPTED = "accepted", "Diterima"
        DECLINED = "declined", "Ditolak"

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="appraiser_requests")
    proposed = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=500, blank=True)
    kept = Kept("permintaan ganti penilai", noted=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(status="open"), name="one_open_request"
            )
        ]


class AccessRequest(models.Model):
    """The request to open a higher account: asked by one of the performance team, done by another.

    A code for the account of somebody with a granted role, or such a role, with ``unit`` for the top of its
    reach. Nobody decides on their own request, nor on themselves.
    """

    class Kind(models.TextChoices):
        CODE = "code", "Kode aktivasi baru"
        ROLE = "role", "Peran"

    class Outcome(models.TextChoices):
        OPEN = "open", "Menunggu orang kedua"
        DONE = "done", "Dilaksanakan"
        DECLINED = "declined", "Ditolak"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject = models.ForeignKey(User, on_delete=models.PROTECT, related_name="access_requests")
    role = models.CharField(max_length=20, choices=RoleGrant.Role.choices, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    kept = Kept("permintaan akses", chain="access")

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="access_names_a_role_or_none",
                condition=Q(kind="role") & ~Q(role="") | Q(kind="code", role=""),
            ),
            models.CheckConstraint(name="access_not_for_oneself", condition=~Q(asked_by=F("subject"))),
            models.CheckConstraint(
                name="access_done_by_a_second_person",
                condition=~Q(outcome="done") | ~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("subject")),
            ),
            models.CheckConstraint(
                name="access_decision_whole",
                condition=Q(outcome="open", decided_by__isnull=True, decided_at__isnull=True)
                | ~Q(outcome="open") & Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(name="access_limited_where_it_can_be", condition=_ONLY_SOME_ARE_LIMITED),
            models.UniqueConstraint(
                fields=["subject", "kind", "role", "unit"],
                condition=Q(outcome="open"),
                name="access_asked_once",
                nulls_distinct=False,
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="access_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="access_decided_once",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__outcome="open")
                | pgtrigger.Q(old__subject__df=pgtrigger.F("new__subject"))
                | pgtrigger.Q(old__asked_by__df=pgtrigger.F("new__asked_by"))
                | pgtrigger.Q(old__role__df=pgtrigger.F("new__role"))
                | pgtrigger.Q(old__unit__df=pgtrigger.F("new__unit"))
                | pgtrigger.Q(old__kind__df=pgtrigger.F("new__kind")),
            ),
        ]


class CodeMailing(models.Model):
    """A request to mail activation codes to the people of a unit and below; done by the worker, one by one.

    ``replaces``: also to those who hold a valid code, which becomes void.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    replaces = models.BooleanField(default=False)
    total = models.PositiveIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
