from importlib import import_module

from django.apps import AppConfig


class ObjectionsConfig(AppConfig):
    name = "terukur.objections"
    label = "objections"
    verbose_name = "Keberatan"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the rule that lets the named person read the appraisal of an objection."""
        import_module("terukur.objections.guarding")
