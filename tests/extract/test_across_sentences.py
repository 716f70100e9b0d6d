"""What an article tells across its sentences, by its form and by who publishes it.

The language of the cases is that of test_extraction.py.
"""

from __future__ import annotations

from datetime import date

import pytest
from test_extraction import PUBLISHED, Wanted, fault, read_cases, told

from kg.core.model import Article
from kg.extract.records import record
from kg.extract.rules import Annotator
from kg.sources.layout import describe

ACROSS = """
a second round | The foreign ministers of Kenya and Chad met in Nairobi on Monday. A second round is to be held in N'Djamena in January.
    meeting held 2019-12-09 @Nairobi/KE : ~/KE + ~/TD
    negotiation planned 2020-01 @*/TD : ~/KE + ~/TD
another meeting | Xi Jinping met Vladimir Putin in Moscow on Monday. Another meeting is planned for July in Astana.
    meeting held 2019-12-09 @Moscow/RU : Xi/CN + Putin/RU
    meeting planned 2020-07 @*/KZ : Xi/CN + Putin/RU
no round without a day | Xi Jinping met Vladimir Putin in Moscow on Monday. Another meeting would be useful, he said.
    meeting held 2019-12-09 @Moscow/RU : Xi/CN + Putin/RU
the two last met | Angela Merkel received Giuseppe Conte in Berlin on Monday. The two last met in Rome in September.
    meeting held 2019-12-09 @Berlin/DE : Merkel/DE + Conte/IT
    meeting held 2019-09 @Rome/IT : Merkel/DE + Conte/IT
heads of the same states | Foreign Minister Raychelle Omamo of Kenya met Foreign Minister Cherif Zene of Chad in Nairobi. In October, the two presidents met in Addis Ababa.
    meeting held - @Nairobi/KE : Omamo/KE + Zene/TD
    meeting held 2019-10 @Addis Ababa/ET : ~/KE + ~/TD
a name for an office | The prime ministers of Fiji and Samoa met in Suva on Monday. Fiji's Ratu Tevita and his Samoan counterpart, Sione Malietoa, shook hands.
    meeting held 2019-12-09 @Suva/FJ : Tevita/FJ + Malietoa/WS
gapped list | Recep Tayyip Erdogan will meet Vladimir Putin in Sochi on Friday and Emmanuel Macron in Paris on Saturday.
    meeting planned 2019-12-13 @Sochi/RU : Erdogan/TR + Putin/RU
    meeting planned 2019-12-14 @Paris/FR : Erdogan/TR + Macron/FR
gapped journey | Mike Pompeo will travel to South Korea on Thursday and to China on Friday.
    visit planned 2019-12-12 @/KR : Pompeo/US + =KR
    visit planned 2019-12-13 @/CN : Pompeo/US + =CN
one journey, two days | Mike Pompeo met Sergey Lavrov on Monday and Tuesday.
    meeting held * @- : Pompeo/US + Lavrov/RU
separately | Emmanuel Macron met separately with Angela Merkel and Giuseppe Conte in Brussels on Monday.
    meeting held 2019-12-09 @Brussels/BE : Macron/FR + Merkel/DE
    meeting held 2019-12-09 @Brussels/BE : Macron/FR + Conte/IT
a visit by the way | French Foreign Minister Jean-Yves Le Drian, on a visit to Rabat, was received by King Mohammed VI on Monday.
    visit held * @Rabat/MA : Drian/FR + =MA
    meeting held 2019-12-09 @Rabat/MA : Drian/FR + Mohammed/MA
two clauses, two subjects | Following President Trump's phone call with Boris Johnson on Friday, Mike Pompeo met Dominic Raab in London on Monday.
    phone_call held 2019-12-06 @- : Trump/US + Johnson/GB
    meeting held 2019-12-09 @London/GB : Pompeo/US + Raab/GB
delegation led by | A delegation led by Turkish Foreign Minister Mevlüt Çavuşoğlu met Wang Yi in Beijing on Monday.
    meeting held 2019-12-09 @Beijing/CN : Çavuşoğlu/TR + Wang/CN
an hour of talks | Xi Jinping and Vladimir Putin held an hour of talks in Moscow on Monday.
    meeting held 2019-12-09 @Moscow/RU : Xi/CN + Putin/RU
object after a place | Peru's foreign minister received this morning in his office Mourad Benhabib, Ambassador of Algeria.
    meeting held 2019-12-10 @- : ~/PE + Benhabib/DZ
no object of a possessive | Joe Biden met Shinzo Abe in Tokyo. He welcomed the prime minister's decision.
    meeting held - @Tokyo/JP : Biden/US + Abe/JP
a conversation of those who met | Wang Yi met Mike Pompeo in Munich on Monday. "We had a candid conversation," Pompeo said.
    meeting held 2019-12-09 @Munich/DE : Wang/CN + Pompeo/US : Pompeo
due | Jordan's King Abdullah is due in London on Friday.
    visit planned 2019-12-13 @London/GB : Abdullah/JO + =GB
credentials | The Czech ambassador presented his credentials to Vietnamese President Nguyen Phu Trong on Monday.
    meeting held 2019-12-09 @- : ~/CZ + Trong/VN
courtesy call | The courtesy call on Prime Minister Boris Johnson by the Foreign Minister of Suriname took place on Monday.
    meeting held 2019-12-09 @- : ~/SR + Johnson/GB
signed by those who talked | Sergey Lavrov met Javad Zarif in Moscow on Monday. A memorandum of understanding was signed.
    meeting held 2019-12-09 @Moscow/RU : Lavrov/RU + Zarif/IR
    agreement_signing held * @* : =RU + =IR
called off | Mike Pompeo will meet Kim Yong-chol in New York on Thursday. The talks were called off on Monday.
    meeting cancelled 2019-12-12 @New York/US : Pompeo/US + Kim/KP
invited | General Tiani of Niger has accepted an invitation from President Tebboune of Algeria to visit in January.
    invitation held - @* : Tiani/NE + Tebboune/DZ
    visit proposed/planned 2020-01 @*/DZ : Tiani/NE + =DZ
nickname | Israel's defense minister, Benjamin "Benny" Gantz, met Mark Esper in Tel Aviv on Monday.
    meeting held 2019-12-09 @Tel Aviv/IL : Gantz/IL + Esper/US
surname of a state | Vladimir Putin met Luís Montenegro of Portugal in Moscow on Monday.
    meeting held 2019-12-09 @Moscow/RU : Putin/RU + Montenegro/PT
mission of the White House | The White House hosted a reception. Boris Johnson met Donald Trump there on Monday.
    meeting held 2019-12-09 @* : Johnson/GB + Trump/US
later that day | Mike Pompeo arrived in Brussels on Monday. He also saw Federica Mogherini. In October he had met Jens Stoltenberg.
    visit held 2019-12-09 @Brussels/BE : Pompeo/US + =BE
    meeting held 2019-12-09 @* : Pompeo/US + Mogherini
    meeting held 2019-10 @* : Pompeo/US + Stoltenberg
in town for talks | On Monday the North Korean leader Kim Jong-un was in Dalian for talks with Xi Jinping.
    visit held 2019-12-09 @Dalian/CN : Kim/KP + =CN
    meeting held * @Dalian/CN : Kim/KP + Xi/CN
looked forward to | Mike Pompeo said that he looked forward to seeing Sergey Lavrov in Sochi in January.
    meeting planned 2020-01 @Sochi/RU : Pompeo/US + Lavrov/RU
earlier in the day | Boris Johnson will meet Sergey Lavrov in Rome on December 20. Earlier in the day Angela Merkel had met Giuseppe Conte in Berlin.
    meeting planned 2019-12-20 @Rome/IT : Johnson/GB + Lavrov/RU
    meeting held 2019-12-10 @Berlin/DE : Merkel/DE + Conte/IT
the pair that is talked about | The talks will cover Turkish-Georgian trade and cultural cooperation.
    meeting planned - @- : =TR + =GE
the pair talked about, in the past | The discussion focused on Turkish-Georgian relations and on energy.
    meeting held - @- : =TR + =GE
another's discussion of a pair | The panel discussion will focus on US-China relations and is open to students.
a pair that is written about | The book covers Turkish-Georgian relations since 1991.
told to the press together | Following Turkish-Greek talks, Recep Tayyip Erdogan and Kyriakos Mitsotakis gave statements for the press.
    meeting held - @- : Erdogan/TR + Mitsotakis/GR
their talks told to the press | After their talks, Recep Tayyip Erdogan and Kyriakos Mitsotakis made press statements.
    meeting held - @- : Erdogan/TR + Mitsotakis/GR
others tell the press | Following US-Russian talks in Geneva, Emmanuel Macron and Angela Merkel gave statements for the press.
    meeting held - @Geneva/CH : =US + =RU
a pair without anybody named | Turkish-Greek talks resumed in Ankara on Monday.
    meeting held 2019-12-09 @Ankara/TR : =TR + =GR
the pair of those who talked | Vladimir Putin held talks with Aleksandar Vucic in Sochi on Monday. The Russian-Serbian talks lasted two hours.
    meeting held 2019-12-09 @Sochi/RU : Putin/RU + Vučić/RS
bilateral relations are no bilateral | The report is on US-Romanian bilateral relations of long standing.
tomorrow is told | Vladimir Putin met Xi Jinping in Vladivostok on December 11.
    meeting held 2019-12-11 @Vladivostok/RU : Putin/RU + Xi/CN
"""


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [pytest.param(text, wanted, id=name) for name, text, wanted in read_cases(ACROSS)],
)
def test_gives_these_events(annotator: Annotator, text: str, wanted: list[Wanted]) -> None:
    frames = annotator.annotate(describe(Article(id="case", text=text, published=PUBLISHED)))
    assert not fault(wanted, frames), "\n".join(told(f) for f in frames)


def test_a_programme_has_an_owner_and_its_lines_the_day_above_them(annotator: Annotator) -> None:
    text = (
        "Prime Minister Ingeborg Aasland's programme for the coming week is as follows.\n\n"
        "Thursday 19 September\n"
        "09.00 Question time\n"
        "14.00 Meeting with the President of Iceland, Mr Guðlaugur Pálsson\n\n"
        "Monday 23 September\n"
        "17.00 Bilateral meeting with Colombian President Iván Duque\n"
    )
    article = Article(
        id="p",
        text=text,
        published=date(2019, 9, 18),
        publisher="Office of the Prime Minister of Norway",
    )
    frames = annotator.annotate(describe(article))
    found = {
        (
            f.when.edtf if f.when else None,
            f.status,
            *sorted(a.polity or "-" for a in f.participants),
        )
        for f in frames
    }
    assert found == {("2019-09-19", "planned", "IS", "NO"), ("2019-09-23", "planned", "CO", "NO")}


@pytest.mark.parametrize(
    ("publisher", "polity"),
    [
        ("Ministry of Foreign Affairs of the People's Republic of China", "CN"),
        ("Office of the Prime Minister of Norway", "NO"),
        ("Norwegian Ministry of Foreign Affairs", "NO"),
        ("The Harbour Gazette", None),
        ("The China Post", None),
    ],
)
def test_the_state_that_speaks(annotator: Annotator, publisher: str, polity: str | None) -> None:
    assert annotator.tools.settings.of(Article(id="a", text="", publisher=publisher)).home == polity


def test_the_minister_of_the_ministry_that_speaks(annotator: Annotator) -> None:
    text = (
        "The Secretary spoke this morning with Foreign Minister Park Jin of the Republic of Korea."
    )
    article = Article(
        id="b",
        text=text,
        published=date(2022, 6, 9),
        publisher="U.S. Department of State",
    )
    (frame,) = annotator.annotate(describe(article))
    assert {a.name for a in frame.participants} == {"Antony Blinken", "Park Jin"}


def test_an_official_without_a_state_is_the_publishers(annotator: Annotator) -> None:
    text = (
        "Foreign Minister Luo Jianping held talks with Foreign Minister Amina Mwakyusa of Tanzania."
    )
    home = Article(
        id="c", text=text, publisher="Ministry of Foreign Affairs of the People's Republic of China"
    )
    (frame,) = annotator.annotate(describe(home))
    assert {(a.name, a.polity) for a in frame.participants} == {
        ("Luo Jianping", "CN"),
        ("Amina Mwakyusa", "TZ"),
    }


@pytest.mark.parametrize(
    ("text", "official"),
    [
        ("Prime Minister Oskar Lindqvist met Foreign Minister Amina Mwakyusa of Tanzania.", "Oskar Lindqvist"),
        ("Foreign Minister Oskar Lindqvist met Foreign Minister Amina Mwakyusa of Tanzania.", "Oskar Lindqvist"),
    ],
)  # fmt: skip
def test_an_official_is_not_of_a_publisher_that_has_no_such_office(
    annotator: Annotator, text: str, official: str
) -> None:
    """The United States have no prime minister, and call who leads their foreign affairs otherwise."""
    article = Article(id="d", text=text, publisher="U.S. Department of State")
    (frame,) = annotator.annotate(describe(article))
    assert {(a.name, a.polity) for a in frame.participants} == {
        (official, None), ("Amina Mwakyusa", "TZ"),
    }  # fmt: skip


def test_a_list_of_those_present_names_an_office_as_it_stands_there(annotator: Annotator) -> None:
    text = (
        "Memorandum of Conversation\nWashington, April 15, 1960\nPARTICIPANTS\n"
        "- The Secretary of State\n- M. Couve de Murville, French Foreign Minister\n"
        "SUBJECT\n- Berlin\nThe Secretary said that he had read the paper."
    )
    article = describe(
        Article(id="m", text=text, url="https://history.state.gov/historicaldocuments/x/d1")
    )
    (event,) = record(article, annotator.annotate(article))["events"]
    secretary = next(p for p in event["participants"] if p["polity"] == "US")
    assert secretary["name"] == "Secretary of State"
    assert "herter" in (secretary["id"] or "")


def test_here_is_the_place_of_the_dateline(annotator: Annotator) -> None:
    text = (
        "PYONGYANG, July 15 (KPS) -- A delegation of Laos headed by Khamsing Phomvihane arrived "
        "here today by air."
    )
    (frame,) = annotator.annotate(describe(Article(id="d", text=text, published=date(2008, 7, 15))))
    assert frame.type == "visit"
    assert frame.venue is not None
    assert (frame.venue.city, frame.venue.country) == ("Pyongyang", "KP")
