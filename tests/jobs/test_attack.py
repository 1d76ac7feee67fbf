"""The short attack on the service: all of it lives afterwards, and nothing acknowledged is lost."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_server_and_database_live_after_files_slow_clients_floods_and_kills(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    done = subprocess.run(
        [sys.executable, "attack.py", "--short", "--port", str(port), "--home", str(tmp_path / "home")],
        cwd=ROOT / "benchmarks",
        capture_output=True,
        text=True,
        check=False,
        timeout=1500,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| serve hidup | True |" in done.stdout
    assert "| 0 hilang |" in done.stdout
    assert "| 0 macet |" in done.stdout
