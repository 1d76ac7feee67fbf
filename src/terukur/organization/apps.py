from importlib import import_module

from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "terukur.organization"
    label = "organization"
    verbose_name = "Organisasi"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hold against acts of lower areas what only this one knows: who is of the team."""
        import_module("terukur.organization.guarding")
