from importlib import import_module

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "terukur.delivery"
    label = "delivery"
    verbose_name = "Penyampaian"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what is made for a person by itself, so that it holds nobody against removal."""
        import_module("terukur.delivery.guarding")
