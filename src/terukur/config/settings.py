"""Settings; everything that differs between installations comes from the environment."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from terukur.config.database import database_settings, home
from terukur.config.guarding import idle_minutes, refuse_open_debugging, strong_key
from terukur.regulation.parameters import InvalidParameter, add_local

BASE = Path(__file__).resolve().parent.parent
HOME = home()
DEBUG = os.environ.get("TERUKUR_DEBUG") == "1"
_HTTPS = os.environ.get("TERUKUR_HTTPS") == "1"


def _secret_key() -> str:
    if key := os.environ.get("TERUKUR_SECRET_KEY"):
        return key
    path = home() / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = strong_key(_secret_key())
ALLOWED_HOSTS = os.environ.get("TERUKUR_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
refuse_open_debugging(debug=DEBUG, hosts=ALLOWED_HOSTS)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if _HTTPS else []

# Addresses or networks of the proxies in front, comma-separated: behind them X-Forwarded-For is believed.
PROXIES = [part.strip() for part in os.environ.get("TERUKUR_PROXIES", "").split(",") if part.strip()]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "axes",
    "django_htmx",
    "pgtrigger",
    "procrastinate.contrib.django",
    "template_partials",
    "terukur.drawings",
    "terukur.ledger",
    "terukur.accounts",
    "terukur.organization",
    "terukur.employment",
    "terukur.planning",
    "terukur.measurement",
    "terukur.appraisal",
    "terukur.coaching",
    "terukur.delivery",
    "terukur.objections",
    "terukur.development",
    "terukur.credit",
    "terukur.calibration",
    "terukur.objectivity",
    "terukur.raters",
    "terukur.oversight",
    "terukur.documents",
    "terukur.web",
    "terukur.jobs",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "terukur.web.written.RefuseNul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "terukur.web.private_pages.PrivatePages",
    "terukur.web.private_pages.IdleSessions",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "terukur.web.limits.LimitMiddleware",
]
ROOT_URLCONF = "terukur.config.urls"
WSGI_APPLICATION = "terukur.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "terukur.web.context.page_frame",
            ]
        },
    }
]

DATABASES = {
    "default": database_settings(
        os.environ.get("DATABASE_URL"),
        pooled=os.environ.get("TERUKUR_POOL") == "1",
        role=os.environ.get("TERUKUR_ROLE", ""),
        signs_in=os.environ.get("TERUKUR_EMBEDDED") == "1",
    )
}
# Several jobs at once: a slow one, such as a look at an address, keeps nobody waiting.
PROCRASTINATE_WORKER_DEFAULTS = {"concurrency": 4}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "terukur.web.accounts.backend.StandingBackend",
]
PASSWORD_HASHERS = ["terukur.accounts.hashing.OneLaneArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"

AXES_HANDLER = "terukur.web.accounts.waits.WaitingHandler"
AXES_LOCKOUT_CALLABLE = "terukur.web.accounts.waits.locked_out"
AXES_CLIENT_IP_CALLABLE = "terukur.web.client_address.client_address"
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address"]

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
IDLE_MINUTES = idle_minutes(os.environ.get("TERUKUR_IDLE_MINUTES", "30"))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

LANGUAGE_CODE = "id"
TIME_ZONE = "Asia/Jakarta"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = home() / "static"
MEDIA_ROOT = home() / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
# Read whole by the gate before a thread works on it (terukur.config.gate).
DATA_UPLOAD_MAX_MEMORY_SIZE = 31 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_PERMISSIONS = 0o600

# Where the pages are reached from outside, for messages that lead to them.
PUBLIC_ADDRESS = os.environ.get("TERUKUR_URL", "http://localhost:8000").rstrip("/")
_SMTP = urlsplit(os.environ.get("TERUKUR_SMTP", ""))
EMAIL_HOST = _SMTP.hostname or ""
EMAIL_PORT = _SMTP.port or (465 if _SMTP.scheme == "smtps" else 587)
EMAIL_HOST_USER = unquote(_SMTP.username or "")
EMAIL_HOST_PASSWORD = unquote(_SMTP.password or "")
EMAIL_USE_SSL = _SMTP.scheme == "smtps"
EMAIL_USE_TLS = _SMTP.scheme == "smtp"
EMAIL_TIMEOUT = 30
# Where the daily seal leaves a copy outside the database.
SEALS_FILE = os.environ.get("TERUKUR_SEALS_FILE", "")
SEALS_MAIL = os.environ.get("TERUKUR_SEALS_MAIL", "")
DEFAULT_FROM_EMAIL = os.environ.get("TERUKUR_MAIL_FROM", EMAIL_HOST_USER or "terukur@localhost")

MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

# What an agency corrects or adds to the dated parameters of the law, read once at start.
_LOCAL_PARAMETERS = home() / "parameters.yaml"
if _LOCAL_PARAMETERS.exists():
    try:
        add_local(_LOCAL_PARAMETERS.read_text("utf-8"))
    except InvalidParameter as error:
        raise ImproperlyConfigured(f"{_LOCAL_PARAMETERS}: {error}") from error
