from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    name = "terukur.appraisal"
    label = "appraisal"
    verbose_name = "Evaluasi"
    default_auto_field = "django.db.models.BigAutoField"
