from django.apps import AppConfig


class ObjectionsConfig(AppConfig):
    name = "terukur.objections"
    label = "objections"
    verbose_name = "Keberatan"
    default_auto_field = "django.db.models.BigAutoField"
