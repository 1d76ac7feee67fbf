from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "terukur.accounts"
    label = "accounts"
    verbose_name = "Akun"
    default_auto_field = "django.db.models.BigAutoField"
