"""The settings of the application with what makes tests quick; nothing of it is in the product."""

from terukur.config.settings import *  # noqa: F403
from terukur.config.settings import ALLOWED_HOSTS as _HOSTS
from terukur.config.settings import STORAGES as _STORAGES

ALLOWED_HOSTS = [*_HOSTS, "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**_STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
