from django.apps import AppConfig


class CoachingConfig(AppConfig):
    name = "terukur.coaching"
    label = "coaching"
    verbose_name = "Pembinaan"
    default_auto_field = "django.db.models.BigAutoField"
