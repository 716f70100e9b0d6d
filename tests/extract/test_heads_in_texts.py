"""Who "the UN Secretary-General" of a text is: the one of its day, who acts for that body; nobody where it is not known."""

from __future__ import annotations

from datetime import date

import pytest

from kg.core.model import Article
from kg.extract.rules import Annotator


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator()


def others(annotator: Annotator, text: str, day: date) -> set[tuple[str | None, str | None]]:
    """Who took part in the one event of a text, with the state or body of each, without who is named."""
    (frame,) = annotator.annotate(Article(id="a", text=text, published=day))
    return {(p.name, p.polity) for p in frame.participants if p.name != "Wang Yi"}


def met(annotator: Annotator, whom: str, day: date) -> set[tuple[str | None, str | None]]:
    return others(annotator, f"Wang Yi met {whom} in Stockholm on Monday.", day)


@pytest.mark.parametrize(
    ("whom", "year", "name", "body"),
    [
        ("the UN Secretary-General", 1950, "Trygve Lie", "UN"),
        ("the UN Secretary-General", 1968, "U Thant", "UN"),
        ("the Secretary-General of the United Nations", 1984, "Javier Pérez de Cuéllar", "UN"),
        ("the UN Secretary-General", 1995, "Boutros Boutros-Ghali", "UN"),
        ("the UN chief", 2024, "António Guterres", "UN"),
        ("the Arab League chief", 2014, "Nabil Elaraby", "LAS"),
        ("the NATO Secretary General", 1955, "Hastings Ismay", "NATO"),
        ("the Secretary General of NATO", 1986, "Lord Carrington", "NATO"),
        ("the NATO Secretary General", 2003, "George Robertson", "NATO"),
        ("NATO's Secretary General", 2011, "Anders Fogh Rasmussen", "NATO"),
        ("the NATO Secretary General", 2025, "Mark Rutte", "NATO"),
        ("the President of the European Commission", 1990, "Jacques Delors", "EU"),
        ("the European Commission President", 2003, "Romano Prodi", "EU"),
        ("the President of the European Council", 2016, "Donald Tusk", "EU"),
        ("the EU foreign policy chief", 2012, "Catherine Ashton", "EU"),
        ("the Chairperson of the African Union Commission", 2014, "Nkosazana Dlamini-Zuma", "AFU"),
        ("the Secretary-General of the OAU", 1995, "Salim Ahmed Salim", "OAU"),
        ("the ASEAN Secretary-General", 2005, "Ong Keng Yong", "ASEAN"),
        ("the OSCE Secretary General", 2008, "Marc Perrin de Brichambaut", "OSCE"),
        ("the Secretary General of the Council of Europe", 1996, "Daniel Tarschys", "COE"),
        ("the Commonwealth Secretary-General", 1980, "Shridath Ramphal", "CMW"),
        ("the Arab League Secretary-General", 1994, "Ahmed Asmat Abdel-Meguid", "LAS"),
        ("the OAS Secretary General", 2010, "José Miguel Insulza", "OAS"),
        ("the OIC Secretary General", 2009, "Ekmeleddin İhsanoğlu", "OIC"),
        ("the SCO Secretary-General", 2020, "Vladimir Norov", "SCO"),
        ("the Secretary General of the GCC", 2015, "Abdullatif bin Rashid Al Zayani", "GCC"),
        ("the President of the ECOWAS Commission", 2014, "Kadré Désiré Ouedraogo", "ECOWAS"),
        ("the Director General of the IAEA", 1985, "Hans Blix", "IAEA"),
        ("the IAEA's Director General", 2022, "Rafael Grossi", "IAEA"),
        ("the OPCW Director-General", 2005, "Rogelio Pfirter", "OPCW"),
        ("the Director-General of the WHO", 1980, "Halfdan Mahler", "WHO"),
        ("the WTO Director-General", 2007, "Pascal Lamy", "WTO"),
        ("the ILO Director-General", 2016, "Guy Ryder", "ILO"),
        ("the Director-General of UNESCO", 2012, "Irina Bokova", "UNESCO"),
        ("the FAO Director-General", 1985, "Edouard Saouma", "FAO"),
        ("the Managing Director of the IMF", 1995, "Michel Camdessus", "IMF"),
        ("the World Bank President", 1975, "Robert McNamara", "IBRD"),
        ("the UN High Commissioner for Refugees", 1995, "Sadako Ogata", "UN"),
        ("the UN High Commissioner for Human Rights", 2016, "Zeid Ra'ad Al Hussein", "UN"),
        ("the Vatican Secretary of State", 1975, "Jean-Marie Villot", "VA"),
        ("the Pope", 1965, "Pope Paul VI", "VA"),
        ("the OECD Secretary-General", 2000, "Donald Johnston", "OECD"),
        ("the OPEC Secretary General", 2019, "Mohammed Barkindo", "OPEC"),
    ],
)
def test_the_head_of_a_body_is_who_led_it_then(
    annotator: Annotator, whom: str, year: int, name: str, body: str
) -> None:
    assert met(annotator, whom, date(year, 6, 14)) == {(name, body)}


@pytest.mark.parametrize(
    ("whom", "day", "body"),
    [
        # Between two: Wörner died in August 1994, Claes came in October.
        ("the NATO Secretary General", date(1994, 9, 14), "NATO"),
        # Their source has the years alone, and one followed the other in this.
        ("the Director-General of UNESCO", date(1987, 9, 14), "UNESCO"),
        # Before there was one.
        ("the NATO Secretary General", date(1950, 6, 14), "NATO"),
        # Two presidents, and neither is called so.
        ("the EU President", date(2015, 6, 14), "EU"),
    ],
)
def test_nobody_is_named_where_it_is_not_certain(
    annotator: Annotator, whom: str, day: date, body: str
) -> None:
    assert met(annotator, whom, day) == {(None, body)}


@pytest.mark.parametrize(
    ("text", "year", "name", "body"),
    [
        ("Prime Minister António Guterres met Wang Yi in Lisbon.", 1999, "António Guterres", "PT"),
        ("António Guterres met Wang Yi in Geneva on Monday.", 2012, "António Guterres", "UN"),
        ("Secretary-General António Guterres met Wang Yi.", 2021, "António Guterres", "UN"),
        ("Prime Minister Jens Stoltenberg met Wang Yi in Oslo.", 2010, "Jens Stoltenberg", "NO"),
        ("Jens Stoltenberg met Wang Yi in Brussels on Monday.", 2019, "Jens Stoltenberg", "NATO"),
        ("Prime Minister Mark Rutte met Wang Yi in The Hague.", 2018, "Mark Rutte", "NL"),
        ("Mark Rutte met Wang Yi in Brussels on Monday.", 2025, "Mark Rutte", "NATO"),
    ],
)
def test_a_person_acts_for_whom_they_led_on_the_day(
    annotator: Annotator, text: str, year: int, name: str, body: str
) -> None:
    assert others(annotator, text, date(year, 6, 14)) == {(name, body)}
