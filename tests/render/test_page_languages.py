"""The page in each of its languages, and quotes in theirs: Russian, Chinese, Arabic beside English."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import page_data
import pytest
import tongue_data

from kg.render import page as made
from kg.render import render, words, write
from kg.render.payload import build

Open = Callable[..., Any]
MEETING = "#select=event:event/2024-06-16-meeting"
SIZES = ((390, 844), (1024, 768), (1440, 900))

VISIBLE = """() => {
  const out = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let n = walk.nextNode(); n; n = walk.nextNode()) {
    if (n.nodeType === 3) { if (!["SCRIPT", "STYLE", "NOSCRIPT"].includes(n.parentNode.tagName)) out.push(n.data); }
    else for (const name of ["aria-label", "placeholder", "title"]) if (n.hasAttribute(name)) out.push(n.getAttribute(name));
  }
  return out;
}"""

CUT = """() => {
  const out = [];
  for (const e of document.querySelectorAll("button, summary, label, legend, h1, h2, h3, p, li, th, td")) {
    if (!e.offsetParent || e.closest(".unseen, svg, #canvas, .scroll")) continue;
    const box = e.getBoundingClientRect();
    if (box.width && box.right > innerWidth + 1) out.push(e.textContent.slice(0, 50));
    if (e.matches(".tabs button, .switch button, .strong") && e.scrollWidth > e.clientWidth + 1) out.push(e.textContent);
  }
  return out;
}"""


@pytest.fixture(scope="session")
def tongues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tongues") / "tongues.html"
    write(path, render(tongue_data.tongues()))
    return path


@pytest.fixture
def masked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A page whose own words have no letters: every letter that is left comes from the graph."""
    plain = words.everything()

    def mask(entry: Any) -> Any:
        if isinstance(entry, dict):
            return {form: mask(text) for form, text in entry.items()}
        return re.sub(r"\{\w+\}|[^\W\d_]", lambda m: m[0] if m[0][0] == "{" else "¤", entry)

    # The words that a search leaves out are nobody's to read.
    kept = plain["keys"].index("search.idle")
    masks = [e if n == kept else mask(e) for n, e in enumerate(plain["words"]["de"])]
    monkeypatch.setattr(
        words, "everything", lambda: plain | {"words": plain["words"] | {"de": masks}}
    )
    made._spoken.cache_clear()
    path = tmp_path / "masked.html"
    write(path, render(page_data.small()))
    yield path
    made._spoken.cache_clear()


def of_the_graph() -> set[str]:
    """The words that the graph of the masked page brings, with those of months and states."""
    payload = build(page_data.small())
    text = f"{payload.graph} {payload.evidence} CSV PDF SVG PNG iframe src card html width height"
    text += (
        " sandbox allow popups title diplokg masked mm dd yyyy svg tab select level show network"
    )
    text += " English Deutsch Français Español Русский"
    return set(re.findall(r"[^\W\d_]{2,}", text))


@pytest.mark.parametrize(
    "address",
    [
        "#show=all",
        "#tab=timeline&show=all",
        "#tab=map",
        "#tab=table",
        "#tab=table&rows=actors",
        "#tab=accounts",
        "#select=actor:person/sergey-lavrov",
        "#select=state:country/ru",
        "#select=pair:person/mike-pompeo|person/sergey-lavrov",
        "#select=event:event/2019-05-14-meeting-mike-pompeo-sergey-lavrov-vladimir-putin",
        "#tab=accounts&select=event:event/2019-12-10-meeting-mike-pompeo-sergey-lavrov",
        "#select=versus:person/mike-pompeo|person/sergey-lavrov",
        "#select=periods:2018-01-01..2018-12-31|2019-01-01..2019-12-31",
        "#select=nobody:x",
    ],
)
def test_every_word_of_the_page_stands_in_the_files(show: Open, masked: Path, address: str) -> None:
    page = show(masked, address, locale="de-DE")
    # The passages come after the page.
    page.wait_for_timeout(400)
    page.evaluate("document.querySelectorAll('.colours').forEach((e) => e.remove())")
    for details in page.query_selector_all("#panel details.correct"):
        details.evaluate("e => (e.open = true)")
    page.wait_for_timeout(50)
    known = {word.casefold() for word in of_the_graph()}
    # Months and names of states come from the browser, as the reader writes them.
    german = re.compile(
        "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|jan|feb|apr|jun|jul|aug|"
        "sept?|okt|nov|dez|russland|vereinigte|staaten|nordkorea|südkorea|china|japan|vietnam|finnland|um|und|bis|mär"
    )
    left = {
        word
        for text in page.evaluate(VISIBLE)
        for word in re.findall(r"[^\W\d_]{2,}", text)
        if word.casefold() not in known and not german.fullmatch(word.casefold())
    }
    assert left == set()


@pytest.mark.parametrize(
    ("locale", "lang", "said"),
    [
        ("fr-CA", "fr", "Réseau"),
        ("ru-RU", "ru", "Сеть"),
        ("es-MX", "es", "Red"),
        ("de-AT", "de", "Netz"),
        ("en-US", "en", "Network"),
        ("ja-JP", "en", "Network"),
    ],
)
def test_the_page_speaks_the_language_of_its_reader(
    show: Open, locale: str, lang: str, said: str
) -> None:
    page = show("small", locale=locale)
    assert page.get_attribute("html", "lang") == lang
    assert page.inner_text("#tab-network") == said
    assert page.title() == words.say("title", lang)
    assert page.inner_text("#skip") == words.say("skip", lang)
    assert page.get_attribute("#search", "placeholder") == words.say("search.placeholder", lang)
    assert page.input_value("#language") == lang


def test_a_language_is_chosen_and_kept_in_the_address(show: Open) -> None:
    page = show("small", "#tab=table&select=state:country/ru")
    page.select_option("#language", "ru")
    page.wait_for_selector("html[lang=ru][data-ready=true]", state="attached")
    assert "lang=ru" in page.url
    assert "tab=table" in page.url
    assert page.inner_text("#panel h2") == "Россия"
    assert page.inner_text("#counts").startswith("19 из 20 событий, 8 участников")
    page.click("#publish-open")
    assert "lang=ru" in page.input_value("#publish-link")
    page.keyboard.press("Escape")
    page.go_back()
    page.wait_for_selector("html[lang=en][data-ready=true]", state="attached")


def test_an_address_asks_for_a_language_whatever_the_reader_speaks(show: Open) -> None:
    assert show("small", "#lang=es", locale="fr-FR").inner_text("#tab-map") == "Mapa"
    assert show("small", "#lang=xx", locale="fr-FR").inner_text("#tab-map") == "Carte"
    # No name that every object has is a language.
    assert show("small", "#lang=constructor", locale="fr-FR").inner_text("#tab-map") == "Carte"


def test_a_page_is_made_in_a_language(show: Open, tmp_path: Path) -> None:
    path = tmp_path / "fr.html"
    write(path, render(page_data.small(), lang="fr"))
    text = path.read_text(encoding="utf-8")
    assert '<html lang="fr">' in text
    assert "<title>Qui a rencontré qui</title>" in text
    page = show(path, locale="en-GB")
    assert page.inner_text("#tab-network") == "Réseau"
    assert "10 décembre 2019" in page.inner_text("#panel")
    assert show(path, "#lang=en").inner_text("#tab-network") == "Network"


def test_plurals_and_dates_are_those_of_the_language(show: Open) -> None:
    page = show("small", "#lang=ru&select=pair:person/mike-pompeo|person/sergey-lavrov")
    lead = page.inner_text("#panel .lead")
    assert "2 встречи; последний контакт: 10 декабря 2019, место: Washington." in lead
    page = show("small", "#lang=de&select=pair:person/mike-pompeo|person/sergey-lavrov")
    assert "2 Treffen, zuletzt am 10. Dezember 2019, Ort: Washington." in page.inner_text(
        "#panel .lead"
    )
    assert page.inner_text("#panel h2") == "Mike Pompeo und Sergey Lavrov"


@pytest.mark.parametrize("lang", sorted(words.LANGUAGES))
def test_nothing_is_cut_at_three_widths(show: Open, lang: str) -> None:
    page = show("small", f"#lang={lang}")
    for tab in ("network", "timeline", "map", "table", "accounts"):
        page.click(f"#tab-{tab}")
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate(CUT) == [], (tab, width)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (tab, width)


# ---- quotes in their languages


def test_each_quote_says_its_language_and_direction(show: Open, tongues: Path) -> None:
    page = show(tongues, MEETING)
    page.wait_for_selector(".passage blockquote")
    quotes = page.eval_on_selector_all(
        ".passage blockquote",
        "all => all.map((q) => [q.lang, q.dir, getComputedStyle(q).direction])",
    )
    assert sorted(quotes) == [
        ["ar", "rtl", "rtl"],
        ["en", "auto", "ltr"],
        ["ru", "auto", "ltr"],
        ["zh-Hans", "auto", "ltr"],
    ]
    tags = page.eval_on_selector_all(".passage .tongue", "all => all.map((e) => e.textContent)")
    assert sorted(tags) == ["Arabic", "English", "Russian", "Simplified Chinese"]


def test_accounts_in_two_languages_stand_side_by_side(show: Open, tongues: Path) -> None:
    page = show(
        tongues,
        f"{MEETING}&tab=accounts&account=article/2024-06-16-ru&account=article/2024-06-16-zh-hans",
    )
    page.wait_for_selector("table.accounts")
    row = page.locator("table.accounts tr", has_text="energy").locator("td")
    cells = row.evaluate_all(
        "all => all.map((td) => [td.querySelector('q')?.lang, td.querySelector('mark')?.textContent, td.querySelector('.tongue')?.textContent])"
    )
    assert cells[:2] == [
        ["ru", "энергетику", "Russian"],
        ["zh-Hans", "能源合作", "Simplified Chinese"],
    ]
    page = show(
        tongues,
        f"{MEETING}&tab=accounts&lang=fr&account=article/2024-06-16-ru&account=article/2024-06-16-zh-hans",
    )
    page.wait_for_selector("table.accounts .tongue")
    assert "russe" in page.inner_text("table.accounts")


def test_a_graph_in_one_language_has_no_tags(show: Open) -> None:
    page = show("small", "#select=event:event/2019-12-10-meeting-mike-pompeo-sergey-lavrov")
    page.wait_for_selector(".passage blockquote")
    assert page.locator(".tongue").count() == 0


@pytest.mark.parametrize(
    ("lang", "name"),
    [
        ("en", "arms control"),
        ("fr", "maîtrise des armements"),
        ("ru", "контроль над вооружениями"),
        ("es", "control de armamentos"),
        ("de", "Rüstungskontrolle"),
    ],
)
def test_topics_of_the_scheme_have_their_names_in_the_language_of_the_page(
    show: Open, lang: str, name: str
) -> None:
    page = show("small", f"#lang={lang}&select=topic:topic/arms-control")
    assert page.inner_text("#panel h2") == name
    assert name in page.locator("#facets .choice-name").all_inner_texts()
    # What no list has a name for keeps the one that it has.
    assert "denuclearisation" in page.locator("#facets .choice-name").all_inner_texts()
    page.fill("#search", name)
    page.wait_for_selector("html[data-searchable=true]")
    found = "#hits .hit[id]"
    page.wait_for_selector(f"{found}:has-text({name!r})")
    # Who knows the English name finds it, too.
    page.fill("#search", "arms control")
    page.wait_for_selector(f"{found}:has-text({name!r})")
    assert page.locator(found).count() > 1


@pytest.mark.parametrize(
    ("asked", "marked"),
    [
        ("торговлю", "торговлю"),
        ("ТОРГОВЛЮ ЭНЕРГЕТИКУ", "энергетику"),
        ("еще", "Ещё"),
        ("能源", "能源"),
        ("俄罗斯外长", "俄罗斯外长"),
        ("势", "势"),
        ("التجارة", "التجارة"),
        ("تجارة", "التجارة"),
        ("strasse", "Straße"),
        ("elysee", "Élysée"),
    ],
)
def test_the_search_finds_words_of_any_script(
    show: Open, tongues: Path, asked: str, marked: str
) -> None:
    page = show(tongues)
    page.fill("#search", asked)
    page.wait_for_selector("html[data-searchable=true]")
    page.wait_for_selector("#hits .hit mark")
    assert marked in page.eval_on_selector_all("#hits mark", "all => all.map((m) => m.textContent)")


def test_what_is_said_of_a_quote_is_in_the_order_of_the_page(show: Open, tongues: Path) -> None:
    page = show(tongues)
    page.fill("#search", "التجارة")
    page.wait_for_selector("html[data-searchable=true]")
    quote = page.locator("#hits [aria-label=Quotes] .hit")
    quote.locator("mark").first.wait_for()
    direction = "e => getComputedStyle(e).direction"
    assert quote.locator(".hit-label").evaluate(direction) == "rtl"
    # The outlet has an Arabic name, and the day that follows is no part of it.
    line = quote.locator(".hit-why")
    assert line.evaluate(direction) == "ltr"
    boxes = [line.locator(part).first.bounding_box()["x"] for part in ("bdi", ".tongue")]
    assert boxes == sorted(boxes)
    # The words end where their lines begin: at the right edge of the list.
    assert quote.locator(".hit-label").bounding_box()["width"] > quote.bounding_box()["width"] - 30


def test_a_sentence_about_an_outlet_is_in_the_order_of_the_page(show: Open, tongues: Path) -> None:
    page = show(
        tongues,
        f"{MEETING}&tab=accounts&account=article/2024-06-16-ar&account=article/2024-06-16-ru",
    )
    page.wait_for_selector("table.accounts")
    alone = page.locator("table.accounts tr", has_text="Gaza").locator("td").last
    assert alone.inner_text().endswith("alone")
    assert alone.evaluate("e => getComputedStyle(e).direction") == "ltr"


def test_the_search_leaves_out_what_is_not_there(show: Open, tongues: Path) -> None:
    page = show(tongues)
    page.fill("#search", "源能")
    page.wait_for_selector("html[data-searchable=true]")
    page.wait_for_selector("#hits .void")


def test_kinds_and_days_are_understood_in_the_language_of_the_page(show: Open) -> None:
    page = show("small", "#lang=ru")
    page.fill("#search", "саммит июнь 2018")
    page.wait_for_selector("html[data-searchable=true]")
    found = page.evaluate("document.getElementById('found').understood")
    assert found["types"] == ["summit"]
    assert (found["from"], found["to"]) == ("2018-06-01", "2018-06-30")
