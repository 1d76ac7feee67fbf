"""``terukur recommend NIP``"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.core.management.base import CommandError
from rich.tree import Tree

from terukur.development.queries import NeedView, development_of
from terukur.development.ranking import Recommendation
from terukur.jobs.management.base import TerukurCommand
from terukur.jobs.management.output import console
from terukur.notation.numbers import as_json, display
from terukur.organization.models import Employee
from terukur.organization.queries import assignment_on, find_employee
from terukur.regulation.learning_forms import LEARNING_FORMS


class Command(TerukurCommand):
    help = (
        "Print what somebody needs to learn, the evidence, and the three items of the catalogue that fit "
        "best, each with the rules that put it there. Example: terukur recommend 198001012005011001"
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("number", metavar="NIP")
        self.add_json(parser)

    def handle(self, *, number: str, json: bool, **_: Any) -> None:
        employee = find_employee(number)
        if employee is None:
            raise CommandError("Tidak ada pegawai dengan nomor itu.", returncode=1)
        assignment = assignment_on(employee.pk, self.acting.on)
        found = development_of(employee, assignment, on=self.acting.on).needs
        if json:
            self.emit(_as_json(employee, found))
            return
        console().print(_tree(employee, found))


def _as_json(employee: Employee, found: Sequence[NeedView]) -> dict[str, Any]:
    return {
        "employee": {"number": employee.number, "name": employee.name},
        "needs": [
            {
                "gap": {
                    "kind": str(view.need.kind),
                    "key": view.need.key,
                    "name": view.need.name,
                    "period": view.need.period or None,
                    "size": as_json(view.need.size),
                    "words": view.need.words,
                },
                "evidence": list(view.need.evidence),
                "items": [_item(one) for one in view.recommendations],
            }
            for view in found
        ],
    }


def _item(one: Recommendation) -> dict[str, Any]:
    item = one.item
    return {
        "code": item.code,
        "title": item.title,
        "form": LEARNING_FORMS[item.form].label,
        "form_code": item.form,
        "hours": str(item.hours.normalize()),
        "provider": item.provider,
        "starts": item.starts.isoformat() if item.starts else None,
        "ends": item.ends.isoformat() if item.ends else None,
        "free": item.free,
        "score": one.score,
        "why": list(one.why),
    }


def _tree(employee: Employee, found: Sequence[NeedView]) -> Tree:
    root = Tree(f"[bold]{employee.name}[/bold]")
    if not found:
        root.add("Tidak ada kesenjangan pada rating terakhir yang disampaikan dan standar jabatan.")
    for view in found:
        branch = root.add(f"[bold]{view.need.name}[/bold] (besar {display(view.need.size)})")
        branch.add(view.need.words)
        for line in view.need.evidence:
            branch.add(f"Bukti: {line}")
        for one in view.recommendations:
            form = LEARNING_FORMS[one.item.form].label
            leaf = branch.add(f"{one.item.title} ({form}, {display(Fraction(one.item.hours))} JP)")
            for line in one.why:
                leaf.add(line)
        if not view.recommendations:
            branch.add("Belum ada pembelajaran di katalog yang cocok.")
    return root
