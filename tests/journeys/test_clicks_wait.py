"""A click ends on the page that it asks for, however late the server is, so no walk meets the one before."""

import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser]
_FIRST = (
    b"<h1>Awal</h1><form method=post action=/><button>Kirim</button></form>"
    b"<a href=/lain>Lain</a> <a href=#bawah>Bawah</a> <a href=/berkas>Berkas</a>"
)


class _Late(BaseHTTPRequestHandler):
    """A server that takes its time for every page but the first."""

    def do_GET(self) -> None:
        """Send the first page at once; another one, or a file to keep, late."""
        if self.path == "/":
            self._send(_FIRST)
        else:
            self._send(b"<h1>Lain</h1>", keep=self.path == "/berkas")

    def do_POST(self) -> None:
        """Send the page that follows a form, late."""
        self._send(b"<h1>Terkirim</h1>")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def _send(self, body: bytes, keep: bool = False) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        if keep:
            self.send_header("Content-Disposition", "attachment; filename=a.html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        # The browser goes to the page as soon as it has the headers; there is nothing on it yet.
        time.sleep(0.3 if self.path != "/" or self.command == "POST" else 0)
        self.wfile.write(body)


@pytest.fixture(scope="module")
def late():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Late)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("role", "name", "heading"), [("button", "Kirim", "Terkirim"), ("link", "Lain", "Lain")]
)
def test_a_click_ends_on_the_page_that_it_asks_for(browser: Browser, late, role, name, heading):
    page = browser.new_context(base_url=late).new_page()
    page.goto("/")
    page.get_by_role(role, name=name).click()
    assert page.evaluate("document.querySelector('h1').textContent") == heading


def test_enter_ends_on_the_page_that_it_asks_for(browser: Browser, late):
    page = browser.new_context(base_url=late).new_page()
    page.goto("/")
    page.get_by_role("link", name="Lain").press("Enter")
    assert page.evaluate("document.querySelector('h1').textContent") == "Lain"


def test_a_click_that_stays_or_brings_a_file_ends_too(browser: Browser, late):
    page = browser.new_context(base_url=late).new_page()
    page.goto("/")
    page.get_by_role("link", name="Bawah").click()
    with page.expect_download() as kept:
        page.get_by_role("link", name="Berkas").click()
    assert kept.value.suggested_filename == "a.html"
    assert page.evaluate("document.querySelector('h1').textContent") == "Awal"
