from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "terukur.ledger"
    label = "ledger"
    verbose_name = "Catatan"
    default_auto_field = "django.db.models.BigAutoField"
