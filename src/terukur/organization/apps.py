from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "terukur.organization"
    label = "organization"
    verbose_name = "Organisasi"
    default_auto_field = "django.db.models.BigAutoField"
