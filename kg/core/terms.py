"""Classes and properties as constants: a name with a typo is an error that the type checker finds.

``KG`` has every term of ontology/kg.ttl, written by tools/make_vocab.py. Of other vocabularies the
module has what the code uses, and no more; tests/core/test_terms.py holds all of it to that.

>>> KG.saysType
'kg:saysType'
"""

from __future__ import annotations

from typing import Final

from kg.core.model import Curie


class KG:
    """The ontology of the project, ontology/kg.ttl."""

    # What follows is written by tools/make_vocab.py.
    ActorMention: Final = Curie("kg:ActorMention")
    Addressee: Final = Curie("kg:Addressee")
    Call: Final = Curie("kg:Call")
    Cancelled: Final = Curie("kg:Cancelled")
    CodeRule: Final = Curie("kg:CodeRule")
    ConfidenceFeature: Final = Curie("kg:ConfidenceFeature")
    Correction: Final = Curie("kg:Correction")
    Declined: Final = Curie("kg:Declined")
    Denied: Final = Curie("kg:Denied")
    Disputed: Final = Curie("kg:Disputed")
    Envoy: Final = Curie("kg:Envoy")
    Event: Final = Curie("kg:Event")
    FurtherEvidence: Final = Curie("kg:FurtherEvidence")
    Guest: Final = Curie("kg:Guest")
    Held: Final = Curie("kg:Held")
    Honorific: Final = Curie("kg:Honorific")
    Host: Final = Curie("kg:Host")
    Initiator: Final = Curie("kg:Initiator")
    Mediator: Final = Curie("kg:Mediator")
    Mention: Final = Curie("kg:Mention")
    NounTrigger: Final = Curie("kg:NounTrigger")
    Participation: Final = Curie("kg:Participation")
    Planned: Final = Curie("kg:Planned")
    Postponed: Final = Curie("kg:Postponed")
    Proposed: Final = Curie("kg:Proposed")
    Readout: Final = Curie("kg:Readout")
    SourceMention: Final = Curie("kg:SourceMention")
    State: Final = Curie("kg:State")
    Status: Final = Curie("kg:Status")
    StatusCue: Final = Curie("kg:StatusCue")
    Tenure: Final = Curie("kg:Tenure")
    TopicMention: Final = Curie("kg:TopicMention")
    VerbTrigger: Final = Curie("kg:VerbTrigger")
    WordList: Final = Curie("kg:WordList")
    abbreviation: Final = Curie("kg:abbreviation")
    accordingToText: Final = Curie("kg:accordingToText")
    accreditedTo: Final = Curie("kg:accreditedTo")
    actorKind: Final = Curie("kg:actorKind")
    actorMention: Final = Curie("kg:actorMention")
    adjective: Final = Curie("kg:adjective")
    alias: Final = Curie("kg:alias")
    ambiguous: Final = Curie("kg:ambiguous")
    ambiguousName: Final = Curie("kg:ambiguousName")
    articleKind: Final = Curie("kg:articleKind")
    byChannel: Final = Curie("kg:byChannel")
    cameo: Final = Curie("kg:cameo")
    capital: Final = Curie("kg:capital")
    caseSensitive: Final = Curie("kg:caseSensitive")
    circumstance: Final = Curie("kg:circumstance")
    cityText: Final = Curie("kg:cityText")
    claims: Final = Curie("kg:claims")
    concerns: Final = Curie("kg:concerns")
    confidence: Final = Curie("kg:confidence")
    contact: Final = Curie("kg:contact")
    copyOf: Final = Curie("kg:copyOf")
    corrects: Final = Curie("kg:corrects")
    counterpart: Final = Curie("kg:counterpart")
    country: Final = Curie("kg:country")
    cueRelation: Final = Curie("kg:cueRelation")
    cueStatus: Final = Curie("kg:cueStatus")
    date: Final = Curie("kg:date")
    dateBasis: Final = Curie("kg:dateBasis")
    dateConflict: Final = Curie("kg:dateConflict")
    dateText: Final = Curie("kg:dateText")
    dateTextEnd: Final = Curie("kg:dateTextEnd")
    dateTextStart: Final = Curie("kg:dateTextStart")
    demonym: Final = Curie("kg:demonym")
    directed: Final = Curie("kg:directed")
    direction: Final = Curie("kg:direction")
    disputed: Final = Curie("kg:disputed")
    domain: Final = Curie("kg:domain")
    end: Final = Curie("kg:end")
    endYear: Final = Curie("kg:endYear")
    fact: Final = Curie("kg:fact")
    familyName: Final = Curie("kg:familyName")
    features: Final = Curie("kg:features")
    followUpTo: Final = Curie("kg:followUpTo")
    forStatus: Final = Curie("kg:forStatus")
    forType: Final = Curie("kg:forType")
    formerState: Final = Curie("kg:formerState")
    furtherEvidence: Final = Curie("kg:furtherEvidence")
    gathering: Final = Curie("kg:gathering")
    genericRole: Final = Curie("kg:genericRole")
    geonames: Final = Curie("kg:geonames")
    group: Final = Curie("kg:group")
    heading: Final = Curie("kg:heading")
    heads: Final = Curie("kg:heads")
    honorific: Final = Curie("kg:honorific")
    inPassing: Final = Curie("kg:inPassing")
    inputDigest: Final = Curie("kg:inputDigest")
    iso3: Final = Curie("kg:iso3")
    key: Final = Curie("kg:key")
    knownUntil: Final = Curie("kg:knownUntil")
    lemma: Final = Curie("kg:lemma")
    met: Final = Curie("kg:met")
    metonym: Final = Curie("kg:metonym")
    military: Final = Curie("kg:military")
    minimum: Final = Curie("kg:minimum")
    nameOrder: Final = Curie("kg:nameOrder")
    nameText: Final = Curie("kg:nameText")
    needs: Final = Curie("kg:needs")
    negative: Final = Curie("kg:negative")
    notAfter: Final = Curie("kg:notAfter")
    notBefore: Final = Curie("kg:notBefore")
    noun: Final = Curie("kg:noun")
    nouns: Final = Curie("kg:nouns")
    officeKind: Final = Curie("kg:officeKind")
    officeText: Final = Curie("kg:officeText")
    onBehalfOf: Final = Curie("kg:onBehalfOf")
    onePlace: Final = Curie("kg:onePlace")
    ongoing: Final = Curie("kg:ongoing")
    option: Final = Curie("kg:option")
    order: Final = Curie("kg:order")
    orgKind: Final = Curie("kg:orgKind")
    overruledBy: Final = Curie("kg:overruledBy")
    partOfSummit: Final = Curie("kg:partOfSummit")
    partOfVisit: Final = Curie("kg:partOfVisit")
    participant: Final = Curie("kg:participant")
    participation: Final = Curie("kg:participation")
    party: Final = Curie("kg:party")
    person: Final = Curie("kg:person")
    placeEnd: Final = Curie("kg:placeEnd")
    placeGeonames: Final = Curie("kg:placeGeonames")
    placeStart: Final = Curie("kg:placeStart")
    placeText: Final = Curie("kg:placeText")
    plover: Final = Curie("kg:plover")
    plural: Final = Curie("kg:plural")
    polity: Final = Curie("kg:polity")
    positive: Final = Curie("kg:positive")
    post: Final = Curie("kg:post")
    precedence: Final = Curie("kg:precedence")
    precision: Final = Curie("kg:precision")
    publisherText: Final = Curie("kg:publisherText")
    rank: Final = Curie("kg:rank")
    ref: Final = Curie("kg:ref")
    refersTo: Final = Curie("kg:refersTo")
    religious: Final = Curie("kg:religious")
    reports: Final = Curie("kg:reports")
    right: Final = Curie("kg:right")
    royal: Final = Curie("kg:royal")
    rule: Final = Curie("kg:rule")
    saysActor: Final = Curie("kg:saysActor")
    saysCountry: Final = Curie("kg:saysCountry")
    saysDate: Final = Curie("kg:saysDate")
    saysEnd: Final = Curie("kg:saysEnd")
    saysFollowUpTo: Final = Curie("kg:saysFollowUpTo")
    saysParty: Final = Curie("kg:saysParty")
    saysPlace: Final = Curie("kg:saysPlace")
    saysPolity: Final = Curie("kg:saysPolity")
    saysPrecision: Final = Curie("kg:saysPrecision")
    saysStart: Final = Curie("kg:saysStart")
    saysStatus: Final = Curie("kg:saysStatus")
    saysTopic: Final = Curie("kg:saysTopic")
    saysType: Final = Curie("kg:saysType")
    seat: Final = Curie("kg:seat")
    sketch: Final = Curie("kg:sketch")
    sourceMention: Final = Curie("kg:sourceMention")
    sources: Final = Curie("kg:sources")
    start: Final = Curie("kg:start")
    startYear: Final = Curie("kg:startYear")
    status: Final = Curie("kg:status")
    statuses: Final = Curie("kg:statuses")
    succeededBy: Final = Curie("kg:succeededBy")
    takesComplement: Final = Curie("kg:takesComplement")
    talkedWith: Final = Curie("kg:talkedWith")
    talks: Final = Curie("kg:talks")
    territoryOf: Final = Curie("kg:territoryOf")
    textDigest: Final = Curie("kg:textDigest")
    textLength: Final = Curie("kg:textLength")
    topicMention: Final = Curie("kg:topicMention")
    topicText: Final = Curie("kg:topicText")
    was: Final = Curie("kg:was")
    weight: Final = Curie("kg:weight")
    weightWithReader: Final = Curie("kg:weightWithReader")
    why: Final = Curie("kg:why")
    word: Final = Curie("kg:word")
    # So far what is written by tools/make_vocab.py.


class DCTERMS:
    """Dublin Core terms: what describes a document or a set of data."""

    PeriodOfTime: Final = Curie("dcterms:PeriodOfTime")
    created: Final = Curie("dcterms:created")
    description: Final = Curie("dcterms:description")
    identifier: Final = Curie("dcterms:identifier")
    language: Final = Curie("dcterms:language")
    license: Final = Curie("dcterms:license")
    replaces: Final = Curie("dcterms:replaces")
    rights: Final = Curie("dcterms:rights")
    temporal: Final = Curie("dcterms:temporal")
    title: Final = Curie("dcterms:title")


class FOAF:
    """FOAF: people."""

    Person: Final = Curie("foaf:Person")


class OA:
    """Web Annotation: a passage and its place in the text."""

    end: Final = Curie("oa:end")
    exact: Final = Curie("oa:exact")
    prefix: Final = Curie("oa:prefix")
    start: Final = Curie("oa:start")
    suffix: Final = Curie("oa:suffix")


class ORG:
    """The Organization Ontology: offices, posts and those who hold them."""

    FormalOrganization: Final = Curie("org:FormalOrganization")
    Organization: Final = Curie("org:Organization")
    Post: Final = Curie("org:Post")
    Role: Final = Curie("org:Role")
    hasMember: Final = Curie("org:hasMember")
    member: Final = Curie("org:member")
    organization: Final = Curie("org:organization")
    postIn: Final = Curie("org:postIn")
    role: Final = Curie("org:role")
    subOrganizationOf: Final = Curie("org:subOrganizationOf")


class OWL:
    """OWL."""

    AnnotationProperty: Final = Curie("owl:AnnotationProperty")
    Class: Final = Curie("owl:Class")
    DatatypeProperty: Final = Curie("owl:DatatypeProperty")
    ObjectProperty: Final = Curie("owl:ObjectProperty")
    sameAs: Final = Curie("owl:sameAs")
    versionInfo: Final = Curie("owl:versionInfo")


class POS:
    """WGS84: where a place lies."""

    lat: Final = Curie("pos:lat")
    long: Final = Curie("pos:long")


class PROV:
    """PROV-O: where something comes from."""

    Person: Final = Curie("prov:Person")
    wasAttributedTo: Final = Curie("prov:wasAttributedTo")
    wasQuotedFrom: Final = Curie("prov:wasQuotedFrom")


class RDF:
    """RDF itself."""

    type: Final = Curie("rdf:type")


class RDFS:
    """RDF Schema."""

    comment: Final = Curie("rdfs:comment")
    domain: Final = Curie("rdfs:domain")
    isDefinedBy: Final = Curie("rdfs:isDefinedBy")
    label: Final = Curie("rdfs:label")
    range: Final = Curie("rdfs:range")
    subClassOf: Final = Curie("rdfs:subClassOf")
    subPropertyOf: Final = Curie("rdfs:subPropertyOf")


class SCHEMA:
    """schema.org: articles, places, and what an event is about."""

    NewsArticle: Final = Curie("schema:NewsArticle")
    Place: Final = Curie("schema:Place")
    about: Final = Curie("schema:about")
    containedInPlace: Final = Curie("schema:containedInPlace")
    datePublished: Final = Curie("schema:datePublished")
    domainIncludes: Final = Curie("schema:domainIncludes")
    headline: Final = Curie("schema:headline")
    inLanguage: Final = Curie("schema:inLanguage")
    location: Final = Curie("schema:location")
    publisher: Final = Curie("schema:publisher")
    rangeIncludes: Final = Curie("schema:rangeIncludes")
    superEvent: Final = Curie("schema:superEvent")
    url: Final = Curie("schema:url")


class SEM:
    """The Simple Event Model: who takes part in an event, in which role."""

    RoleType: Final = Curie("sem:RoleType")
    accordingTo: Final = Curie("sem:accordingTo")
    hasActor: Final = Curie("sem:hasActor")
    roleType: Final = Curie("sem:roleType")


class SKOS:
    """SKOS: topics, and the names of things."""

    Concept: Final = Curie("skos:Concept")
    ConceptScheme: Final = Curie("skos:ConceptScheme")
    altLabel: Final = Curie("skos:altLabel")
    broader: Final = Curie("skos:broader")
    definition: Final = Curie("skos:definition")
    notation: Final = Curie("skos:notation")
    prefLabel: Final = Curie("skos:prefLabel")
    scopeNote: Final = Curie("skos:scopeNote")


class TIME:
    """OWL-Time: units of precision."""

    unitDay: Final = Curie("time:unitDay")
    unitMonth: Final = Curie("time:unitMonth")
    unitWeek: Final = Curie("time:unitWeek")
    unitYear: Final = Curie("time:unitYear")


class XSD:
    """Types of literals."""

    date: Final = Curie("xsd:date")
    dateTime: Final = Curie("xsd:dateTime")
    decimal: Final = Curie("xsd:decimal")
