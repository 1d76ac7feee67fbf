from django.apps import AppConfig


class EmploymentConfig(AppConfig):
    name = "terukur.employment"
    label = "employment"
    verbose_name = "Masa kerja"
    default_auto_field = "django.db.models.BigAutoField"
