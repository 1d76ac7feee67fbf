"""The tables are made by migrations alone, so no model may say what no migration does."""

from io import StringIO

from django.core.management import call_command


def test_no_migration_is_missing(db):
    told = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=told, verbosity=1)
    assert "No changes detected" in told.getvalue()
