from importlib import import_module

from django.apps import AppConfig


class CalibrationConfig(AppConfig):
    name = "terukur.calibration"
    label = "calibration"
    verbose_name = "Kalibrasi"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the guard on a delivery that waits for a calibration."""
        import_module("terukur.calibration.guarding")
