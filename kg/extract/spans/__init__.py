"""Articles in languages for which there is no parser: what a reader proposes becomes frames by knowledge alone.

    proposals -> actors, place, day and topics of their spans -> tellings -> joined -> frames

The reader (kg.extract.reader) gives spans; which state, office, body, place or person words stand for is in the
tables of a language, ``ontology/languages``, in CLDR, in GeoNames and in the authority. Nothing here is loaded for an
article in English.
"""
