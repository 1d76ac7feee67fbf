from django.apps import AppConfig


class CreditConfig(AppConfig):
    name = "terukur.credit"
    label = "credit"
    verbose_name = "Angka kredit"
    default_auto_field = "django.db.models.BigAutoField"
