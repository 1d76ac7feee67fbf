"""What speaks against the rows of plans: unknown people and measures, other appraisers, doubled plans."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from terukur.notation.dates import written_day
from terukur.organization.models import Assignment, Employee
from terukur.planning.plans_table import PlanRow
from terukur.tables.cells import CellError
from terukur.tables.questions import Question


class Assignments:
    """The assignments of people, of which the latest that touches a year is the one of its plan."""

    def __init__(self, employees: Mapping[str, Employee]) -> None:
        self._by_employee: dict[int, list[Assignment]] = {}
        found = Assignment.objects.own().filter(employee__in=list(employees.values()))
        for one in found.select_related("position", "employee").order_by("starts"):
            self._by_employee.setdefault(one.employee_id, []).append(one)

    def of(self, employee: Employee, year: int) -> Assignment | None:
        """Return the assignment of a year; the latest where none touches it, which is refused."""
        held = self._by_employee.get(employee.pk, [])
        touching = [one for one in held if _touches(one, year)]
        return touching[-1] if touching else held[-1] if held else None


def _touches(assignment: Assignment, year: int) -> bool:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return assignment.starts <= last and (assignment.ends is None or assignment.ends >= first)


def refused_rows(
    rows: Sequence[PlanRow], employees: Mapping[str, Employee], assignments: Assignments, measures: set[str]
) -> Iterator[CellError]:
    """Yield unknown people and measures, and plans for a year in which the position did not exist."""
    for row in rows:
        employee = employees.get(row.number)
        assignment = assignments.of(employee, row.year) if employee else None
        if not 2020 <= row.year <= 2100:
            yield CellError(row.line, "TAHUN", str(row.year), "bukan tahun rencana yang wajar.")
        elif employee is None:
            yield CellError(row.line, "NIP", row.number, "tidak ada di data pegawai; muat orangnya dahulu.")
        elif assignment is None:
            yield CellError(row.line, "NIP", row.number, "pegawai ini tidak punya jabatan.")
        elif not _touches(assignment, row.year):
            until = f" sampai {written_day(assignment.ends)}" if assignment.ends else ""
            yield CellError(
                row.line,
                "TAHUN",
                str(row.year),
                f"jabatan pegawai ini berlaku mulai {written_day(assignment.starts)}{until}, di luar tahun "
                "itu.",
            )
        for column, key in (("UKURAN", row.measure), ("UKURAN PAPARAN", row.exposure_measure)):
            if key and key not in measures:
                yield CellError(row.line, column, key, "tidak ada di katalog ukuran.")


def refused_plans(plans: Sequence[tuple[str, Sequence[PlanRow]]]) -> Iterator[CellError]:
    """Yield plans, by the name of their owner, that stand in the file twice or contradict themselves."""
    for name, rows in plans:
        first = rows[0]
        again = next((row for row in rows if row.table != first.table), None)
        if again is not None:
            yield CellError(
                again.line, "NIP", again.number, f"SKP {name} sudah ada di baris {first.line}; pilih satu."
            )
        other = next((row for row in rows if row.is_set != first.is_set), None)
        if other is not None:
            yield CellError(
                other.line, "STATUS", "", f"berbeda dari baris {first.line} untuk SKP yang sama; samakan."
            )
        weighed = [row for row in rows if row.weight is not None]
        if weighed and len(weighed) < len(rows):
            yield from (
                CellError(
                    row.line, "BOBOT", "", "kosong; isi bobot semua indikator, atau kosongkan semuanya."
                )
                for row in rows
                if row.weight is None
            )


def appraiser_questions(
    plans: Sequence[tuple[PlanRow, Assignment]], appraisers: Mapping[int, int], people: Mapping[str, Employee]
) -> Iterator[Question]:
    """Yield a question for each plan whose form names another appraiser than the reporting line."""
    by_key = {employee.pk: employee for employee in Employee.objects.filter(pk__in=set(appraisers.values()))}
    for row, assignment in plans:
        if not row.appraiser:
            continue
        named, recorded = people.get(row.appraiser), by_key.get(appraisers.get(assignment.pk, 0))
        if named is not None and recorded is not None and named.pk == recorded.pk:
            continue
        written = f"{named.name} ({row.appraiser})" if named else f"NIP {row.appraiser} yang tidak dikenal"
        now = recorded.name if recorded else "belum ada"
        yield Question(
            "other-appraiser",
            row.line,
            "NIP PENILAI",
            row.appraiser,
            f"SKP {assignment.employee.name} menyebut penilai {written}, sedangkan penilai yang tercatat: "
            f"{now}. Memuat SKP ini tidak mengubah penilainya. Lanjutkan? Bila penilai yang tercatat keliru, "
            "perbaiki dahulu di data pegawai.",
        )
