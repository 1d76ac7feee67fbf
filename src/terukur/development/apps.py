from django.apps import AppConfig


class DevelopmentConfig(AppConfig):
    name = "terukur.development"
    label = "development"
    verbose_name = "Pengembangan"
    default_auto_field = "django.db.models.BigAutoField"
