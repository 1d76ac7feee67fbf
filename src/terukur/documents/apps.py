from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "terukur.documents"
    label = "documents"
    verbose_name = "Dokumen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from terukur.delivery.closing import when_final  # noqa: PLC0415  (models are ready now)
        from terukur.documents.keeping import keep_papers  # noqa: PLC0415

        if keep_papers not in when_final:
            when_final.append(keep_papers)
