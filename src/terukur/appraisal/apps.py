from importlib import import_module

from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    name = "terukur.appraisal"
    label = "appraisal"
    verbose_name = "Evaluasi"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what the end of a position does to appraisals, and what a closed year refuses."""
        import_module("terukur.appraisal.guarding")
