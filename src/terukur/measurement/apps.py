from django.apps import AppConfig


class MeasurementConfig(AppConfig):
    name = "terukur.measurement"
    label = "measurement"
    verbose_name = "Pengukuran"
    default_auto_field = "django.db.models.BigAutoField"
