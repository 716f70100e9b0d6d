"""Which article is read by what: English as before, other languages by the model whose card lists them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.check.evaluate import GoldSet, foreign, measures_of
from kg.construction.workers import frames_of_each
from kg.core.errors import KgError
from kg.core.model import Article, Evidence, Frame, Problem
from kg.extract import extractor
from kg.extract.others import ByLanguage
from kg.extract.reader.model import look
from kg.extract.recognition import unread

ENGLISH = "The minister said that he had met with them in Paris, and that they would meet again."
FRENCH = (
    "Le ministre a dit qu’il les avait rencontrés à Paris et qu’ils se reverraient bientôt là-bas."
)
GERMAN = (
    "Der Minister sagte, dass er sie in Paris getroffen habe und dass sie sich dort wieder sehen."
)


@dataclass
class Counted:
    """Reads English: one frame for each article, and remembers them."""

    name: str = "both"
    model: str = "m"
    settings: str = " s"
    languages: tuple[str, ...] = ("en",)

    def __post_init__(self) -> None:
        self.read: list[str] = []

    def many(
        self, articles: Iterable[Article]
    ) -> Iterator[tuple[Article, tuple[Frame, ...] | Exception]]:
        for a in articles:
            self.read.append(a.id)
            yield a, (told(a, "english"),)


def told(a: Article, rule: str) -> Frame:
    return Frame(
        type="meeting", status="held", participants=(), when=None, venue=None, topics=(), reported_by=(),
        evidence=(Evidence(start=0, end=len(a.text), quote=a.text),), confidence=0.5, rule=rule,
    )  # fmt: skip


def two() -> tuple[Counted, ByLanguage]:
    english = Counted()
    reads = ByLanguage(
        english, lambda a, code: (told(a, code),), languages=("fr",), more=("de",), settings=" x"
    )
    return english, reads


def test_each_article_is_read_by_what_reads_its_language_and_in_its_order() -> None:
    english, reads = two()
    articles = [Article(id=n, text=t) for n, t in (("a", FRENCH), ("b", ENGLISH), ("c", FRENCH))]
    assert [(a.id, found[0].rule) for a, found in reads.many(articles)] == [
        ("a", "fr"), ("b", "english"), ("c", "fr"),
    ]  # fmt: skip
    assert english.read == ["b"]
    assert (reads.languages, reads.settings) == (("en", "fr"), " s x")


def test_a_language_that_is_not_read_well_is_named_with_how_to_have_it_read() -> None:
    _, reads = two()
    texts = ("a", GERMAN), ("b", FRENCH)
    refused, found = frames_of_each(reads, [Article(id=n, text=t) for n, t in texts])
    assert isinstance(refused, Problem)
    assert refused.what == "in German, which is not read well enough"
    assert "--language all" in refused.mend
    assert not isinstance(found, Problem)
    assert unread(Article(id="a", text=GERMAN), ("en", "de"), ()) is None


def test_what_goes_wrong_with_one_article_costs_that_article() -> None:
    def fails(article: Article, code: str) -> tuple[Frame, ...]:
        raise ValueError(code)

    reads = ByLanguage(Counted(), fails, languages=("fr",))
    (_, bad), (_, good) = reads.many([Article(id="a", text=FRENCH), Article(id="b", text=ENGLISH)])
    assert isinstance(bad, ValueError)
    assert not isinstance(good, Exception)


def archive(path: Path, card: dict[str, object]) -> Path:
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("card.json", json.dumps(card))
    return path


def test_a_card_says_which_languages_without_the_model_being_read(tmp_path: Path) -> None:
    many = look(archive(tmp_path / "m.zip", {"name": "m", "languages": ["fr", "ru"]}))
    assert many.languages == ("fr", "ru")
    assert look(archive(tmp_path / "o.zip", {"name": "o"})).languages == ("en",)
    again = look(archive(tmp_path / "n.zip", {"name": "m", "languages": ["fr", "ru", "de"]}))
    assert again.name != many.name
    (tmp_path / "bad.zip").write_bytes(b"no archive")
    with pytest.raises(KgError, match="no model of a reader"):
        look(tmp_path / "bad.zip")


def test_a_model_of_other_languages_is_named_and_english_stays_as_it_is(tmp_path: Path) -> None:
    given = archive(tmp_path / "m.zip", {"name": "m", "languages": ["fr", "xx"]})
    wanted = extractor.Wanted(reader=str(given), every=True)
    reads, plain = extractor.named(wanted), extractor.named(extractor.Wanted())
    assert reads.languages == ("en", "fr")
    assert reads.model == plain.model
    assert reads.settings.startswith(plain.settings.partition(" other languages")[0])
    assert "fr" in extractor.named(extractor.Wanted(reader=str(given))).more or "fr" in (
        extractor.named(extractor.Wanted(reader=str(given))).languages
    )


def test_measures_by_language_have_a_row_for_each() -> None:
    rows = tuple(
        {"id": n, "language": code, "text": t, "events": []}
        for n, code, t in (("a", "fr", FRENCH), ("b", "de", GERMAN))
    )
    articles = tuple(Article(id=r["id"], text=r["text"], language=r["language"]) for r in rows)
    gold = GoldSet(name="x", kind="full", gold=rows, articles=articles, digest="d")
    reads = ByLanguage(Counted(), lambda a, code: (), languages=("fr", "de"))
    assert [m.name for m in measures_of(gold, reads, by=["language"])] == ["x", "x: de", "x: fr"]
    assert foreign(gold)
