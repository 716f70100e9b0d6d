"""From a Russian and an English readout of one call to one event that shows both, on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.cli import main
from kg.extract.reader import model

RUSSIAN = """О телефонном разговоре С.В.Лаврова с Министром иностранных дел Турции Х.Фиданом

14 марта 2024 года состоялся телефонный разговор Министра иностранных дел Российской Федерации С.В.Лаврова с \
Министром иностранных дел Турецкой Республики Хаканом Фиданом.

Министры обсудили положение в Черноморском регионе.
"""
ENGLISH = """ANKARA, 14 March 2024 - Turkish Foreign Minister Hakan Fidan spoke by telephone with Russian Foreign \
Minister Sergey Lavrov on Thursday about the Black Sea, the ministry said.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "ru.txt").write_text(RUSSIAN, encoding="utf-8")
    (texts / "en.txt").write_text(ENGLISH, encoding="utf-8")
    return texts


@pytest.mark.slow
def test_two_readouts_in_two_languages_are_one_event_with_two_accounts(
    folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "graph")
    assert main(["build", "-q", str(folder), "--store", store, "--language", "all"]) == 0
    assert main(["explain", "Fidan Lavrov", "--store", store]) == 0
    said = capfd.readouterr().out
    assert "Phone call of Fidan and Lavrov, 14 March 2024" in said
    assert "2 passages of 2 articles tell of it" in said
    assert "телефонном разговоре" in said or "телефонный разговор" in said
    assert "spoke by telephone" in said
    query = tmp_path / "calls.rq"
    query.write_text("SELECT ?e { ?e a kg:PhoneCall }", encoding="utf-8")
    assert main(["query", str(query), "--store", store]) == 0
    assert capfd.readouterr().out.replace("\n", "").count("phone-call-fidan-lavrov") == 1


@pytest.mark.slow
def test_without_being_asked_it_is_named_and_left_out(
    folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "graph")
    assert main(["build", str(folder), "--store", store]) == 3
    said = capfd.readouterr().err
    assert "ru.txt: in Russian, which is not read well enough" in said
    assert "--language all" in said


def test_where_no_reader_of_them_is_installed_it_says_how_to_have_one(
    folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "of_languages", lambda: None)
    store = tmp_path / "graph"
    assert main(["build", str(folder), "--store", str(store), "--language", "all"]) not in {0, 3}
    said = capfd.readouterr().err
    assert "no reader of other languages" in said
    assert "pip install ./readers/languages" in said
    assert not store.exists()
