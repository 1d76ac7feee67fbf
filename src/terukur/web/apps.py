from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "terukur.web"
    label = "web"
