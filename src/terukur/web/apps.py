from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "terukur.web"
    label = "web"

    def ready(self) -> None:
        """Let every sign-in be marked with its time, from the first one of the process on."""
        from terukur.web import private_pages  # noqa: F401, PLC0415 - models are not ready before
