"""The weights of the learned reader for languages other than English; kg.extract.reader finds them here."""

from pathlib import Path

FILE = Path(__file__).parent / "languages.zip"
"""The model file, as ``kg build --reader FILE`` takes it, too."""
