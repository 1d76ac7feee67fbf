"""Pictures of the pages of a running sample agency, at phone and desktop width.

Usage: python scripts/screenshot.py ADDRESS FOLDER NIP PATH [PATH …]
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

# Printed by the demo for everybody who tries it.
PASSWORD = "plaju-terukur-2026"  # noqa: S105
WIDTHS = {"phone": 390, "desktop": 1280}


def main(address: str, folder: str, number: str, *paths: str) -> None:
    """Sign in and take each page at both widths."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, width in WIDTHS.items():
            page = browser.new_page(viewport={"width": width, "height": 900})
            page.goto(f"{address}/masuk/")
            page.locator("[name=username]").fill(number)
            page.locator("[name=password]").fill(PASSWORD)
            page.get_by_role("button", name="Masuk").click()
            for path in paths:
                page.goto(f"{address}{path}")
                label = path.strip("/").replace("/", "-") or "beranda"
                page.screenshot(path=Path(folder) / f"{label}-{name}.png", full_page=True)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
