from importlib import import_module

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "terukur.planning"
    label = "planning"
    verbose_name = "Perencanaan"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what a transfer does to plans."""
        import_module("terukur.planning.guarding")
