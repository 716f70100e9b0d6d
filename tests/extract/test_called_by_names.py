"""What is called by somebody's name takes part in nothing: an airport, a prize, a university."""

from __future__ import annotations

from datetime import date

import pytest

from kg.core.model import Article
from kg.extract.extractor import Wanted, make

MET = "Georges Pompidou met Indira Gandhi in Paris on Monday"


@pytest.fixture(scope="module")
def extractor():
    return make(Wanted())


def names(extractor, text: str) -> set[str]:
    article = Article(id="a", text=text, published=date(1971, 11, 10))
    ((_, frames),) = extractor.many([article])
    return {p.name or "" for f in frames for p in f.participants if p.kind == "person"}


@pytest.mark.parametrize(
    "thing",
    [
        "at Charles de Gaulle airport", "after landing at John F. Kennedy International Airport",
        "before he was given the Fridtjof Nansen prize", "and spoke at Kwame Nkrumah University",
        "and walked down Willy Brandt street",
    ],
)  # fmt: skip
def test_what_is_called_by_a_name_is_nobody(extractor, thing: str) -> None:
    assert names(extractor, f"{MET} {thing}.") == {"Georges Pompidou", "Indira Gandhi"}


def test_somebody_beside_such_a_word_is_somebody(extractor) -> None:
    assert names(extractor, f"{MET}. The airport was closed.") == {
        "Georges Pompidou",
        "Indira Gandhi",
    }
    text = "Indira Gandhi met Charles de Gaulle at the airport in Paris on Monday."
    assert names(extractor, text) == {"Indira Gandhi", "Charles de Gaulle"}
