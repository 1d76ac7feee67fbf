"""Findings as each reader may see them: the panel first without a name, the appraiser one's own, a superior
the settled ones, and oversight only their progress.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from terukur.accounts.models import User
from terukur.organization.access import oversees
from terukur.organization.models import Employee, ReportingLine
from terukur.raters.estimates import estimate_of
from terukur.raters.findings import may_work, people_to_act, people_to_hear
from terukur.raters.models import Finding, FindingNote
from terukur.raters.panel import workable
from terukur.raters.record import KeptPoint, PeriodScores, TargetCounts, mirror_record
from terukur.raters.wording import severity_words

_KIND = Finding.Kind
_NOTE = FindingNote.Kind
_ON_SEVERITY = (_KIND.SEVERE, _KIND.LENIENT)
# Explanations without any wrong rating: shown before any question.
_INNOCENT = {
    _KIND.SEVERE: "Tim dapat bekerja lebih lemah pada hal yang tidak diukur, atau targetnya mudah.",
    _KIND.LENIENT: "Tim dapat bekerja lebih baik pada hal yang tidak diukur, atau targetnya berat.",
    _KIND.HALO: "Orang yang dinilai dapat memang sama baiknya pada ketujuh nilai.",
    _KIND.CENTRAL: "Tim yang berpengalaman sama dapat memang bekerja hampir sama.",
    _KIND.INCONSISTENT: "Tugas dalam tim dapat sangat berbeda, dan hasil terukur hanya sebagian.",
    _KIND.DRIFT: "Tim dapat memang membaik atau mundur dari triwulan ke triwulan.",
}
_COMPARED = {
    _KIND.SEVERE: "nilai orang dengan hasil terukur yang sama di seluruh instansi",
    _KIND.LENIENT: "nilai orang dengan hasil terukur yang sama di seluruh instansi",
    _KIND.HALO: "penilai lain dengan jumlah penilaian yang serupa",
    _KIND.CENTRAL: "penilai lain dengan jumlah penilaian dan keketatan yang serupa",
    _KIND.INCONSISTENT: "penilai lain dengan jumlah penilaian dan keketatan yang serupa",
    _KIND.DRIFT: "nilai orang yang sama oleh penilai yang sama pada triwulan sebelumnya",
}
_WAITING_FIRST = (F("settled_at").asc(nulls_first=True), "opened_at", "number")
_NOTES = Prefetch("notes", FindingNote.objects.select_related("by", "person"))
_CONCLUSIONS = (_NOTE.EXPLAINED, _NOTE.ACTION_AGREED, _NOTE.DONE)
UNSEEN = (
    "Apa yang tidak diukur: mutu kerja di luar indikator, sikap kepada warga, keadaan keluarga.",
    "Mengapa orang dinilai begitu: alasan dan contoh ada pada penilai, bukan pada angka.",
    "Apakah target yang ditetapkan penilai sendiri mudah atau berat; lihat target timnya di atas.",
)


@dataclass(frozen=True, slots=True)
class Hearable:
    """A person who can be heard, with their role."""

    employee: Employee
    part: str
    may_act: bool


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding for one reader. ``name`` is None until it is opened."""

    finding: Finding
    name: str | None
    sentence: str
    innocent: str
    compared: str
    is_about_severity: bool
    targets: TargetCounts | None
    points: tuple[KeptPoint, ...]
    periods: tuple[PeriodScores, ...]
    notes: Sequence[FindingNote]
    hearable: Sequence[Hearable]
    may_work: bool
    days_open: int

    @property
    def has_stated(self) -> bool:
        """Return whether the appraiser has written a statement."""
        return any(note.kind == _NOTE.STATEMENT for note in self.notes)

    @property
    def is_heard(self) -> bool:
        """Return whether the appraiser was heard, so that it can be settled."""
        return self.finding.state != Finding.State.OPEN

    @property
    def runs_action(self) -> bool:
        """Return whether an agreed action is not done yet."""
        return self.finding.state == Finding.State.ACTION_AGREED and not any(
            note.kind == _NOTE.DONE for note in self.notes
        )


def finding_sentence(finding: Finding) -> str:
    """Return the sentence on a finding, with interval and basis; it never calls a person unfair."""
    if finding.state == Finding.State.WITHDRAWN:
        return f"Pertanyaan ini ditarik. {finding.withdrawal}"
    return f"{finding_words(finding)}."


def finding_words(finding: Finding) -> str:
    """Return the same of a question that stands, without its last full stop."""
    result = finding.result
    if finding.kind in _ON_SEVERITY:
        return severity_words(estimate_of(result), asks=not finding.is_settled)
    basis = f"{result.employees} pegawai, {result.forms} penilaian, {result.periods} periode"
    return f"{finding.get_kind_display()}, lebih daripada pada hampir semua penilai lain; {basis}"


def panel_findings(user: User, *, on: date) -> list[Finding]:
    """Return all findings that a panel member may work through, those that wait first."""
    return list(_with_state(workable(user, on=on)).order_by(*_WAITING_FIRST))


def settled_below(user: User, *, on: date) -> list[Finding]:
    """Return settled findings about the appraisers whom the user appraises."""
    below = ReportingLine.objects.on(on).filter(appraiser__user=user.pk)
    return list(
        _with_state(Finding.objects.all())
        .filter(appraiser__in=below.values("assignment__employee"), settled_at__isnull=False)
        .exclude(state=Finding.State.WITHDRAWN)
        .order_by("-settled_at")
    )


def overseen(user: User, *, on: date) -> list[Finding]:
    """Return all findings for oversight: number, state and days, to see that none is forgotten."""
    if not oversees(user, on=on):
        return []
    return list(_with_state(Finding.objects.all()).order_by(*_WAITING_FIRST))


def _with_state(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    named = FindingNote.objects.filter(finding=OuterRef("pk"), kind=_NOTE.NAMED)
    done = FindingNote.objects.filter(finding=OuterRef("pk"), kind=_NOTE.DONE)
    return findings.select_related("appraiser").annotate(is_named=Exists(named), is_done=Exists(done))


def own_findings(user: User, *, on: date) -> list[FindingView]:
    """Return the findings about one's own ratings: all that the panel knows, from the first day."""
    found = (
        Finding.objects.filter(appraiser__user=user.pk)
        .select_related("appraiser", "result")
        .prefetch_related(_NOTES)
        .order_by(*_WAITING_FIRST)
    )
    return [
        _view(one, user.name, notes=_for_appraiser(one), may_work=False, hearable=(), on=on) for one in found
    ]


def _hearable(finding: Finding, *, on: date) -> list[Hearable]:
    """Return the people who can be heard: the appraiser, the appraiser's superior, and the people rated."""
    acting = set(people_to_act(finding, on=on).values_list("pk", flat=True))
    found = [
        Hearable(
            one,
            "penilai"
            if one.pk == finding.appraiser_id
            else "atasan penilai"
            if one.pk in acting
            else "yang dinilai",
            one.pk in acting,
        )
        for one in people_to_hear(finding, on=on)
    ]
    order = ["penilai", "atasan penilai", "yang dinilai"]
    return sorted(found, key=lambda one: (order.index(one.part), one.employee.name))


def _for_appraiser(finding: Finding) -> list[FindingNote]:
    """Return the appraiser's own words and the conclusions, without others' hearings, to protect them."""
    return [
        note
        for note in finding.notes.all()
        if note.kind != _NOTE.HEARD or note.person_id == finding.appraiser_id
    ]


def _for_panel(finding: Finding) -> list[FindingNote]:
    """Return all notes; before the name is opened without the appraiser's words, which could reveal it."""
    notes = list(finding.notes.all())
    if any(note.kind == _NOTE.NAMED for note in notes):
        return notes
    return [note for note in notes if note.kind != _NOTE.STATEMENT]


def _for_superior(finding: Finding) -> list[FindingNote]:
    """Return the conclusions only; what was said stays in the room."""
    return [note for note in finding.notes.all() if note.kind in _CONCLUSIONS]


def finding_view(user: User, pk: int, *, on: date) -> FindingView | None:
    """Return one finding for a panel member, or for the appraiser's superior once it is settled."""
    finding = (
        Finding.objects.filter(pk=pk)
        .select_related("appraiser", "result__run")
        .defer("result__run__units")
        .prefetch_related(_NOTES)
        .first()
    )
    if finding is None:
        return None
    works = may_work(user, finding, on=on)
    reads = (
        finding.is_settled
        and finding.state != Finding.State.WITHDRAWN
        and (
            ReportingLine.objects.on(on)
            .filter(assignment__employee=finding.appraiser_id, appraiser__user=user.pk)
            .exists()
        )
    )
    if not (works or reads):
        return None
    named = reads or any(note.kind == _NOTE.NAMED for note in finding.notes.all())
    hearable = _hearable(finding, on=on) if named and works else []
    name = finding.appraiser.name if named else None
    notes = _for_panel(finding) if works else _for_superior(finding)
    return _view(finding, name, notes=notes, may_work=works, hearable=hearable, on=on)


def _view(
    finding: Finding,
    name: str | None,
    *,
    notes: Sequence[FindingNote],
    may_work: bool,
    hearable: Sequence[Hearable],
    on: date,
) -> FindingView:
    kept, kind = mirror_record(finding.result), Finding.Kind(finding.kind)
    end = timezone.localtime(finding.settled_at).date() if finding.settled_at else on
    return FindingView(
        finding=finding,
        name=name,
        sentence=finding_sentence(finding),
        innocent=_INNOCENT[kind],
        compared=_COMPARED[kind],
        is_about_severity=kind in _ON_SEVERITY,
        targets=kept.targets if kept else None,
        points=kept.points if kept else (),
        periods=kept.periods if kept else (),
        notes=notes,
        hearable=hearable,
        may_work=may_work,
        days_open=max(0, (end - timezone.localtime(finding.opened_at).date()).days),
    )
