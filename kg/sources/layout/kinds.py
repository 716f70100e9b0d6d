"""What an article is, by where it was published and how it is laid out: readout, transcript or news."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from kg.sources.layout.lines import Line

OFFICIAL = frozenset(
    {
        "auswaertiges-amt.de",
        "bundeskanzler.de",
        "bundesregierung.de",
        "consilium.europa.eu",
        "eeas.europa.eu",
        "elysee.fr",
        "kremlin.ru",
        "mid.ru",
        "nato.int",
        "presidency.eg",
        "quirinale.it",
        "un.int",
    }
)
"""Domains of those who publish their own accounts, beside the general patterns of ``official``."""

_GOVERNMENT = re.compile(
    r"(?:^|\.)(?:gov|gob|gouv|govt|gub|mil|gc|go|admin|gv)(?:\.[a-z]{2})$|\.(?:gov|mil)$|(?:^|\.)gouv\.fr$"
)
_MINISTRY = re.compile(
    r"(?:^|\.)(?:mfa|mofa|mofaic|mea|mzv|msz|fmprc|president|kormany)\.[a-z.]{2,8}$"
)
# An archive of old papers is no participant, even if a government keeps it.
_ARCHIVES = frozenset({"history.state.gov", "loc.gov", "archives.gov"})
_PUBLISHER = re.compile(
    r"\b(?:ministry of (?:foreign|external) (?:and \w+ )?affairs|(?:foreign|external affairs) ministry"
    r"|department of state|state department|white house|kremlin|press service of|office of the (?:president"
    r"|prime minister|spokesperson)|prime minister['’]s office|federal foreign office|foreign office)\b",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:[\w.,'’ -]{1,40}:\s*)?(?:press )?read-?out (?:of|from|on)\b", re.IGNORECASE
)
_TURN = re.compile(
    r"(?P<who>(?:[A-Z][\w.'’-]*|Q|A)(?: (?:[A-Z][\w.'’-]*|of|the|and|for|al|de|[(][\w .,'’-]{1,40}[)])){0,10})"
    r"\s*(?:\([^)]{1,60}\))?\s*:(?=\s|$)"
)
_NOT_WHO = re.compile(
    r"note|subject|participants|date|time|place|source|photo|update|location", re.IGNORECASE
)


def host(url: str | None) -> str:
    """The lower-case host of an address, without www; empty if there is none.

    >>> host("https://www.State.gov/readouts/1")
    'state.gov'
    """
    try:
        name = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    return name.lower().removeprefix("www.")


def official(url: str | None, domains: frozenset[str] = OFFICIAL) -> bool:
    """Whether a government or an organisation publishes at this address.

    >>> official("http://en.kremlin.ru/events/1"), official("https://www.mofa.go.jp/press/1.html")
    (True, True)
    >>> official("https://history.state.gov/historicaldocuments/frus1945"), official("https://bbc.com")
    (False, False)
    """
    name = host(url)
    if not name or name in _ARCHIVES:
        return False
    parts = name.split(".")
    if any(".".join(parts[start:]) in domains for start in range(len(parts))):
        return True
    return bool(_GOVERNMENT.search(name) or _MINISTRY.search(name))


def is_readout(
    title: str | None, url: str | None, publisher: str | None, domains: frozenset[str] = OFFICIAL
) -> bool:
    """Whether it is a participant's own account: by its title, its address or its publisher."""
    if official(url, domains) or (title and _TITLE.match(title)):
        return True
    return bool(publisher and host(url) not in _ARCHIVES and _PUBLISHER.search(publisher))


def speaker(line: str) -> str | None:
    """Who speaks in a line of a transcript, or None.

    >>> speaker("PRESIDENT PUTIN: Good evening."), speaker("They agreed: no war.")
    ('PRESIDENT PUTIN', None)
    """
    match = _TURN.match(line[:160])
    if match is None or _NOT_WHO.fullmatch(match["who"]):
        return None
    return match["who"]


def is_transcript(body: Sequence[Line]) -> bool:
    """Whether most of the text is what speakers say in turn, at least four turns of two or more."""
    turns = [(number, who) for number, line in enumerate(body) if (who := speaker(line.plain))]
    if len(turns) < 4 or len({who for _, who in turns}) < 2:
        return False
    spoken = sum(line.end - line.start for line in body[turns[0][0] :])
    return (
        spoken > 0.5 * sum(line.end - line.start for line in body)
        and 2 * len(turns) >= len(body) / 4
    )
