"""Queries that are made to cost much, and what others ask meanwhile."""

from __future__ import annotations

from urllib.parse import urlencode

NUMBERS = "VALUES ?n%d { " + " ".join(map(str, range(60))) + " }"
PREFIX = "PREFIX ex: <urn:ex:> "
HOSTILE = [
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?f",
    "SELECT DISTINCT ?a ?f ?i { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { " + " ".join(NUMBERS % i for i in range(8)) + " FILTER(?n0 * ?n1 * ?n2 * ?n3 * ?n4 * ?n5 * ?n6 * ?n7 < 0) }",
    PREFIX + "SELECT (COUNT(*) AS ?n) { ?a (ex:next|^ex:next)* ?b . ?b (ex:next|^ex:next)* ?c . ?c (ex:next|^ex:next)* ?d }",
    "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>)* ?b . ?b (!<urn:x>)* ?c . ?c (!<urn:y>)* ?d }",
    "SELECT (COUNT(*) AS ?n) { ?a (<urn:p>|!<urn:p>|^<urn:q>)+ ?b . ?b (<urn:p>|!<urn:p>)+ ?d . ?d (!<urn:p>)+ ?a }",
    "SELECT (COUNT(*) AS ?n) { ?a ?p ?x . ?b ?q ?y FILTER NOT EXISTS { ?a ?r ?z . ?z ?s ?b . ?b ?t ?u } ?c ?v ?w . ?d ?e ?f }",
    "SELECT ?x { BIND(REPLACE(REPLACE(REPLACE(REPLACE('" + "a" * 500 + "', 'a', '" + "b" * 500 + "'), 'b', '"
    + "c" * 500 + "'), 'c', '" + "d" * 500 + "'), 'd', '" + "e" * 500 + "') AS ?x) }",
    "SELECT (STRLEN(?z) AS ?n) { BIND('" + "x" * 1000 + "' AS ?a) BIND(CONCAT(" + ",".join(["?a"] * 200)
    + ") AS ?b) BIND(CONCAT(" + ",".join(["?b"] * 200) + ") AS ?c) BIND(CONCAT(" + ",".join(["?c"] * 200) + ") AS ?z) }",
    "SELECT (GROUP_CONCAT(?l; separator='" + "x" * 1000 + "') AS ?all) { ?a ?b ?l . ?c ?d ?e . ?f ?g ?h }",
    "SELECT (SHA512(GROUP_CONCAT(STR(?c))) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(REGEX(CONCAT(STR(?a), STR(?f), STR(?i)), '" + "(a|aa)+" * 30 + "$')) } ORDER BY ?c",
    "CONSTRUCT { ?a ?e ?i . ?d ?b ?f } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT ?s { " + "{ " * 20000 + "?s ?p ?o" + " }" * 20000 + " }",
    "SELECT ('" + "y" * 3_000_000 + "' AS ?x) {}",
    "SELECT * { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o . SERVICE SILENT <https://example.org/sparql> { ?s ?q ?r } }",
    "SELECT (COUNT(DISTINCT CONCAT(STR(?a), STR(?d), STR(?g))) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT ?a (COUNT(*) AS ?n) (SAMPLE(?i) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?a ?d ?g ORDER BY ?n",
]  # fmt: skip
"""Queries of which each would take all time, or all memory."""

OTHERS = [
    "queries/who-met?person=lavrov&format=csv",
    "sparql?" + urlencode({"query": "SELECT ?l { ?e a kg:Meeting ; rdfs:label ?l } LIMIT 5"}),
    "country/ru.html",
    "search?q=pompeo",
    "person/sergey-lavrov-q58217.ttl",
]
"""What is asked beside them, and answered in time."""
