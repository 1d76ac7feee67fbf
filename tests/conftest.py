"""One embedded PostgreSQL for all tests and workers, and the browser where there is one."""

import gc
import os
import shutil

import hypothesis
import pytest

from tests.support.built_once import built_once, keep_in, remember_empty_tables
from tests.support.postgres import prepared_database, server_url

# A busy machine is no failure: no test is held against the clock.
hypothesis.settings.register_profile("terukur", deadline=None)
hypothesis.settings.load_profile("terukur")
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
_WAITING = ("test_attack.py", "test_commands.py")
# No test in them is slow, and yet each of these files takes 20 seconds and more.
_MANY_SHORT = ("test_tampering.py", "test_access.py", "test_feedback_privacy.py", "test_statements.py")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """How long ``tests/web/test_fuzz.py`` tries."""
    parser.addoption("--fuzz-cases", type=int, default=700, help="requests to try")
    parser.addoption("--fuzz-seed", type=int, default=15, help="other requests for another seed")


def pytest_configure(config: pytest.Config) -> None:
    """Point Django, which has read its settings already, at a running server."""
    from django.db import connections

    from terukur.config.database import database_settings

    # What a test starts runs as it would without tests.
    os.environ["DJANGO_SETTINGS_MODULE"] = "terukur.config.settings"
    # Playwright keeps an event loop in the thread of the test; the ORM is used beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    connections.settings["default"].update(database_settings(server_url(), pooled=False))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix) -> None:
    """Every worker's database is a copy of one that was migrated once."""
    from django.db import connection

    connection.settings_dict["TEST"]["TEMPLATE"] = prepared_database()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, tmp_path_factory) -> None:
    """Tests with transactions of their own empty all tables, which the ledger refuses otherwise.

    What a test rolls back is counted by nobody: a table found empty between two tests would be planned
    as an empty one in the next, and one large test took ten times as long.
    """
    from django.db import connection

    own = tmp_path_factory.getbasetemp()
    keep_in(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        remember_empty_tables()
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = false)")
    # Of the class: under Playwright's event loop Django opens another connection.
    operations = type(connection.ops)
    empty = operations.execute_sql_flush
    # The queue's tables belong to no model that Django manages, so its flush leaves them out.
    queue = "TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE"
    operations.execute_sql_flush = lambda self, sql: empty(
        self, ["SET LOCAL session_replication_role = replica", queue, *sql]
    )


@pytest.fixture(autouse=True)
def _kept_files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def pytest_collection_finish() -> None:
    """Look seldom for garbage, and never among the code that was loaded: it stays until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


# One test of some minutes: whoever takes it begins with it.
_LONGEST = "test_two_years.py"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with long tests come first, so that no worker waits for another's last one.

    Before them come the longest of all, and those that mostly wait: others compute beside them.
    Browser tests are left out, and said to be, where there is no Chromium.
    """
    long = {item.path for item in items if _is_long(item)}
    items.sort(
        key=lambda item: (item.path.name != _LONGEST, item.path.name not in _WAITING, item.path not in long)
    )
    if CHROMIUM or os.environ.get("TERUKUR_REQUIRE_BROWSER") == "1":
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


def _is_long(item: pytest.Item) -> bool:
    marked = any(item.get_closest_marker(mark) for mark in ("slow", "browser"))
    return marked or item.path.name in _MANY_SHORT


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """Debian's Chromium, without calls to the outside."""
    return {
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def browser(browser):
    """Chromium, in which a click ends when the page that it asks for has come."""
    from tests.support.browsing import wait_for_pages

    wait_for_pages()
    return browser


@pytest.fixture
def version(db, request):
    """Ani's plan of the year, set; the plan of her first quarter where a test begins with that."""
    from tests.support import cast

    if "_begun" in request.fixturenames:
        return request.getfixturevalue("_begun").computation.plan_version
    return built_once("version", cast.load_all)


@pytest.fixture
def draft(db):
    """Ani's plan of the year as a draft."""
    from tests.support import cast

    return built_once("draft", lambda: cast.load_all(status="KONSEP"))


@pytest.fixture
def _begun(db):
    from tests.support import quarter

    return built_once("appraisal", quarter.begun)


@pytest.fixture
def appraisal(_begun):
    """Ani's first quarter, computed from loaded and verified values."""
    return _begun
