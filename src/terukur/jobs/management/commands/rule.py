"""``terukur rule NAME key=value …``"""

from typing import Any

from django.core.management.base import CommandError

from terukur.jobs.management.base import TerukurCommand
from terukur.jobs.rules.document import rules_document
from terukur.jobs.rules.inputs import inputs_of, read_inputs
from terukur.jobs.rules.output import decision_json, decision_lines
from terukur.regulation.decision import InputRefused
from terukur.regulation.register import RULES, Rule, rule_named


class Command(TerukurCommand):
    help = (
        "Ask one rule of law, with its working and its citation; no database needed. "
        "Example: terukur rule grade results=above behavior=below"
    )
    requires_system_checks = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("name", nargs="?", help="see --list")
        parser.add_argument("inputs", nargs="*", help="key=value …, or a file")
        parser.add_argument("--list", action="store_true", help="name all rules")
        parser.add_argument("--document", action="store_true", help="print docs/rules.md")
        self.add_json(parser)

    def handle(
        self, *, name: str | None, inputs: list[str], json: bool, document: bool, **options: Any
    ) -> None:
        if document:
            self.stdout.write(rules_document(), ending="")
            return
        if options["list"]:
            self._list(as_json=json)
            return
        rule = rule_named(name or "")
        if rule is None:
            known = ", ".join(rule.name for rule in RULES)
            raise CommandError(f"Tidak ada aturan “{name or ''}”. Yang ada: {known}.", returncode=2)
        try:
            typed = read_inputs(rule, inputs, on=self.acting.on)
            decision = rule.decide(**typed)
        except InputRefused as error:
            if json:
                self.emit({"error": str(error), "field": error.field, "allowed": list(error.allowed)})
            raise CommandError(str(error), returncode=1) from error
        if json:
            self.emit(decision_json(decision))
            return
        for line in decision_lines(decision):
            self.stdout.write(line)

    def _list(self, *, as_json: bool) -> None:
        if as_json:
            self.emit([_described(rule) for rule in RULES])
            return
        width = max(len(rule.name) for rule in RULES)
        for rule in RULES:
            self.stdout.write(f"{rule.name.ljust(width)}  {rule.decides}")
            self.stdout.write(f"{' ' * width}  terukur rule {rule.name} {rule.example}".rstrip())


def _described(rule: Rule) -> dict[str, Any]:
    return {
        "name": rule.name,
        "decides": rule.decides,
        "example": f"terukur rule {rule.name} {rule.example}".rstrip(),
        "inputs": [
            {"name": entry.name, "allowed": entry.allowed, "optional": entry.is_optional}
            for entry in inputs_of(rule)
        ],
    }
