from django.apps import AppConfig


class ObjectivityConfig(AppConfig):
    name = "terukur.objectivity"
    label = "objectivity"
    verbose_name = "Dasar penilaian"
    default_auto_field = "django.db.models.BigAutoField"
