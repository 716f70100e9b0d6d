"""Dates in French, Russian, Spanish and German sentences."""

from __future__ import annotations

import pytest
from language_checks import dates

FRENCH = [
    ("Il est arrivé le 3 mai.", "2024-05-03"),
    ("Il était venu le 1er février 2019.", "2019-02-01"),
    ("Ils se parleront lundi.", "2024-05-13"),
    ("Mardi dernier, elle était à Dakar.", "2024-05-14"),
    ("Vendredi dernier, elle était à Dakar.", "2024-05-10"),
    ("Ils se verront vendredi prochain.", "2024-05-17"),
    ("La visite a eu lieu hier soir.", "2024-05-14"),
    ("Elle repart demain.", "2024-05-16"),
    ("Elle était là avant-hier.", "2024-05-13"),
    ("Le ministre a reçu ce jour son homologue.", "2024-05-15"),
    ("Aujourd’hui même, ils ont signé.", "2024-05-15"),
    ("Du 12 au 14 mai, il séjournera à Lima.", "2024-05-12/2024-05-14"),
    ("Il y sera du lundi 6 au mercredi 8 mai 2024.", "2024-05-06/2024-05-08"),
    ("Ils se sont vus les 3, 4 et 5 avril.", "2024-04-03/2024-04-05"),
    ("Le sommet du 30 avril au 2 mai 2023 fut long.", "2023-04-30/2023-05-02"),
    ("La semaine dernière, il a appelé.", "2024-05-06/2024-05-12"),
    ("Il viendra la semaine prochaine.", "2024-05-20/2024-05-26"),
    ("Le mois dernier, rien.", "2024-04"),
    ("L'an dernier, tout allait mieux.", "2023"),
    ("Fin avril, ils ont conclu.", "2024-04"),
    ("À la mi-mars, ils ont conclu.", "2024-03"),
    ("Au début de 2020, ils ont conclu.", "2020"),
    ("Il y a trois jours, ils ont conclu.", "2024-05-12"),
    ("Il y a deux ans, ils avaient conclu.", "2022~"),
    ("À l'automne 2021, ils ont conclu.", "2021-09/2021-11"),
    ("Au premier trimestre 2023, tout a baissé.", "2023-01/2023-03"),
    ("Dans les années 1990, tout a baissé.", "199X"),
    ("Depuis mars, il attend.", "2024-03-01.."),
    ("Jusqu'au 20 avril, il attendait.", "..2024-04-20"),
    ("La réunion du 05/03/2022 a été annulée.", "2022-03-05"),
    ("Vers le 8 mai, il était malade.", "2024-05-08~"),
]
RUSSIAN = [
    ("Он прибыл 3 мая.", "2024-05-03"),
    ("Он прибыл 1-го февраля 2019 года.", "2019-02-01"),
    ("Во вторник они созвонились.", "2024-05-14"),
    ("В прошлую пятницу они созвонились.", "2024-05-10"),
    ("В ближайшую пятницу они встретятся.", "2024-05-17"),
    ("Вчера вечером он улетел.", "2024-05-14"),
    ("Завтра он улетает.", "2024-05-16"),
    ("Позавчера он улетел.", "2024-05-13"),
    ("Сегодня утром подписан протокол.", "2024-05-15"),
    ("С 12 по 14 мая министр будет в Лиме.", "2024-05-12/2024-05-14"),
    ("С понедельника по среду шли переговоры.", "2024-05-13/2024-05-15"),
    ("14–16 апреля 2022 года прошёл форум.", "2022-04-14/2022-04-16"),
    ("3 и 4 апреля прошли консультации.", "2024-04-03/2024-04-04"),
    ("На прошлой неделе он звонил.", "2024-05-06/2024-05-12"),
    ("На следующей неделе он позвонит.", "2024-05-20/2024-05-26"),
    ("В прошлом месяце он звонил.", "2024-04"),
    ("В прошлом году он звонил.", "2023"),
    ("В начале апреля он звонил.", "2024-04"),
    ("В марте 2020 года он звонил.", "2020-03"),
    ("В ходе мартовской встречи он молчал.", "2024-03"),
    ("Три дня назад он звонил.", "2024-05-12"),
    ("Два года назад он звонил.", "2022~"),
    ("Месяц назад он звонил.", "2024-04~"),
    ("Через неделю он позвонит.", "2024-05-19/2024-05-25"),
    ("Осенью 2021 года он звонил.", "2021-09/2021-11"),
    ("Весной прошлого года он звонил.", "2023-03/2023-05"),
    ("В первом квартале 2023 года всё упало.", "2023-01/2023-03"),
    ("В 1990-х годах всё упало.", "199X"),
    ("С марта он ждёт.", "2024-03-01.."),
    ("До 20 апреля он ждал.", "..2024-04-20"),
    ("Встреча 05.03.2022 не состоялась.", "2022-03-05"),
    ("5-го числа прошлого месяца он звонил.", "2024-04-05"),
]
SPANISH = [
    ("Llegó el 3 de mayo.", "2024-05-03"),
    ("Llegó el 1.º de febrero de 2019.", "2019-02-01"),
    ("El martes hablaron por teléfono.", "2024-05-14"),
    ("El viernes pasado hablaron.", "2024-05-10"),
    ("El pasado viernes hablaron.", "2024-05-10"),
    ("El próximo viernes hablarán.", "2024-05-17"),
    ("Anoche regresó a Quito.", "2024-05-14"),
    ("Anteayer regresó a Quito.", "2024-05-13"),
    ("Mañana regresa a Quito.", "2024-05-16"),
    ("Esta mañana firmaron el acta.", "2024-05-15"),
    ("Pasado mañana regresa a Quito.", "2024-05-17"),
    ("Estará allí del 12 al 14 de mayo.", "2024-05-12/2024-05-14"),
    ("Los días 3 y 4 de abril conversaron.", "2024-04-03/2024-04-04"),
    ("La cumbre del 30 de abril al 2 de mayo de 2023 fue larga.", "2023-04-30/2023-05-02"),
    ("La semana pasada llamó.", "2024-05-06/2024-05-12"),
    ("La semana que viene llamará.", "2024-05-20/2024-05-26"),
    ("El mes pasado llamó.", "2024-04"),
    ("El año pasado llamó.", "2023"),
    ("A finales de abril llamó.", "2024-04"),
    ("A mediados de marzo de 2020 llamó.", "2020-03"),
    ("Hace tres días llamó.", "2024-05-12"),
    ("Hace dos años llamó.", "2022~"),
    ("En el otoño de 2021 llamó.", "2021-09/2021-11"),
    ("En el primer trimestre de 2023 todo bajó.", "2023-01/2023-03"),
    ("En los años 90 todo bajó.", "199X"),
    ("Espera desde marzo.", "2024-03-01.."),
    ("Esperó hasta el 20 de abril.", "..2024-04-20"),
    ("La reunión del 5/3/2022 se suspendió.", "2022-03-05"),
    ("El 5 de abril del año pasado llamó.", "2023-04-05"),
    ("El lunes por la noche llamó.", "2024-05-13"),
    ("En marzo del año pasado llamó.", "2023-03"),
]
GERMAN = [
    ("Er kam am 3. Mai an.", "2024-05-03"),
    ("Er kam am 1. Februar 2019 an.", "2019-02-01"),
    ("Am Dienstag telefonierten sie.", "2024-05-14"),
    ("Am vergangenen Freitag telefonierten sie.", "2024-05-10"),
    ("Am kommenden Freitag treffen sie sich.", "2024-05-17"),
    ("Gestern Abend flog er ab.", "2024-05-14"),
    ("Am Montagabend flog er ab.", "2024-05-13"),
    ("Vorgestern flog er ab.", "2024-05-13"),
    ("Übermorgen fliegt er ab.", "2024-05-17"),
    ("Heute Vormittag unterzeichneten sie.", "2024-05-15"),
    ("12.–14. Mai: Reise nach Lima.", "2024-05-12/2024-05-14"),
    ("Vom 30. April bis zum 2. Mai 2023 tagte der Rat.", "2023-04-30/2023-05-02"),
    ("Am 3. und 4. April sprachen sie.", "2024-04-03/2024-04-04"),
    ("Von Montag bis Mittwoch sprachen sie.", "2024-05-13/2024-05-15"),
    ("In der vergangenen Woche rief er an.", "2024-05-06/2024-05-12"),
    ("Nächste Woche ruft er an.", "2024-05-20/2024-05-26"),
    ("Im letzten Monat rief er an.", "2024-04"),
    ("Voriges Jahr rief er an.", "2023"),
    ("Ende April rief er an.", "2024-04"),
    ("Mitte März 2020 rief er an.", "2020-03"),
    ("Anfang des Jahres rief er an.", "2024"),
    ("Vor drei Tagen rief er an.", "2024-05-12"),
    ("Vor zwei Jahren rief er an.", "2022~"),
    ("Im Herbst 2021 rief er an.", "2021-09/2021-11"),
    ("Im Frühjahr vergangenen Jahres rief er an.", "2023-03/2023-05"),
    ("Im ersten Quartal 2023 fiel alles.", "2023-01/2023-03"),
    ("In den 1990er Jahren fiel alles.", "199X"),
    ("Seit März wartet er.", "2024-03-01.."),
    ("Bis zum 20. April wartete er.", "..2024-04-20"),
    ("Das Treffen am 05.03.2022 fiel aus.", "2022-03-05"),
    ("Die Begegnung heute (15.05.) war kurz.", "2024-05-15"),
    ("Am letzten Wochenende rief er an.", "2024-05-11/2024-05-12"),
]


def _cases() -> list[tuple[str, str, str]]:
    tables = {"fr": FRENCH, "ru": RUSSIAN, "es": SPANISH, "de": GERMAN}
    return [(code, *case) for code, cases in tables.items() for case in cases]


@pytest.mark.parametrize(("code", "text", "expected"), _cases())
def test_a_sentence_comes_to_its_date(code: str, text: str, expected: str) -> None:
    assert dates(code, text) == [expected]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("fr", "Le 2 mai, il était à Rome ; la veille, à Oslo.", ["2024-05-02", "2024-05-01"]),
        ("ru", "2 мая он был в Риме, а накануне в Осло.", ["2024-05-02", "2024-05-01"]),
        (
            "es",
            "El 2 de mayo estuvo en Roma y al día siguiente en Oslo.",
            ["2024-05-02", "2024-05-03"],
        ),
        ("de", "Am 2. Mai war er in Rom, tags darauf in Oslo.", ["2024-05-02", "2024-05-03"]),
        ("fr", "La veille, il était à Oslo.", ["2024-05-14"]),
        ("de", "Am 2. Mai kam er, drei Tage später ging er.", ["2024-05-02", "2024-05-05"]),
    ],
)
def test_the_next_day_is_that_after_the_day_told_before(
    code: str, text: str, expected: list[str]
) -> None:
    assert dates(code, text) == expected


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "En 1985, Mitterrand reçut Gorbatchev le 2 octobre."),
        ("es", "En 1985 González recibió a Gorbachov el 2 de octubre."),
        ("de", "Im Jahr 1985 empfing er Gorbatschow am 2. Oktober."),
        ("ru", "В 1985 году он принял гостя 2 октября."),
    ],
)
def test_a_story_gives_its_year_to_its_days(code: str, text: str) -> None:
    assert dates(code, text) == ["1985", "1985-10-02"]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("fr", "Ils se verront lundi.", "2024-05-20"),
        ("ru", "Они встретятся в понедельник.", "2024-05-20"),
        ("es", "Se verán el lunes.", "2024-05-20"),
        ("de", "Sie treffen sich am Montag.", "2024-05-20"),
        ("fr", "Ils se verront le 2 mars.", "2025-03-02"),
    ],
)
def test_what_is_to_come_is_looked_for_ahead(code: str, text: str, expected: str) -> None:
    assert dates(code, text, direction="future") == [expected]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "Les 27 pays ont versé 12,5 millions pour 14 projets."),
        ("ru", "27 стран выделили 12,5 миллиона на 14 проектов."),
        ("es", "Los 27 países aportaron 12,5 millones para 14 proyectos."),
        ("de", "Die 27 Länder gaben 12,5 Millionen für 14 Projekte."),
        ("fr", "Le général a marché vers la ville."),
        ("de", "Der Minister traf den Gesandten."),
    ],
)
def test_numbers_and_words_that_are_no_dates(code: str, text: str) -> None:
    assert dates(code, text) == []
