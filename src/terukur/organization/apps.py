from importlib import import_module

from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "terukur.organization"
    label = "organization"
    verbose_name = "Organisasi"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the guards on acts of lower areas that need to know the performance team."""
        import_module("terukur.organization.guarding")
