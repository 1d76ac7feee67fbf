"""Questions on a people file: whose number it is, who is missing, and since when another appraiser."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from terukur.organization.identities import WrittenName, core_name, is_one_slip, name_questions
from terukur.organization.models import Assignment, Employee, Headship, Unit
from terukur.organization.people_table import Person
from terukur.tables.questions import Question

_NAMES_TOLD = 12


def people_questions(
    people: Sequence[Person], known: Mapping[str, Employee], units: Collection[int], *, on: date
) -> Iterator[Question]:
    """Yield questions on names that are another's, one digit wrong, and on missing people."""
    written = [WrittenName(person.line, person.number, person.name) for person in people]
    yield from name_questions(written, known)
    yield from _slips(people, known, on)
    yield from _missing(people, known, units, on)


def _slips(people: Sequence[Person], known: Mapping[str, Employee], on: date) -> Iterator[Question]:
    """Yield new numbers that differ by one digit from one of the same name: here already, or in the file."""
    fresh = [person for person in people if person.number not in known]
    if not fresh:
        return
    names = {core_name(person.name) for person in fresh}
    here: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    posts = Assignment.objects.on(on).values_list("employee", "position__title")
    titles = dict(posts)
    for key, number, name in Employee.objects.values_list("pk", "number", "name"):
        if core_name(name) in names:
            here.setdefault(core_name(name), []).append((number, titles.get(key, "tanpa jabatan")))
    for person in fresh:
        beside = here.setdefault(core_name(person.name), [])
        near = next((entry for entry in beside if is_one_slip(entry[0], person.number)), None)
        beside.append((person.number, person.title))
        if near is not None:
            yield Question(
                "near-number",
                person.line,
                "NIP",
                person.number,
                f"NIP ini baru, tetapi hanya berbeda satu angka dari NIP {person.name} ({near[1]}) yang "
                "sudah ada. Kalau orangnya sama, perbaiki NIP di berkas atau di halaman pegawainya. Benar "
                "orang lain?",
            )


def _missing(
    people: Sequence[Person], known: Mapping[str, Employee], units: Collection[int], on: date
) -> Iterator[Question]:
    """Yield a question on people missing in a file that names most people of their units."""
    told = {known[person.number].pk for person in people if person.number in known}
    here = dict(
        Assignment.objects.on(on)
        .filter(position__unit__in=units, employee__left_on__isnull=True)
        .values_list("employee", "employee__name")
    )
    gone = sorted(name for key, name in here.items() if key not in told)
    if not gone or 2 * len(gone) >= len(here):
        return
    more = f", dan {len(gone) - _NAMES_TOLD} lagi" if len(gone) > _NAMES_TOLD else ""
    yield Question(
        "missing",
        0,
        "",
        "",
        f"{len(gone)} orang di unit-unit ini tidak ada di berkas: {', '.join(gone[:_NAMES_TOLD])}{more}. "
        "Mereka tetap seperti sekarang; yang berhenti atau pindah perlu baris dengan TANGGAL BERHENTI atau "
        "unit barunya. Memang tidak ada di berkas?",
    )


def head_questions(
    people: Sequence[Person], known: Mapping[str, Employee], units: Mapping[int, Unit], *, on: date
) -> Iterator[Question]:
    """Yield heads in the file for units with another head: a file does not replace a head."""
    keys = {units[person.line].pk for person in people if person.is_head}
    in_force = Headship.objects.on(on).exclude(kind=Headship.Kind.DAILY).filter(unit__in=keys)
    led = {row.unit_id: row.employee for row in in_force.select_related("employee")}
    for person in people:
        head = led.get(units[person.line].pk) if person.is_head else None
        employee = known.get(person.number)
        if head is not None and (employee is None or employee.pk != head.pk):
            unit = units[person.line]
            yield Question(
                "other-head",
                person.line,
                "KEPALA UNIT",
                "ya",
                f"{unit.name} dipimpin {head.name}; berkas menyebut {person.name}. Kepala tidak diganti "
                f"lewat berkas: pakai “Ganti kepala” di halaman unit. Tetap {head.name}?",
            )
