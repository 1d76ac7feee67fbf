from importlib import import_module

from django.apps import AppConfig


class ObjectionsConfig(AppConfig):
    name = "terukur.objections"
    label = "objections"
    verbose_name = "Keberatan"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let who was named to decide an objection read what it is about."""
        import_module("terukur.objections.guarding")
