"""Many rate at once, two on one form, and the server dies in between: nothing acknowledged is lost."""

import itertools
import os
import random
import select
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection
from django.utils import timezone

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.marks import RatingMark, mark_of
from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import AppraisalRefused, rate
from terukur.jobs.management.commands.verify import CHECKS
from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry
from terukur.organization.models import Employee
from terukur.organization.people_import import import_people
from terukur.planning.plans_import import import_plans
from terukur.tables.questions import EVERYTHING
from tests.support import cast
from tests.support.cast import AFTER, BUDI, NEW_YEAR, QUARTER, acting, employee
from tests.support.forked_process import forked
from tests.support.quarter import AS_SUGGESTED, give

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
APPRAISERS, PEOPLE, RATINGS = 50, 4, 5
KILLS = 100
PATIENCE = 30  # seconds


def number(birth: int, serial: int) -> str:
    return f"{birth}01012010011{serial + 1:03d}"


def row(nip: str, boss: str):
    return (
        nip,
        f"Orang {nip[-3:]}",
        "Petugas",
        "Pelaksana",
        "SEKSI",
        "Seksi Pelayanan",
        "KEC",
        boss,
        "tidak",
        "2025-01-01",
    )


@pytest.fixture
def office():
    """Fifty appraisers with four people each, all computed."""
    cast.load_people()
    rows, people = [], []
    for appraiser in range(APPRAISERS):
        boss = number(1975, appraiser)
        rows.append(row(boss, BUDI))
        for one in range(PEOPLE):
            people.append(number(1985, appraiser * PEOPLE + one))
            rows.append(row(people[-1], boss))
    import_people(
        content=cast.people_csv(rows),
        filename="p.csv",
        acting=acting(COMMAND, NEW_YEAR),
        confirmed=EVERYTHING,
    )
    cast.load_plan(BUDI)
    tables = [cast.plan_csv(nip).splitlines(keepends=True) for nip in people]
    import_plans(
        content=b"".join([tables[0][0], *(line for table in tables for line in table[1:])]),
        filename="skp.csv",
        acting=acting(COMMAND, NEW_YEAR),
    )
    evaluate(period=QUARTER, acting=acting(COMMAND, AFTER))


def everything_holds() -> None:
    assert [check() for check in CHECKS if check().broken] == []


def rate_once(appraisal: Appraisal, by, word: str, *, seen: RatingMark | None = None) -> None:
    rate(
        appraisal=appraisal,
        draft=replace(AS_SUGGESTED, results_reason=word),
        acting=acting(by, AFTER, timezone.now()),
        seen=seen,
    )


def test_fifty_appraisers_give_twenty_ratings_each_at_once(office):
    teams: dict[int, list[Appraisal]] = {}
    for appraisal in Appraisal.objects.exclude(appraiser__number=BUDI).select_related("plan"):
        teams.setdefault(appraisal.appraiser_id, []).append(appraisal)
    teams = {boss: team for boss, team in teams.items() if len(team) == PEOPLE}
    assert len(teams) == APPRAISERS

    def work(boss: int) -> list[tuple[int, str]]:
        by, done = Employee.objects.select_related("user").get(pk=boss).user, []
        try:
            for turn in range(RATINGS):
                for appraisal in teams[boss]:
                    word = f"{boss}-{appraisal.pk}-{turn}"
                    rate_once(appraisal, by, word)
                    done.append((appraisal.pk, word))
        finally:
            connection.close()
        return done

    with ThreadPoolExecutor(APPRAISERS) as threads:
        acknowledged = [entry for done in threads.map(work, teams) for entry in done]
    assert len(acknowledged) == 1000
    written = Entry.objects.filter(act="rated").values_list("chain", "reason")
    assert sorted(written) == sorted((f"appraisal/{key}", word) for key, word in acknowledged)
    for team in teams.values():
        for appraisal in team:
            appraisal.refresh_from_db()
            assert appraisal.result_reason.endswith(f"-{RATINGS - 1}")
    everything_holds()


def test_the_second_on_the_same_form_is_told_and_overwrites_nothing(appraisal):
    by = employee(BUDI).user
    seen = RatingMark(mark_of(appraisal, None).rated)

    def save(word: str) -> str:
        try:
            rate_once(appraisal, by, word, seen=seen)
        except AppraisalRefused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "tersimpan"

    with ThreadPoolExecutor(2) as threads:
        told = dict(zip("ab", threads.map(save, "ab"), strict=True))
    assert sorted(told.values())[1] == "tersimpan"
    assert "sudah disimpan dari halaman lain oleh Budi" in sorted(told.values())[0]
    appraisal.refresh_from_db()
    assert told[appraisal.result_reason] == "tersimpan"
    rate_once(appraisal, by, "c", seen=RatingMark(mark_of(appraisal, None).rated))
    everything_holds()


def test_the_page_tells_the_second_tab(appraisal, client):
    cast.sign_in(client, BUDI)
    page = client.get(f"/penilaian/{appraisal.pk}/nilai/")
    form = page.context["form"]
    give(appraisal)
    sent = {name: form[name].value() or "" for name in form.fields}
    sent |= {name: "meets" for name in sent if name.startswith("mark_")}
    answer = client.post(
        f"/penilaian/{appraisal.pk}/nilai/", sent | {"results": "meets", "behavior": "meets"}
    )
    assert "sudah disimpan dari halaman lain" in answer.content.decode()
    assert Entry.objects.filter(act="rated").count() == 1


def test_a_server_killed_a_hundred_times_loses_nothing_it_acknowledged(appraisal):
    draw = random.Random(100)  # noqa: S311 - moments, no secrets
    by = employee(BUDI).user
    acknowledged: list[str] = []
    before = clients()
    for turn in range(KILLS):
        acknowledged += killed(appraisal, by, turn, draw.uniform(0.02, 0.2))
        if turn % 20 == 19:
            settle(before)
            everything_holds()
    settle(before)
    assert len(acknowledged) > KILLS
    written = list(Entry.objects.filter(act="rated").order_by("number").values_list("reason", flat=True))
    assert [word for word in acknowledged if word not in written] == []
    assert len(set(written)) == len(written)
    appraisal.refresh_from_db()
    assert appraisal.result_reason == written[-1]
    everything_holds()


def killed(appraisal: Appraisal, by, turn: int, after: float) -> list[str]:
    """What a server acknowledged before it was killed; it is a copy of this process, warm already."""
    reading, writing = os.pipe()

    def serve() -> None:
        os.close(reading)
        for count in itertools.count():
            word = f"{turn}-{count}"
            rate_once(appraisal, by, word)
            os.write(writing, f"{word}\n".encode())

    child = forked(serve)
    os.close(writing)
    select.select([reading], [], [], PATIENCE)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading) as stream:
        return stream.read().split()


def clients() -> set[int]:
    """Who else is connected to the test's database: a live server of an earlier test may be."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return {pid for (pid,) in cursor.fetchall()}


def settle(before: set[int]) -> None:
    """A killed client's transaction ends when the database notices; wait until it has."""
    while clients() - before:
        time.sleep(0.02)
