"""Root addresses."""

from django.urls import include, path

from terukur.config.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("", include("terukur.web.urls")),
]
handler404 = "terukur.web.errors.not_found"
handler400 = "terukur.web.errors.not_readable"
handler403 = "terukur.web.errors.forbidden"
handler500 = "terukur.web.errors.broken"
