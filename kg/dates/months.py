"""Days with the names of months in other languages, as databases print them for readers of these: read as English is.

An English article comes with "12. März 2019 Dienstag" over it where the database was searched in German. Texts of
articles are not read so: only what is known to be a day.
"""

from __future__ import annotations

import re

from kg.dates.en import printed

# German, French, Spanish, Italian, Portuguese and Dutch. What is the same in English needs no entry.
_MONTHS = {
    "January": "januar jänner jän janvier janv enero ene gennaio janeiro januari",
    "February": "februar feber février fevrier févr fév febrero febbraio fevereiro februari",
    "March": "märz maerz mär mrz mars marzo março marco maart",
    "April": "avril avr abril abr aprile",
    "May": "mai mayo maggio maio mei",
    "June": "juni juin junio giugno junho",
    "July": "juli juillet juil julio luglio julho",
    "August": "août aout agosto ago augustus",
    "September": "septembre septiembre setiembre settembre setembro",
    "October": "oktober okt octobre octubre ottobre outubro",
    "November": "novembre noviembre novembro",
    "December": "dezember dez décembre decembre déc diciembre dic dicembre dezembro",
}
_WEEKDAYS = {
    "Monday": "montag lundi lunes lunedì maandag",
    "Tuesday": "dienstag mardi martes martedì dinsdag",
    "Wednesday": "mittwoch mercredi miércoles miercoles mercoledì woensdag",
    "Thursday": "donnerstag jeudi jueves giovedì donderdag",
    "Friday": "freitag vendredi viernes venerdì vrijdag",
    "Saturday": "samstag sonnabend samedi sábado sabado sabato zaterdag",
    "Sunday": "sonntag dimanche domingo domenica zondag",
}
_ENGLISH = {
    name: english
    for table in (_MONTHS, _WEEKDAYS)
    for english, names in table.items()
    for name in names.split()
}
_NAME = re.compile(
    rf"(?<!\w)(?:{'|'.join(sorted(_ENGLISH, key=len, reverse=True))})(?!\w)", re.IGNORECASE
)
# What stands between the day, the month and the year ("12. March", "1er March", "12 de March de 2019"), or before: "Di, 12".
_DAY = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:\.|er|º|°)?\s+(?:de\s+)?(?={printed.MONTH})", re.IGNORECASE
)
_YEAR = re.compile(rf"({printed.MONTH})\s+(?:del?\s+)?(?=\d{{4}}(?!\d))", re.IGNORECASE)
_SHORT_WEEKDAY = re.compile(r"\s*[^\W\d_]{2,4}\.?,\s+(?=\d{1,2}\s)")


def in_english(text: str) -> str:
    """A day, or a line that begins with one, as it would be in English; what is none stays as it is.

    >>> in_english("12. März 2019 Dienstag"), in_english("mardi 1er août 2017")
    ('12 March 2019 Tuesday', 'Tuesday 1 August 2017')
    >>> in_english("12 de diciembre de 2019"), in_english("12-Okt-19"), in_english("March 12, 2019")
    ('12 December 2019', '12-October-19', 'March 12, 2019')
    """
    found = _NAME.sub(lambda name: _ENGLISH[name[0].lower()], text)
    found = _YEAR.sub(r"\1 ", _DAY.sub(r"\1 ", found))
    short = _SHORT_WEEKDAY.match(found)
    return found[short.end() :] if short else found
