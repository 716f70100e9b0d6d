"""The languages that the rules read: a module of tables for each."""

from __future__ import annotations

from collections.abc import Mapping

from kg.extract.rules.languages.en import ENGLISH
from kg.extract.rules.text.language import Language

LANGUAGES: Mapping[str, Language] = {ENGLISH.code: ENGLISH}
"""Those that there are, by their codes of ISO 639."""
