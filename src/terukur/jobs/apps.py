from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "terukur.jobs"
    label = "jobs"
