"""Evidence is frozen under a delivered rating, drawn at random, and opened by a third person."""

import http.server
import socket
import threading
import time
from contextlib import suppress
from datetime import timedelta

import pytest
from django.conf import settings

from terukur.jobs.address_look import look_at
from terukur.jobs.public_address import is_public
from terukur.jobs.tasks import look_at_address
from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry
from terukur.measurement.address_looks import Seen, has_changed, keep_look
from terukur.measurement.evidence_checks import check_evidence, chosen, draw_checks
from terukur.measurement.evidence_files import inspect_evidence
from terukur.measurement.models import AddressLook, Evidence, EvidenceDraw, Realization
from terukur.measurement.operations import MeasurementRefused, reopen_evidence
from terukur.planning.models import PlanVersion
from terukur.web.queue import defer_look
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, FAJAR, QUARTER, acting, employee, sign_in
from tests.support.quarter import computed, declare, hand_over

pytestmark = pytest.mark.django_db


def draw(by: str = DEWI, on=AFTER) -> int:
    return draw_checks(period=QUARTER, acting=acting(employee(by).user, on))


def check(agrees: bool, note: str = "", by: str = DEWI):
    realization = Realization.objects.get()
    return check_evidence(
        realization=realization, agrees=agrees, note=note, acting=acting(employee(by).user, AFTER)
    )


def reopen(plan, by: str = DEWI, reason: str = "Keputusan keberatan") -> None:
    reopen_evidence(plan=plan, reason=reason, acting=acting(employee(by).user, AFTER))


def test_nothing_is_stated_under_a_delivered_rating_until_it_is_opened_again(appraisal):
    hand_over(appraisal)
    version = PlanVersion.objects.get()
    with pytest.raises(MeasurementRefused, match="dibekukan"):
        declare(version, "4")
    reopen(version.plan)
    declare(version, "4")
    assert Entry.objects.filter(act="evidence-reopened").count() == 1


@pytest.mark.parametrize(("by", "reason"), [(ANI, "x"), (BUDI, "x"), (DEWI, "  ")])
def test_only_the_performance_team_opens_again_and_says_why(appraisal, by, reason):
    hand_over(appraisal)
    with pytest.raises(MeasurementRefused):
        reopen(appraisal.plan, by, reason)


def test_a_plan_that_is_not_frozen_is_not_opened(appraisal):
    with pytest.raises(MeasurementRefused, match="tidak dibekukan"):
        reopen(appraisal.plan)


def test_verified_realizations_are_drawn_once_for_a_unit(appraisal):
    assert (draw(), draw()) == (1, 0)
    entry = Entry.objects.get(act="checks-drawn")
    assert entry.after["seed"] == EvidenceDraw.objects.get().seed


def test_what_nobody_verified_is_not_drawn(version):
    declare(version, verified=False)
    assert draw() == 0


@pytest.mark.parametrize(("by", "on"), [(BUDI, AFTER), (FAJAR, AFTER), (DEWI, QUARTER.ends)])
def test_the_performance_team_draws_after_the_period(appraisal, by, on):
    with pytest.raises(MeasurementRefused):
        draw(by, on)


def test_the_same_seed_chooses_the_same_and_another_seed_others():
    everybody = list(range(100))
    assert chosen(everybody, 3, "a") == chosen(everybody[::-1], 3, "a")
    assert len({tuple(chosen(everybody, 3, str(seed))) for seed in range(20)}) > 15
    assert chosen([7], 3, "a") == [7]


def test_a_third_person_who_agrees_leaves_the_mark(appraisal):
    draw()
    check(True)
    assert computed().computation.body["results"][1]["indicators"][0]["origin"] == "verified"


def test_a_third_person_who_disagrees_takes_the_mark_and_no_value(appraisal):
    before = appraisal.computation.body["results"][1]["indicators"][0]
    draw()
    check(False, "Daftar hadir untuk bulan lain")
    after = computed().computation.body["results"][1]["indicators"][0]
    assert (before["origin"], after["origin"]) == ("verified", "declared")
    assert before["realization"] == after["realization"]
    assert "pemeriksa ketiga" in after["steps"][1]


@pytest.mark.parametrize("by", [ANI, BUDI, CITRA, FAJAR])
def test_who_is_involved_or_not_of_the_team_does_not_check(appraisal, by):
    draw()
    with pytest.raises(MeasurementRefused, match="tidak terlibat"):
        check(True, by=by)


def test_a_disagreement_needs_a_note_and_a_finding_stands(appraisal):
    draw()
    with pytest.raises(MeasurementRefused, match="Tulis"):
        check(False)
    check(True)
    with pytest.raises(MeasurementRefused, match="sudah diuji petik"):
        check(True)


def test_the_page_shows_what_was_drawn_and_takes_the_finding(appraisal, client):
    draw()
    sign_in(client, DEWI)
    pk = Realization.objects.get().pk
    assert "belum dibuka" in client.get(f"/bukti/uji-petik/?periode={QUARTER}").content.decode()
    client.post(f"/realisasi/{pk}/uji-petik/", {"agrees": "tidak", "note": "Bulan lain"})
    assert "Bulan lain" in client.get(f"/bukti/uji-petik/?periode={QUARTER}").content.decode()
    assert "Tidak mendukung" in client.get(f"/realisasi/{pk}/").content.decode()


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("No;Nama Pasien;Tgl Lahir;Diagnosa\n1;S;2020;-", True),
        ("Nama anak, nama ibu, alamat", True),
        ("Nama kegiatan;Tanggal;Peserta", False),
    ],
)
def test_a_list_of_patients_is_told_by_its_headings(text, asks):
    assert inspect_evidence(text.encode()).lists_patients is asks


@pytest.fixture
def page():
    """A small web server on this machine, whose answer can change."""

    class Handler(http.server.BaseHTTPRequestHandler):
        body = b"laporan"

        def do_GET(self):
            self.send_response(302 if self.path == "/pindah" else 200)
            self.send_header("Content-Length", str(len(Handler.body)))
            self.end_headers()
            self.wfile.write(Handler.body)

        def log_message(self, *_args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", Handler
    server.shutdown()


def test_an_address_is_kept_with_the_hash_of_what_it_showed(page):
    address, handler = page
    first = look_at(f"{address}/a?b=c", is_reachable=lambda _target: True)
    handler.body = b"laporan lain"
    second = look_at(address, is_reachable=lambda _target: True)
    assert (first.size, len(first.sha256), first.failure) == (7, 64, "")
    assert first.sha256 != second.sha256


def test_a_detour_is_not_followed(page):
    assert look_at(f"{page[0]}/pindah", is_reachable=lambda _target: True).failure == "server menjawab 302"


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost:5432/",
        "http://[::1]/",
        "http://169.254.169.254/latest/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://0.0.0.0/",
        "file:///etc/passwd",
        "gopher://contoh.go.id/",
        "https://",
        "http://contoh:badport/",
        "http://[::ffff:127.0.0.1]/",
    ],
)
def test_the_server_is_nobodys_way_inside(address):
    seen = look_at(address)
    assert seen.failure
    assert not seen.sha256


@pytest.mark.parametrize(
    "target",
    [
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::ffff:0:127.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::8.8.8.8",
        "64:ff9b:1::10.0.0.1",
        "100::1",
        "2001::1",
        "2001:0:53aa:64c:0:0:f5ff:fffe",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:808:808::1",
        "2607:f8b0::5efe:7f00:1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
    ],
)
def test_no_form_of_an_inner_address_is_public(target):
    assert not is_public(target)


@pytest.mark.parametrize("target", ["8.8.8.8", "103.10.2.1", "2606:4700::1111", "2404:6800::200e"])
def test_the_public_internet_is(target):
    assert is_public(target)


@pytest.fixture
def drip():
    """A server that says one byte of its answer every tenth of a second, without end."""
    stopped = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(said: bytes) -> None:
        with suppress(OSError):
            taken, _address = listener.accept()
            with taken:
                taken.sendall(said)
                while not stopped.wait(0.1):
                    taken.sendall(b"a")

    def begin(said: bytes) -> str:
        threading.Thread(target=serve, args=[said], daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/"

    yield begin
    stopped.set()
    listener.close()


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX: ",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n",
    ],
    ids=["before", "in a header", "without length", "with length"],
)
def test_a_server_that_drips_is_left_after_the_time_in_all(drip, said):
    started = time.monotonic()
    seen = look_at(drip(said), is_reachable=lambda _target: True, seconds=1)
    assert seen.failure
    assert not seen.sha256
    assert time.monotonic() - started < 5


def test_a_name_server_that_says_nothing_is_not_waited_for(monkeypatch):
    waiting = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: waiting.wait(10))
    seen = look_at("http://contoh.go.id/", seconds=0.5)
    waiting.set()
    assert "tidak selesai" in seen.failure


def test_an_answer_that_is_cut_is_not_taken_for_the_whole(drip):
    seen = look_at(
        drip(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\naaa"),
        seconds=0.2,
        is_reachable=lambda _target: True,
    )
    assert not seen.sha256


def test_looks_leave_places_of_the_worker_free(version):
    from procrastinate.contrib.django.models import ProcrastinateJob

    for number in range(20):
        defer_look(number)
    locks = set(ProcrastinateJob.objects.values_list("queue_name", "lock"))
    assert {queue for queue, _lock in locks} == {"addresses"}
    assert len(locks) < settings.PROCRASTINATE_WORKER_DEFAULTS["concurrency"] - 1


def test_the_worker_keeps_a_look_even_where_nothing_answers(version):
    evidence = Evidence.objects.create(realization=declare(version), address="http://127.0.0.1:9/")
    look_at_address.func(evidence.pk)
    assert "jaringan dalam" in AddressLook.objects.get().failure


def test_a_page_that_changed_since_it_was_filed_is_told(version):
    evidence = declare(version).evidence.get()
    for day, sha in enumerate(("a" * 64, "b" * 64)):
        keep_look(evidence=evidence, seen=Seen(sha, 5), acting=acting(COMMAND, AFTER + timedelta(days=day)))
    assert has_changed(evidence)
