"""In which language an article is: cautious, so that no English is left out."""

from __future__ import annotations

import json
from importlib import import_module

import pytest
from shared_data import shared

from kg.core.model import Article
from kg.extract.recognition import language_of, name_of, unread
from kg.sources import bundled

GERMAN = (
    "Bundeskanzlerin Angela Merkel hat am Dienstag in Berlin den französischen Präsidenten empfangen. "
    "Die beiden sprachen über die Lage in der Ukraine und über die Zukunft der Europäischen Union."
)
HEADLINES = (
    "Putin, Xi meet in Samarkand",
    "Mirziyoyev, Berdimuhamedov, Zhaparov hold trilateral talks: Samarkand summit, Tashkent visit",
    "Nguyễn Phú Trọng receives Thongloun Sisoulith",
    "PUTIN, XI MEET IN SAMARKAND; ERDOGAN, RAISI, ALIYEV ARRIVE",
    "Sheikh Abdullah bin Zayed Al Nahyan, Hossein Amirabdollahian, Fuad Hussein, Ayman Safadi, Faisal "
    "bin Farhan Al Saud, Badr bin Hamad bin Hamood Albusaidi, Salem Abdullah Al-Jaber Al-Sabah",
    "Present: Zhou Enlai, Qiao Guanhua, Zhang Wenjin, Ji Chaozhu, Wang Hairong, Tang Wensheng",
    "They met.",
    "1. 2. 3.",
    "",
    "AI AQ AS AW AX BL BM BQ BV CC CK CW CX EH FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP",
)


def of(text: str, language: str = "en") -> str:
    return language_of(Article(id="a", text=text, language=language))


@pytest.mark.parametrize("text", HEADLINES)
def test_what_says_too_little_is_read(text: str) -> None:
    assert of(text) == of(text.upper()) == of(text.lower() if text.isupper() else text) == ""


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("de", GERMAN),
        ("de", GERMAN.upper()),
        ("zh", "国家主席习近平星期二在北京会见了法国总统马克龙。"),
        ("ar", "التقى وزير الخارجية الروسي سيرغي لافروف نظيره الأمريكي"),
        ("ru", "Министр иностранных дел встретился в Москве с послом Франции."),
    ],
)
def test_what_is_plainly_another_language(code: str, text: str) -> None:
    assert of(text) == of(text, "en-GB") == code


def test_the_text_outweighs_the_source_where_it_is_plain() -> None:
    english = (
        "The minister said that he had met with the ambassadors and that they would meet again."
    )
    assert of(english, "de") == of(english, "fr-CA") == "en"
    assert of("Putin, Xi meet in Samarkand", "de") == "de"
    assert of("Le ministre a rencontré son homologue.", "fr-CA") == "fr"
    # Nobody can tell what these mean.
    assert of("Le ministre a rencontré son homologue.", "?") == ""


@pytest.mark.parametrize(
    ("code", "name"),
    [("de", "German"), ("zh", "Chinese"), ("fa", "Persian"), ("nb", "Norwegian Bokmål"), ("und", "another language")],
)  # fmt: skip
def test_languages_have_their_english_names(code: str, name: str) -> None:
    assert name_of(code) == name


def test_what_is_read_has_no_line() -> None:
    assert unread(Article(id="a", text=GERMAN), ("en", "de")) is None
    refused = unread(Article(id="a", text=GERMAN), ("en",))
    assert refused is not None
    assert (refused.source, refused.what) == ("a", "in German, which is not read")
    assert "translation into English" in refused.mend


def test_other_languages_are_told_by_a_few_sentences() -> None:
    """The examples of spaCy, eight short sentences for each of many languages."""
    for code in ("ar", "cs", "de", "el", "es", "fa", "fr", "he", "hi", "it", "ja", "ko", "nl", "pl", "pt", "ru",
                 "sv", "tr", "uk", "vi"):  # fmt: skip
        sentences = import_module(f"spacy.lang.{code}.examples").sentences
        assert of(" ".join(sentences)) == code
        assert [s for s in sentences if of(s) == "en"] == []


def test_the_bundled_articles_are_english() -> None:
    for article in bundled.articles():
        assert language_of(article) == "en"
        for size in (40, 80, 160, 320):
            assert of(article.text[:size]) in {"", "en"}
        assert of(article.text.upper()) == "en"


@pytest.mark.parametrize(
    "name",
    ["corpora/white-house-dev", "corpora/kremlin-dev", "corpora/frus-dev", "corpora/negatives-dev",
     "gold/reader/train", "gold/reader/dev"],
)  # fmt: skip
def test_no_article_of_the_development_sets_is_left_out(name: str) -> None:
    lines = shared(f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines:
        text = json.loads(line)["text"]
        assert of(text) in {"", "en"}, text[:200]
        for at in range(0, len(text), 600):
            assert of(text[at : at + 100]) in {"", "en"}, text[at : at + 100]
