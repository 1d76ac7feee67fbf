from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "terukur.delivery"
    label = "delivery"
    verbose_name = "Penyampaian"
    default_auto_field = "django.db.models.BigAutoField"
