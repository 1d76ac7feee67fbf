"""``terukur explain NIP --period 2026-Q1``"""

from collections.abc import Collection, Iterable
from fractions import Fraction
from typing import Any

from django.core.management.base import CommandError
from rich.tree import Tree

from terukur.appraisal.explanation import explanation_of
from terukur.appraisal.queries import appraisal_of_period
from terukur.appraisal.tree import ComputationTree, ComputedIndicator, FileSource, Source
from terukur.coaching.figure_words import figure_words, own_words
from terukur.jobs.management.base import TerukurCommand
from terukur.jobs.management.output import console
from terukur.notation.numbers import display, percent_beside
from terukur.organization.queries import find_employee
from terukur.regulation.periods import InvalidPeriod, Period


class Command(TerukurCommand):
    help = (
        "Print the whole computation of one person's rating as a tree. "
        "Example: terukur explain 198001012005011001 --period 2026-Q1"
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("number", metavar="NIP")
        parser.add_argument("--period", required=True, help="2026, 2026-S1, 2026-Q3 or 2026-09")
        self.add_json(parser)

    def handle(self, *, number: str, period: str, json: bool, **_: Any) -> None:
        try:
            wanted = Period.parse(period)
        except InvalidPeriod as error:
            raise CommandError(str(error), returncode=1) from error
        employee = find_employee(number)
        if employee is None:
            raise CommandError("Tidak ada pegawai dengan nomor itu.", returncode=1)
        appraisals = appraisal_of_period(employee, wanted)
        if not appraisals:
            raise CommandError(
                f"{wanted.label} belum dihitung untuk pegawai ini. "
                f"Jalankan: terukur evaluate --period {wanted}",
                returncode=1,
            )
        explanations = [explanation_of(appraisal) for appraisal in appraisals]
        if json:
            self.emit(explanations[0] if len(explanations) == 1 else explanations)
            return
        for appraisal, explanation in zip(appraisals, explanations, strict=True):
            console().print(_printed(appraisal.tree, explanation))


def _printed(tree: ComputationTree | None, data: dict[str, Any]) -> Tree:
    person = data["employee"]
    root = Tree(f"[bold]{person['name']}[/bold], {person['position']}, {data['period_label']}")
    root.add(f"Status: {data['status_label']}")
    root.add(f"Capaian kinerja organisasi: {data['organization_grade_label'] or 'belum ada'}")
    if tree is not None:
        _add_results(root, tree)
    suggestion = root.add(
        f"Saran: {_label(data['suggested_label'])} (capaian {_percent(data['achievement'])}, "
        f"terukur atau terverifikasi {_percent(data['coverage'])})"
    )
    for step in data["steps"]:
        suggestion.add(step)
    if data["policy"]:
        suggestion.add(f"Kebijakan versi {data['policy']['version']}: {data['policy']['basis']}")
    root.add(f"Rating hasil kerja: {_label(data['result_rating_label'])}")
    behavior = root.add(f"Rating perilaku kerja: {_label(data['behavior_rating_label'])}")
    for value in data["behavior"]:
        leaf = behavior.add(f"{value['label']}: {_label(value['mark_label'])}")
        for example in value["examples"]:
            leaf.add(f"{example['on']}: {example['text']}")
    for reason in data["reasons"]:
        root.add(f"Alasan {reason['label'].lower()}: {reason['text']}")
    grade = root.add(f"Predikat: {data['grade_label'] or 'belum ada'}")
    for step in data["grade_steps"]:
        grade.add(step)
    law = root.add("Dasar")
    for citation in data["citations"]:
        law.add(f"{citation['reference']} ({citation['status']})")
    return root


def _add_results(root: Tree, tree: ComputationTree) -> None:
    limits = tree.policy.limits
    for result in tree.results:
        branch = root.add(
            f"[bold]{result.title}[/bold] ({result.kind}, bobot {display(result.weight)}) "
            f"capaian {percent_beside(result.achievement, limits)} → "
            f"{_label(result.suggested.label if result.suggested else None)}"
        )
        for indicator in result.indicators:
            _add_indicator(branch, indicator, limits)


def _add_indicator(branch: Tree, indicator: ComputedIndicator, limits: Collection[Fraction]) -> None:
    leaf = branch.add(
        f"{indicator.name} (bobot {display(indicator.weight)}): "
        f"capaian {percent_beside(indicator.achievement, limits)}, {indicator.origin.label}"
    )
    if indicator.own:
        told = leaf.add(f"Periode ini ({indicator.own.label}): {own_words(indicator)}")
        _add_sources(told, indicator.own.sources)
    elif indicator.is_due:
        leaf.add("Periode ini: tidak ada data, tidak dinilai")
    if indicator.missing_label:
        leaf.add(f"Bulan tanpa data: {indicator.missing_label}; tidak dihitung nol")
    if reached := indicator.reached:
        achieved = percent_beside(reached.achievement, limits)
        total = leaf.add(f"{reached.label}: {figure_words(indicator)} → {achieved}")
        for step in indicator.steps:
            total.add(step)
        _add_sources(total, indicator.sources)


def _add_sources(leaf: Tree, sources: Iterable[Source]) -> None:
    for source in sources:
        if isinstance(source, FileSource):
            rows = ", ".join(str(row) for row in source.rows)
            leaf.add(f"Berkas {source.file} baris {rows}, SHA-256 {source.sha256[:12]}…")
        else:
            leaf.add(f"Dinyatakan {source.declared_by}, diperiksa {source.verified_by or '–'}")


def _percent(number: dict[str, str] | None) -> str:
    return f"{number['display']} %" if number else "–"


def _label(word: str | None) -> str:
    return word or "belum ada"
