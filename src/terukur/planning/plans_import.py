"""Import of plans: tables with one row per indicator, forms, archives of forms; all rows or none.

Column STATUS says whether a plan comes as a draft or as one that was set elsewhere (KONSEP, DITETAPKAN);
where a file does not say it, the person who loads it does. The guards of submission hold for the latter
all the same. Another target in a file for a plan that is set is a revision, which waits for the appraiser.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from terukur.ledger.acting import Acting, Actor
from terukur.ledger.fingerprints import fingerprints_of
from terukur.ledger.importing import CommandOption, Importer, ImportFile, ImportKind, ImportPlan, register
from terukur.ledger.operations import Act, ImportCounts, record_all
from terukur.organization.identities import name_questions, written_names
from terukur.organization.models import Employee
from terukur.organization.queries import appraisers_of, employees_by_number, lock_agency
from terukur.planning.form_sections import section_words
from terukur.planning.guards import PLAN_YEARS
from terukur.planning.models import Measure, PlanVersion
from terukur.planning.operations.content import even_weights_of
from terukur.planning.operations.versions import (
    PlanRefused,
    revise_from_document,
    set_from_document,
    submit_from_document,
)
from terukur.planning.plan_changes import Difference, difference, target_words, write_difference
from terukur.planning.plan_checks import Assignments, appraiser_questions, refused_plans, refused_rows
from terukur.planning.plan_storing import (
    FreshPlans,
    PlanOfFile,
    link_to_leaders,
    new_version,
    refuse_incomplete,
    store,
)
from terukur.planning.plans_columns import COLUMNS, HEADERS, TEMPLATE
from terukur.planning.plans_files import plan_tables
from terukur.planning.plans_table import PlanRow, read_plans, with_measuring
from terukur.tables.cells import CellError, ImportRefused
from terukur.tables.gathering import Refusals
from terukur.tables.meaning import known_headers
from terukur.tables.numerals import write_number
from terukur.tables.questions import Question

__all__ = ["HEADERS", "import_plans"]
_STATUS = PlanVersion.Status


@dataclass(slots=True)
class _Changes:
    """New plans; versions in the making that the file changed; those to lay before the appraiser, to set."""

    counts: ImportCounts
    fresh: FreshPlans = field(default_factory=list)
    written: list[PlanVersion] = field(default_factory=list)
    to_submit: list[tuple[PlanVersion, PlanOfFile]] = field(default_factory=list)
    to_set: list[tuple[PlanVersion, PlanOfFile]] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)


def _plan(file: ImportFile, *, signed: bool = False) -> ImportPlan[_Changes]:
    """Return the plans that a file adds, and what it changes in those that are there already.

    ``signed`` says that plans whose status the file does not tell were signed by both.
    """
    counts = ImportCounts()
    measures = {measure.key: measure for measure in Measure.objects.all()}
    plans = _plans_of(file, counts, measures, signed=signed)
    changes = _Changes(counts)
    stored = _versions_of(plans)
    for plan in plans:
        _take(plan, stored.get((plan.assignment.pk, plan.year), []), measures, changes, file)
    changes.errors += _of_closed_years(changes.fresh, file.acting)
    if changes.errors:
        raise ImportRefused(changes.errors)
    store(changes.fresh, measures)
    link_to_leaders([*(version for version, _ in changes.fresh), *changes.written], file.acting.on)
    complete = [(version, plan) for version, plan in changes.fresh if plan.is_set]
    refuse_incomplete(
        {version.pk: plan.line for version, plan in [*complete, *changes.to_submit, *changes.to_set]}
    )
    if changes.acts:
        record_all(changes.acts, file.acting)
    for version, _ in changes.to_submit:
        submit_from_document(version=version, acting=file.acting)
    for version, _ in changes.to_set:
        set_from_document(version=version, document=file.filename, acting=file.acting)
    return ImportPlan(counts, changes)


def _of_closed_years(fresh: FreshPlans, acting: Acting[Actor]) -> list[CellError]:
    """Return an error for each new plan of a year in which none can be begun any more."""
    refusals = {year: PLAN_YEARS.refusal(year, acting) for year in {plan.year for _, plan in fresh}}
    return [
        CellError(plan.line, "TAHUN", str(plan.year), refusals[plan.year])
        for _, plan in fresh
        if refusals[plan.year]
    ]


def _apply(plan: ImportPlan[_Changes], file: ImportFile) -> None:
    _record_plans(plan.to_write, file.filename, file.acting)
    file.keep(plan.counts)


import_plans = register(
    Importer(
        key="plans",
        label="SKP",
        kind=ImportKind("plans", "Rencana (SKP)"),
        columns=tuple(known_headers(COLUMNS)),
        plan=_plan,
        apply=_apply,
        may_tell=("signed",),
        takes_folders=True,
        page_place=8,
        template=TEMPLATE,
        command_place=2,
        summary="load plans (SKP) from tables, forms, or an archive of forms",
        help="Load plans (SKP): a table with one row per indicator, forms as spreadsheets, a ZIP or a folder "
        "of them; all rows or none. Example: terukur import plans skp-2026.xlsx --dry-run",
        options=(
            CommandOption(
                "signed",
                bool,
                "",
                "plans whose status the file does not tell were signed by both: load them as set",
                is_flag=True,
            ),
        ),
    )
)


def _plans_of(
    file: ImportFile, counts: ImportCounts, measures: Mapping[str, Measure], *, signed: bool
) -> list[PlanOfFile]:
    """Return the plans of a file, and add what is asked about them.

    :raises ImportRefused: naming every cell of every table that does not fit.
    """
    tables = plan_tables(file)
    refusals = Refusals()
    rows: list[PlanRow] = []
    for place, table in enumerate(tables):
        told = read_plans(table, filename=file.filename, place=place)
        rows += [row for _, row in told.rows]
        refusals.add(told.errors)
        counts.questions += told.questions
    counts.rows = len(rows)
    lock_agency()
    people = employees_by_number(({row.number for row in rows} | {row.appraiser for row in rows}) - {""})
    assignments = Assignments(people)
    refusals.add(refused_rows(rows, people, assignments, set(measures)))
    grouped = _by_plan(rows, people)
    refusals.add(refused_plans([(people[own].name, found) for own, found in grouped if own in people]))
    refusals.settle()
    plans = [
        _completed(PlanOfFile(assignment, found[0].year, found, _is_set(found[0], signed)), measures)
        for own, found in grouped
        if (assignment := assignments.of(people[own], found[0].year)) is not None
    ]
    for table in tables:
        counts.questions += name_questions(written_names(table, "NIP"), people)
    appraisers = appraisers_of([plan.assignment for plan in plans], on=file.acting.on)
    counts.questions += appraiser_questions(
        [(plan.rows[0], plan.assignment) for plan in plans], appraisers, people
    )
    return plans


def _is_set(row: PlanRow, signed: bool) -> bool:
    return signed if row.is_set is None else row.is_set


def _by_plan(rows: Sequence[PlanRow], people: Mapping[str, Employee]) -> list[tuple[str, list[PlanRow]]]:
    """Return the rows of each plan, with a number of its owner; two numbers may be one person's."""
    grouped: dict[tuple[object, int], list[PlanRow]] = {}
    for row in rows:
        owner = people[row.number].pk if row.number in people else row.number
        grouped.setdefault((owner, row.year), []).append(row)
    return [(found[0].number, found) for found in grouped.values()]


def _completed(plan: PlanOfFile, measures: Mapping[str, Measure]) -> PlanOfFile:
    """Return the plan with what its file does not have, and says so: even weights, a way of measuring."""
    rows = list(plan.rows)
    shared = ""
    if all(row.weight is None for row in rows):
        weights = even_weights_of(rows)
        rows = [
            replace(row, indicator={**row.indicator, "weight": weight})
            for row, weight in zip(rows, weights, strict=True)
        ]
        shares = " atau ".join(dict.fromkeys(write_number(weight) for weight in weights))
        shared = f"{plan.title}: tanpa bobot di berkas; dibagi rata atas {len(rows)} indikator ({shares})."
    taken: dict[str, list[str]] = {}
    for place, row in enumerate(rows):
        rows[place], words = with_measuring(row, measures.values(), is_set=plan.is_set)
        if words:
            taken.setdefault(words, []).append(row.name)
    told = tuple(f"{plan.title}: {words} untuk {', '.join(names)}." for words, names in taken.items())
    return replace(plan, rows=rows, shared_weights=shared, measuring=told)


def _tell(file: ImportFile, plan: PlanOfFile, counts: ImportCounts, found: Difference | None) -> None:
    """Say what a plan will be stored as, and what is added to it that the file does not have.

    Weights that the file does not have stay as they are where the indicators do.
    """
    is_shared = found is None or bool(found.added or found.removed)
    if plan.shared_weights and is_shared:
        counts.changes.append(plan.shared_weights)
    if found is None or found:
        counts.changes += plan.measuring
    status = "ditetapkan" if plan.is_set else "konsep"
    for heading, words in section_words(plan.rows[0].expectations, plan.rows[0].annexes):
        file.understood.means(
            plan.line,
            f"{plan.assignment.employee.name}, NIP {plan.assignment.employee.number}",
            heading,
            words,
        )
    for row in plan.rows:
        words = target_words(row, with_weight=is_shared or "weight" in row.told)
        file.understood.means(
            row.line,
            f"{plan.assignment.employee.name}, NIP {plan.assignment.employee.number}",
            f"SKP {plan.year} ({status})",
            f"{row.result}: {row.name}, {words}",
        )


def _versions_of(plans: Sequence[PlanOfFile]) -> dict[tuple[int, int], list[PlanVersion]]:
    """Return the versions of plans that are there already, the newest first."""
    found: dict[tuple[int, int], list[PlanVersion]] = {}
    versions = PlanVersion.objects.filter(plan__assignment__in=[plan.assignment for plan in plans])
    for version in versions.select_related("plan__assignment__employee").order_by("-number"):
        found.setdefault((version.plan.assignment_id, version.plan.year), []).append(version)
    return found


def _take(
    plan: PlanOfFile,
    versions: Sequence[PlanVersion],
    measures: Mapping[str, Measure],
    changes: _Changes,
    file: ImportFile,
) -> None:
    """Add a plan to what is new, changed or unchanged."""
    if not versions:
        changes.counts.created += 1
        _tell(file, plan, changes.counts, None)
        changes.fresh.append((new_version(plan, file.acting.at, file.filename), plan))
        return
    in_force = next((one for one in versions if one.status == _STATUS.SET), None)
    making = next((one for one in versions if one.status not in (_STATUS.SET, _STATUS.SUPERSEDED)), None)
    version = making or in_force or versions[0]
    found = difference(version, plan.rows)
    says_in_force = in_force is not None and not difference(in_force, plan.rows)
    becomes_set = plan.is_set and in_force is None
    if says_in_force or not (found or becomes_set):
        changes.counts.unchanged += 1
        _tell(file, plan, changes.counts, Difference())
    elif found and version.status == _STATUS.SUBMITTED:
        changes.errors.append(_waits(plan, found))
    else:
        _tell(file, plan, changes.counts, found)
        _change(plan, version, found, measures, changes, file)


def _waits(plan: PlanOfFile, found: Difference) -> CellError:
    return CellError(
        plan.line,
        "NIP",
        plan.rows[0].number,
        f"{plan.title} sedang menunggu pejabat penilai, dan berkas ini lain isinya ({found.words[0]}). Muat "
        "lagi setelah SKP itu ditetapkan atau dikembalikan.",
    )


def _change(
    plan: PlanOfFile,
    version: PlanVersion,
    found: Difference,
    measures: Mapping[str, Measure],
    changes: _Changes,
    file: ImportFile,
) -> None:
    """Change a draft, or open a revision of the version in force; tell it from what to what."""
    outcome = "konsep diubah"
    if version.status == _STATUS.SET:
        outcome = "revisi yang menunggu pejabat penilai"
        try:
            version = revise_from_document(plan=version.plan, document=file.filename, acting=file.acting)
        except PlanRefused as refused:
            changes.errors.append(CellError(plan.line, "NIP", plan.rows[0].number, str(refused)))
            return
        changes.to_submit.append((version, plan))
    elif plan.is_set and version.number == 1:
        outcome = "konsep menjadi ditetapkan"
        changes.to_set.append((version, plan))
        if not found:
            changes.counts.changes += plan.measuring
    if found.removed:
        changes.counts.questions.append(_removal(plan, found))
    if version.is_editable:
        write_difference(version, plan.rows, measures)
    if found:
        changes.written.append(version)
        changes.acts.append(
            Act(
                f"plan/{version.plan_id}",
                "plan-changed-by-file",
                after={"version": version.number, "file": file.filename, "changes": found.words},
            )
        )
    changes.counts.updated += 1
    changes.counts.changes.append(f"{plan.title}: {outcome}. {'; '.join(found.words)}".rstrip(". "))


def _removal(plan: PlanOfFile, found: Difference) -> Question:
    return Question(
        "indicator-missing",
        plan.line,
        "INDIKATOR",
        ", ".join(found.removed)[:200],
        f"{plan.title} sekarang memuat {', '.join(f'“{name}”' for name in found.removed)}, yang tidak ada di "
        "berkas ini. Memang dihapus? Bila tidak, tambahkan barisnya di berkas.",
    )


def _record_plans(changes: _Changes, filename: str, acting: Acting[Actor]) -> None:
    as_set = dict(fingerprints_of(PlanVersion, [v.pk for v, _ in changes.fresh if v.status == _STATUS.SET]))
    label = PlanVersion._meta.label_lower
    acts = [
        Act(
            f"plan/{version.plan_id}",
            f"plan-imported-{version.status}",
            after={"version": 1, "file": filename},
            rows={f"{label}:{version.pk}": as_set[version.pk]} if version.pk in as_set else None,
        )
        for version, _ in changes.fresh
    ]
    if acts:
        record_all(acts, acting)
