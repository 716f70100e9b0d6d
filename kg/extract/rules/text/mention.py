"""What a name, a title or a pronoun of a text stands for: found in actors/, kept by the words of a sentence.

A value at the bottom of the rules: imports none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.core.model import LocalIri, Notation

MentionKind = Literal["person", "role", "country", "organisation", "group", "pronoun", "crowd"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Tokens ``start`` to ``end`` of the document speak of an actor (or of several: group).

    ``polities`` are notations of states, most trusted first; a role for several states ("his
    Russian and Chinese counterparts") has all of them. ``core`` is the span of the bare name.
    """

    start: int
    end: int
    kind: MentionKind
    core: tuple[int, int]
    offices: tuple[LocalIri, ...] = ()
    office_text: str | None = None
    polities: tuple[Notation, ...] = ()
    ref: LocalIri | None = None
    plural: bool = False
    definite: bool = False
    possessor: str | None = None
    metonym: bool = False
