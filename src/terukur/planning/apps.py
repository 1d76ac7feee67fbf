from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "terukur.planning"
    label = "planning"
    verbose_name = "Perencanaan"
    default_auto_field = "django.db.models.BigAutoField"
