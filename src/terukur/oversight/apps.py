from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "terukur.oversight"
    label = "oversight"
    verbose_name = "Pengawasan"
    default_auto_field = "django.db.models.BigAutoField"
