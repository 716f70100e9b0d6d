"""Somebody or something of one article, with all that its spans have told so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.core.model import ActorKind, LocalIri, Notation


@dataclass(slots=True, eq=False)
class Entity:
    """Somebody or something of the article. ``said`` is how the text names it, ``words`` the stems of a name.

    ``concluded`` says that the name is the authority's, for an office on a day; ``assumed`` that nothing
    but who publishes tells whose the office is.
    """

    kind: ActorKind
    name: str | None = None
    said: str = ""
    words: tuple[str, ...] = ()
    offices: list[LocalIri] = field(default_factory=list)
    polity: Notation | None = None
    ref: LocalIri | None = None
    first: tuple[int, int] = (0, 0)
    feminine: bool | None = None
    concluded: bool = False
    linked: bool = False
    case: str = ""  # That of the name, by the office before it.
    assumed: bool = False  # Is it only assumed whose somebody is, as nothing says it?
