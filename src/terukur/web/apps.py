from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "terukur.web"
    label = "web"

    def ready(self) -> None:
        """Register the mark of time on every sign-in, from the first one of the process on."""
        from terukur.web import private_pages  # noqa: F401, PLC0415 - models are not ready before
