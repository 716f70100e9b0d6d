"""Dates that no text says: those of the publication stand for a day that an article passes over in silence."""

from __future__ import annotations

from kg.graph.view.values import EventView, MentionView


def silent(mention: MentionView) -> bool:
    """Whether a date stands for that of the publication: it is marked, and no words are behind it."""
    return mention.date is not None and mention.date.endswith("?") and mention.date_text is None


def of_publication(event: EventView) -> bool:
    """Whether every passage that has the date of an event has it from the day of its publication."""
    dated = [mention for mention in event.mentions if mention.date == event.date]
    return bool(dated) and all(map(silent, dated))


def title(event: EventView) -> str:
    """The title of an event: a date that is only marked is told as what it is."""
    if of_publication(event):
        return event.label.replace("(uncertain)", "(date of publication)")
    if event.date and event.date.endswith("~"):
        return event.label.replace("(uncertain)", "(about then)")
    return event.label
