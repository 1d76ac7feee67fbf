"""Pictures of the pages of a running sample agency, at phone and desktop width.

Usage: python scripts/screenshot.py [--fold] ADDRESS FOLDER NIP PATH [PATH …]
The README's picture: --fold http://127.0.0.1:8000 docs 199401012019031001 /penilaian/N/
"""

import argparse
import os
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

# Printed by the demo for everybody who tries it.
PASSWORD = "plaju-terukur-2026"  # noqa: S105
WIDTHS = {"phone": 390, "desktop": 1280}


def main() -> None:
    """Sign in and take each page at both widths."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--fold", action="store_true", help="only what is seen without scrolling")
    parser.add_argument("address")
    parser.add_argument("folder", type=Path)
    parser.add_argument("number")
    parser.add_argument("paths", nargs="+")
    asked = parser.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, width in WIDTHS.items():
            page = browser.new_page(viewport={"width": width, "height": 960})
            page.goto(f"{asked.address}/masuk/")
            page.locator("[name=username]").fill(asked.number)
            page.locator("[name=password]").fill(PASSWORD)
            page.get_by_role("button", name="Masuk").click()
            for path in asked.paths:
                page.goto(f"{asked.address}{path}")
                label = path.strip("/").replace("/", "-") or "beranda"
                page.screenshot(path=asked.folder / f"{label}-{name}.png", full_page=not asked.fold)
        browser.close()


if __name__ == "__main__":
    main()
