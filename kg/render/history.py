"""What the reports on an event add up to: announced, unconfirmed, contested, told by one article alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.core.model import Iri
from kg.graph.view.values import ArticleView, MentionView
from kg.render import text


def history(
    mentions: Iterable[MentionView], articles: Mapping[Iri, ArticleView] | None = None
) -> list[str]:
    """What the reports on an event, its mentions, add up to, as the page filters by it.

    ``announced``: some report is from before it took place. ``unconfirmed``: announced, and none says
    that it was held. ``dates``: they name different dates. ``contested``: some say that it was held,
    others deny it. ``single``: one article alone has it. ``accounts``: two of the ``articles`` that
    are not the text of one outlet each say what was talked about.

    >>> history(())
    []
    """
    mentions = tuple(mentions)
    said = {text.token(mention.status) for mention in mentions}
    held = bool(said & {"held", "ongoing"})
    announced = bool(said & {"planned", "proposed", "postponed", "cancelled", "declined"})
    dates = {mention.date for mention in mentions if mention.date}
    facts = {
        "announced": announced,
        "unconfirmed": announced and not held,
        "dates": len(dates) > 1,
        "contested": held and "denied" in said,
        "single": len({mention.article for mention in mentions}) == 1,
        "accounts": len({_origin(m.article, articles or {}) for m in mentions if m.topics}) > 1,
    }
    return [name for name, true in facts.items() if true]


def _origin(article: Iri, articles: Mapping[Iri, ArticleView]) -> str:
    """Whose text an article is: that of the outlet, or of the one whose text it prints."""
    known = articles.get(article)
    first = articles.get(known.copy_of, known) if known and known.copy_of else known
    return (first.publisher or first.source_id) if first else article
