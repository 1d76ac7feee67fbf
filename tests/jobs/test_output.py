"""What commands print in a pipe is whole, the sample stays apart, and cleaning keeps the data."""

import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from rich.tree import Tree

from terukur.jobs.management.output import console
from terukur.jobs.sample.accounts import PASSWORD
from terukur.jobs.sample.apart import open_sample_accounts, real_people
from tests.support import cast, quarter
from tests.support.cast import ANI, BUDI

ROOT = Path(__file__).resolve().parents[2]
LONG = "Melayani permohonan " * 40


def test_a_tree_in_a_pipe_is_neither_cut_nor_broken(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    tree = Tree("akar")
    tree.add("cabang").add(LONG.strip())
    console().print(tree)
    assert LONG.strip() in sys.stdout.getvalue()


def test_no_command_makes_a_console_of_its_own():
    makers = [
        path.name
        for path in (ROOT / "src").rglob("*.py")
        if re.search(r"\bConsole\(", path.read_text("utf-8"))
    ]
    assert makers == ["output.py"]


def test_explain_prints_each_indicator_on_one_line(appraisal, monkeypatch, capsys):
    monkeypatch.setattr(
        "terukur.jobs.management.commands.explain.explanation_of",
        lambda found: {**_explained(found), "reasons": [{"label": "Rating", "text": LONG.strip()}]},
    )
    call_command("explain", ANI, period=str(quarter.QUARTER))
    assert LONG.strip() in capsys.readouterr().out


def _explained(found):
    from terukur.appraisal.explanation import explanation_of

    return explanation_of(found)


@pytest.fixture
def people(db):
    cast.load_people()


def test_the_sample_is_not_served_beside_real_people(people, monkeypatch):
    monkeypatch.setattr("terukur.jobs.management.commands.demo.bring_up_to_date", lambda say: None)
    assert real_people() == len(cast.PEOPLE)
    with pytest.raises(CommandError, match=r"bukan rekaan.*TERUKUR_HOME"):
        call_command("demo", no_serve=True, employees=60)


def test_serving_real_people_is_refused_while_a_sample_account_is_open(people, monkeypatch):
    module = "terukur.jobs.management.commands.serve."
    monkeypatch.setattr(f"{module}bring_up_to_date", lambda say: None)
    user = cast.employee(BUDI).user
    user.name = "Melati Kenanga Contoh"
    user.set_password(PASSWORD)
    user.save()
    assert open_sample_accounts() == [user.name]
    with pytest.raises(CommandError, match="Melati Kenanga Contoh"):
        call_command("serve", port=1)
    user.set_password("sudah-diganti-2026")
    user.save()
    assert open_sample_accounts() == []


def test_make_clean_keeps_an_agency_s_data(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    kept = tmp_path / "var" / "postgres" / "PG_VERSION"
    kept.parent.mkdir(parents=True)
    kept.write_text("18")
    (tmp_path / "staticfiles").mkdir()
    subprocess.run(["make", "clean"], cwd=tmp_path, check=True, capture_output=True)
    assert kept.exists()
    assert not (tmp_path / "staticfiles").exists()
