"""The page: pyvis holds the network, our template holds the rest, and nothing is fetched from anywhere.

Text from outside enters the file in data blocks only, as JSON whose ``<``, ``>``, ``&`` and ``'`` are
escaped; the scripts hand it to the page as text, never as HTML. The Content-Security-Policy
allows exactly the scripts and style sheets written here, by their SHA-256, and no connection at all.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import os
import re
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup
from pyvis.network import Network

from kg.core.errors import KgError
from kg.core.version import __version__
from kg.graph.view.values import GraphView
from kg.reference import asked
from kg.reference.event_kinds import EventKind, event_kinds, narrower
from kg.render import layout, text, words
from kg.render.payload import MOST_PARTICIPANTS, Payload, build
from kg.resolve.judgements import HEADER

HERE = Path(__file__).parent
TITLE = "Who met whom"
LIBRARY = "vendor/vis-network.min.js"
OUTLINE = "vendor/world.json"
SCRIPTS = (
    "base", "say", "words", "data", "state", "select", "axis", "filters", "lines", "rank", "colours", "labels", "network",
    "networkbar", "lists", "corrected", "correct", "evidence", "accounts", "chain", "loading", "panel", "timeline", "map", "table",
    "searchwords", "searchindex", "search", "certain", "questions", "compare", "play", "figure", "publish", "main",
)  # fmt: skip

STYLES = ("design.css", "style.css", "correct.css")
"""The first is that of the server and of published sites, too (kg/pages/html.py)."""

LIVE = "live"
"""The script that only a page with a server behind it has."""

TYPE_WORDS = ("// <types with narrower ones>", "// <the other types>")
"""The places in words.js for what the types of event are called, which their own files say."""

ACTORS_AT_OPENING = 300
"""With more actors than this the page opens on the states; the actors are one click away."""

CERTAIN = 0.6
"""The page shows at first the events that have a date and no less confidence than this."""

MOST_NODES = 6000
"""A network with more nodes is not drawn whole: only its best-connected nodes are."""

PLAIN_UP_TO = 200_000
"""Data blocks longer than this, in characters, are compressed."""

SHAPES = {"person": "dot", "country": "square", "organisation": "diamond", "role": "triangle"}
GROUPS = 7


def render(
    view: GraphView,
    *,
    title: str = TITLE,
    cache: Path | None = None,
    live: str | None = None,
    total: int | None = None,
    review: str | None = None,
    lang: str | None = None,
) -> str:
    """One HTML page that shows ``view``, complete in itself: the same view gives the same text.

    ``cache`` is a folder where the places of the nodes are kept for the next time (layout.py). With
    ``live`` the page asks a server for what it does not have: the path under which that answers
    ``around?select=…`` and ``passages?select=…`` with values of payload.part, and ``find?q=…``
    (assets/js/data.js says what is in them); ``total`` is how many events that has, where it is
    known; ``review`` is the path under which it takes corrections (kg.serve.review). A page without
    ``live`` connects to nothing.

    With ``lang``, one of kg.render.words.LANGUAGES, the page speaks that language to whoever asks for
    no other; without it, the first of the reader's own that it has. Raises KgError for any other.

    >>> page = render(GraphView(events=(), actors={}, topics={}, places={}, articles={}))
    >>> page.startswith("<!doctype html>")
    True
    """
    spoken = words.language(lang) if lang else "en"
    standing = title == TITLE
    heading = words.say("title", spoken) if standing else text.name(title, TITLE)
    payload = build(view)
    count = len(_linked(payload, "actors"))
    opening = "states" if count > ACTORS_AT_OPENING and payload.names["states"] else "actors"
    networks = {level: _network(payload, level, heading, cache) for level in ("actors", "states")}
    kinds = event_kinds()
    library, style = _library(), "".join(map(_asset, STYLES))
    script = _script(_type_words(), live=live is not None)
    shown = networks[opening]
    other = next(network for level, network in networks.items() if level != opening)
    about = {
        "opening": opening,
        **({"lang": spoken} if lang else {}),
        "crowded": payload.crowded,
        "most": MOST_PARTICIPANTS,
        "certain": CERTAIN,
        "words": asked.vocabulary(),
        "version": __version__,
        "card": _card(),
        "met": sorted(k.key for k in kinds.values() if k.contact == "face to face"),
        "drawn": {level: len(network.nodes) for level, network in networks.items()},
        "left_out": {
            level: len(_linked(payload, level)) - len(network.nodes)
            for level, network in networks.items()
        },
        **_lost_among_states(payload),
        **({"live": live, "total": total, "review": review} if live else {}),
        **_corrections(kinds),
    }
    shown.templateEnv.globals.update(
        policy=_policy(
            scripts=(script, library), styles=(style, *_styles_of(library)), live=live is not None
        ),
        style=Markup(style),  # noqa: S704 - ours
        script=Markup(script),  # noqa: S704 - ours
        library=_packed("library", library),
        block=_block,
        about=about,
        lang=spoken,
        standing=standing,
        say=functools.partial(words.say, lang=spoken),
        words=_spoken(),
        graph=payload.graph,
        evidence=[] if live else payload.evidence,
        other={"nodes": _places(other.nodes)},
        places=_places,
        # As published it is a third of a small page, and nobody reads it.
        world=_packed("world", _asset(OUTLINE)),
    )
    page: str = shown.generate_html()
    return page


def _card() -> dict[str, str]:
    """The style sheet of a card, and the policy that allows it and nothing else."""
    style = _asset("card.css")
    return {
        "style": style,
        "policy": f"default-src 'none'; style-src {_fingerprint(style)}; base-uri 'none'",
    }


def _corrections(kinds: Mapping[str, EventKind]) -> dict[str, Any]:
    """What the form of corrections offers, and how its lines are written."""
    return {"judged": {"header": HEADER, "types": list(kinds)}}


def write(path: Path | str, html: str) -> None:
    """Write ``html`` to ``path`` as UTF-8, whatever the locale: the whole file, or nothing of it.

    Raises KgError when the folder is missing or cannot be written.
    """
    target = Path(path)
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(html)
            # mkstemp makes files that only their owner may read; a page is for showing.
            umask = os.umask(0)
            os.umask(umask)
            Path(temporary).chmod(0o666 & ~umask)
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise KgError(
            f"cannot write {target}: {error.strerror}",
            where="kg render",
            mend="name a file in a folder that exists and that you may write to",
        ) from error


def _linked(payload: Payload, level: str) -> list[int]:
    """Nodes that take part in an event. An outlet is an actor, but has no place in the network."""
    if level == "actors":
        return sorted(
            {part["a"] for event in payload.graph["events"] for part in event.get("w", ())}
        )
    return sorted({node for pair in payload.pairs[level] for node in pair})


def _network(payload: Payload, level: str, heading: str, cache: Path | None) -> Network:
    """The nodes and links of one level, placed. A link stands for all events of a pair."""
    pairs = payload.pairs[level]
    weight: dict[int, int] = dict.fromkeys(_linked(payload, level), 0)
    for (a, b), events in pairs.items():
        weight[a] += events
        weight[b] += events
    chosen = sorted(sorted(weight, key=lambda node: (-weight[node], node))[:MOST_NODES])
    number = {node: i for i, node in enumerate(chosen)}
    inside = {
        (number[a], number[b]): float(events)
        for (a, b), events in pairs.items()
        if a in number and b in number
    }
    places = layout.kept(len(chosen), inside, cache)
    # Directed, because pyvis drops parallel links of an undirected network without a word.
    network = Network(height="100%", directed=True, cdn_resources="in_line", heading=heading)
    network.set_template_dir(str(HERE), "template.html")
    groups = _groups(payload)
    rows = payload.graph["actors"]
    for node, (x, y) in zip(chosen, places, strict=True):
        network.add_node(
            node,
            label=payload.names[level][node],
            shape=SHAPES.get(payload.kinds[level][node], "dot"),
            x=x,
            y=y,
            group=groups.get(rows[node].get("c") if level == "actors" else node, GROUPS),
        )
    for a, b in inside:
        network.add_edge(chosen[a], chosen[b], id=f"{chosen[a]}-{chosen[b]}", arrows="")
    network.options = {
        "autoResize": True,
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "edges": {"smooth": False, "selectionWidth": 1.5, "hoverWidth": 0},
        "nodes": {"borderWidth": 1.5, "borderWidthSelected": 3},
        "interaction": {
            "hover": True,
            "multiselect": False,
            "selectConnectedEdges": False,
        },
    }
    return network


def _places(nodes: list[dict[str, Any]]) -> list[list[int]]:
    """What the page needs of each node: its number, where it stands, its colour."""
    return [[node["id"], node["x"], node["y"], node["group"]] for node in nodes]


def _lost_among_states(payload: Payload) -> dict[str, int]:
    """What a network of states cannot show: contacts within one, actors of none."""
    rows = payload.graph["actors"]
    state = {n: rows[n].get("c") for n in _linked(payload, "actors")}
    inside = sum(
        1 for a, b in payload.pairs["actors"] if state[a] is not None and state[a] == state[b]
    )
    return {"inside": inside, "stateless": sum(1 for own in state.values() if own is None)}


def _groups(payload: Payload) -> dict[int | None, int]:
    """The colour of each of the seven states that have most contacts; all others share one."""
    total: Counter[int] = Counter()
    for (a, b), events in payload.pairs["states"].items():
        total.update({a: events, b: events})
    ranked = sorted(total, key=lambda state: (-total[state], state))[:GROUPS]
    return {state: colour for colour, state in enumerate(ranked)}


def _block(name: str, value: Any) -> Markup:
    """A data block: JSON as it is while it is short, compressed when it is long."""
    # ASCII alone: no lone surrogate and no line separator can survive as itself.
    plain = htmlsafe_json_dumps(
        value, dumps=json.dumps, ensure_ascii=True, sort_keys=True, separators=(",", ":")
    )
    if len(plain) > PLAIN_UP_TO:
        return _packed(name, str(plain))
    return Markup('<script type="application/json" id="data-{}">{}</script>').format(name, plain)


def _packed(name: str, content: str) -> Markup:
    packed = base64.b64encode(zlib.compress(content.encode(), 9)).decode("ascii")
    return Markup('<script type="text/plain" id="data-{}">{}</script>').format(name, packed)


@functools.cache
def _spoken() -> Markup:
    """The page's own words in all languages: most of them nobody reads who reads one page."""
    plain = json.dumps(words.everything(), ensure_ascii=False, separators=(",", ":"))
    return _packed("words", plain)


def _policy(*, scripts: Iterable[str], styles: Iterable[str], live: bool) -> str:
    allowed = {"script": scripts, "style": styles}
    sources = "; ".join(
        f"{kind}-src {' '.join(_fingerprint(content) for content in contents)}"
        for kind, contents in allowed.items()
    )
    connect = "connect-src 'self'; " if live else ""
    rest = "img-src data: blob:; base-uri 'none'; form-action 'none'"
    return f"default-src 'none'; {sources}; {connect}{rest}"


def _fingerprint(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@functools.cache
def _asset(name: str) -> str:
    return (HERE / "assets" / name).read_text(encoding="utf-8")


@functools.cache
def _library() -> str:
    """vis-network as it was published, less the comment that sends developer tools for a source map."""
    return re.sub(r"\n//# sourceMappingURL=\S+\s*\Z", "\n", _asset(LIBRARY))


def _styles_of(library: str) -> list[str]:
    """The style sheets that the library adds to the page by itself: each must be allowed by name.

    It adds each element empty and fills it afterwards, so that the empty sheet is one of them.
    """
    calls = re.findall(r"""\b\w+\(("|')((?:div)?\.vis[^\\]*?)\1\)""", library)
    return ["", *(sheet for _, sheet in calls)]


def _type_words() -> tuple[str, str]:
    """What the types of event are called, for words.js: those with narrower ones, then the others."""
    below = narrower()
    rows = [
        (bool(below[k.classes[0]]), f"  {k.key}: {json.dumps([k.noun, k.nouns])},")
        for k in event_kinds().values()
    ]
    wide, narrow = ("\n".join(row for is_wide, row in rows if is_wide is w) for w in (True, False))
    return wide, narrow


@functools.cache
def _script(types: tuple[str, str], *, live: bool = False) -> str:
    """Our scripts as one, without the comments and indents that only those who change them read."""
    names = (LIVE, *SCRIPTS) if live else SCRIPTS
    lines = "\n".join(_asset(f"js/{name}.js") for name in names)
    for mark, nouns in zip(TYPE_WORDS, types, strict=True):
        lines = lines.replace(mark, nouns)
    kept = [
        bare for line in lines.split("\n") if (bare := line.strip()) and not bare.startswith("//")
    ]
    return '(() => {\n"use strict";\n' + "\n".join(kept) + "\n})();\n"
