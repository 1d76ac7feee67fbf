from django.apps import AppConfig


class RatersConfig(AppConfig):
    name = "terukur.raters"
    label = "raters"
    verbose_name = "Cara menilai"
    default_auto_field = "django.db.models.BigAutoField"
