from importlib import import_module

from django.apps import AppConfig


class CoachingConfig(AppConfig):
    name = "terukur.coaching"
    label = "coaching"
    verbose_name = "Pembinaan"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what is made for a person by itself, so that it holds nobody against removal."""
        import_module("terukur.coaching.guarding")
