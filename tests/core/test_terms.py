"""Classes and properties are written down once: in ontology/kg.ttl, and as constants in kg/core/terms.py."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import checkout
import make_vocab
import pytest
import rdflib.namespace as closed

from kg.core import terms
from kg.core.ids import NS
from kg.core.terms import RDF
from kg.core.vocab import PREFIXES
from kg.reference.nodes import node
from kg.reference.quads import ontology_quads

CODE = sorted((checkout.ROOT / "kg").rglob("*.py"))
CLASSES = {
    n: c for n, c in vars(terms).items() if isinstance(c, type) and c.__module__ == terms.__name__
}
NAMED = "|".join(n.lower() for n in CLASSES)
CLOSED = {
    "dcterms": closed.DCTERMS, "foaf": closed.FOAF, "org": closed.ORG, "owl": closed.OWL,
    "prov": closed.PROV, "rdf": closed.RDF, "rdfs": closed.RDFS, "schema": closed.SDO,
    "skos": closed.SKOS, "time": closed.TIME, "xsd": closed.XSD,
}  # fmt: skip


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _terms(vocabulary: type) -> dict[str, str]:
    return {n: v for n, v in vars(vocabulary).items() if not n.startswith("__")}


def _texts(path: Path) -> Iterator[tuple[int, str]]:
    """The strings of a module, docstrings among them, and the line where each begins."""
    for n in ast.walk(_tree(path)):
        if isinstance(n, ast.Constant) and isinstance(n.value, str):
            yield n.lineno, n.value


def test_the_constants_are_the_terms_of_the_ontology() -> None:
    text = make_vocab.PATH.read_text(encoding="utf-8")
    assert make_vocab.written(text) == text, "run tools/make_vocab.py"
    assert sorted(_terms(terms.KG)) == make_vocab.names()
    assert PREFIXES["kg"] == make_vocab.NAMESPACE


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_a_constant_is_named_like_its_term(name: str) -> None:
    assert name.lower() in PREFIXES
    wrong = {n: v for n, v in _terms(CLASSES[name]).items() if v != f"{name.lower()}:{n}"}
    assert not wrong


def test_the_code_uses_every_term_of_other_vocabularies() -> None:
    used = {
        (n.value.id, n.attr)
        for path in CODE
        for n in ast.walk(_tree(path))
        if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name)
    }
    listed = {(v, n) for v, c in CLASSES.items() if v != "KG" for n in _terms(c)}
    assert sorted(listed - used) == []


@pytest.mark.parametrize("prefix", sorted(CLOSED))
def test_terms_of_other_vocabularies_exist(prefix: str) -> None:
    assert [n for n in _terms(CLASSES[prefix.upper()]) if n not in CLOSED[prefix]] == []


def test_the_code_names_terms_by_constants_alone() -> None:
    whole = re.compile(rf"(?:{NAMED}):\w+")
    own = checkout.ROOT / "kg" / "core" / "terms.py"
    found = [
        f"{path.relative_to(checkout.ROOT)}:{line}: {text}"
        for path in CODE
        if path != own
        for line, text in _texts(path)
        if whole.fullmatch(text)
    ]
    assert found == []


def test_texts_of_queries_name_terms_that_exist() -> None:
    types = {
        q.subject.value.removeprefix(NS) for q in ontology_quads() if q.predicate == node(RDF.type)
    }
    known = {**CLOSED, "kg": {*make_vocab.names(), *types}}
    texts = [(f"{p.relative_to(checkout.ROOT)}:{n}", t) for p in CODE for n, t in _texts(p)]
    for pattern in ("ontology/queries/*.rq", "kg/**/*.html", "kg/**/templates/*", "kg/**/js/*.js"):
        paths = sorted(checkout.ROOT.glob(pattern))
        assert paths or pattern.endswith("html"), pattern
        texts += [(str(p.relative_to(checkout.ROOT)), p.read_text("utf-8")) for p in paths]
    named = re.compile(rf"(?<![\w:-])({'|'.join(known)}):([A-Za-z]\w*)")
    wrong = [
        f"{where}: {prefix}:{name}"
        for where, text in texts
        for prefix, name in named.findall(text)
        if name not in known[prefix]
    ]
    assert wrong == []
    assert sum(len(named.findall(text)) for _, text in texts) > 300


def test_what_describes_the_data_names_terms_that_exist() -> None:
    """VoID and DCAT have no prefix of their own: their names are strings in one module."""
    known = {"_void": closed.VOID, "_dcat": closed.DCAT}
    named = [
        (call.func.id, part.value)
        for call in ast.walk(_tree(checkout.ROOT / "kg" / "pages" / "dataset.py"))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in known
        for part in call.args
        if isinstance(part, ast.Constant)
    ]
    assert len(named) > 15
    wrong = {(space, name) for space, name in named if name not in known[space]}
    assert wrong <= {("_dcat", "version")}  # of DCAT 3; rdflib knows DCAT 2
