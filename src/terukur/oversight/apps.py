from importlib import import_module

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "terukur.oversight"
    label = "oversight"
    verbose_name = "Pengawasan"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hold against a delivery what waits in a calibration."""
        import_module("terukur.oversight.guarding")
