"""The file that `kg render` makes, without a browser: what is in it, and what can never be."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import html.parser
import json
import os
import re
import subprocess
import sys
import zlib
from pathlib import Path

import attack_page
import page_data
import pytest
from checkout import python_path

from kg.core.errors import KgError
from kg.graph.view.values import GraphView
from kg.render import layout, levels, page, payload, render, text, write
from kg.render.history import history

ASSETS = Path(page.__file__).parent / "assets"
TOOLS = Path(__file__).parents[2] / "tools"


class Reader(html.parser.HTMLParser):
    """Every tag with its attributes, and the content of every script and style."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[str, dict[str, str | None], str]] = []
        self._open: tuple[str, dict[str, str | None]] | None = None
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self._open = (tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        self._open = None

    def handle_data(self, data: str) -> None:
        if self._open:
            self.raw.append((*self._open, data))

    def block(self, name: str):
        for _, attributes, content in self.raw:
            if attributes.get("id") == f"data-{name}":
                if attributes["type"] == "text/plain":
                    content = zlib.decompress(base64.b64decode(content)).decode()
                    if name == "library":
                        return content
                return json.loads(content)
        raise AssertionError(f"no block {name}")

    @property
    def policy(self) -> str:
        return next(a["content"] for t, a in self.tags if a.get("http-equiv"))


@pytest.fixture(scope="module")
def small_page() -> str:
    return render(page_data.small())


@pytest.fixture(scope="module")
def hostile_page() -> str:
    return render(
        attack_page.hostile(), title="</title><script>window.struck = 9</script>{{ 7*7 }}"
    )


def test_same_view_same_bytes(small_page: str) -> None:
    assert render(page_data.small()) == small_page


def test_order_of_the_view_changes_nothing(small_page: str) -> None:
    view = page_data.small()
    turned = GraphView(
        events=tuple(
            dataclasses.replace(e, mentions=e.mentions[::-1], participants=e.participants[::-1])
            for e in reversed(view.events)
        ),
        actors=dict(reversed(view.actors.items())),
        topics=dict(reversed(view.topics.items())),
        places=dict(reversed(view.places.items())),
        articles=dict(reversed(view.articles.items())),
    )
    assert render(turned) == small_page


PROGRAM = """
import sys; sys.path.insert(0, {tests!r})
import hashlib, page_data
from kg.render import render, write
made = render(page_data.large(40, 120))
write("page.html", made + "<!-- \\u0416 -->")
print(hashlib.sha256(made.encode()).hexdigest())
"""


def run(folder: Path, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(tests=str(TOOLS))],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": python_path(TOOLS.parent),
            "PYTHONDONTWRITEBYTECODE": "1",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_hash_seed_and_locale_change_nothing_and_no_other_file_is_written(tmp_path: Path) -> None:
    first = run(tmp_path, PYTHONHASHSEED="1")
    second = run(tmp_path, PYTHONHASHSEED="2", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert first == second
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    assert (tmp_path / "page.html").read_text(encoding="utf-8").endswith("<!-- Ж -->")


def test_nothing_is_loaded_from_anywhere(small_page: str, hostile_page: str) -> None:
    for made in (small_page, hostile_page):
        reader = Reader(made)
        for tag, attributes in reader.tags:
            assert tag not in ("link", "img", "iframe", "object", "embed", "base", "form", "a"), tag
            assert not {"src", "href", "srcset", "action", "style"} & attributes.keys(), (
                tag,
                attributes,
            )
            assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        styles = [content for tag, _, content in reader.raw if tag == "style"]
        assert not re.search(r"url\(|@import", "".join(styles))


def test_policy_allows_exactly_what_the_page_has(small_page: str) -> None:
    reader = Reader(small_page)
    assert reader.policy.startswith("default-src 'none';")
    assert "unsafe" not in reader.policy

    def named(content: str) -> bool:
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        return f"'sha256-{digest}'" in reader.policy

    running = [c for tag, a, c in reader.raw if tag == "style" or "type" not in a]
    assert len(running) == 2
    assert all(named(content) for content in running)
    assert named(reader.block("library"))
    # Ours, the seven of the library, and the empty sheet that each of those begins as.
    assert reader.policy.split("style-src")[1].split(";")[0].count("sha256-") == 9


def test_library_is_the_vendored_file() -> None:
    vendored = (ASSETS / "vendor" / "vis-network.min.js").read_bytes()
    listed = (ASSETS / "vendor" / "README.md").read_text(encoding="utf-8")
    assert hashlib.sha256(vendored).hexdigest() in listed
    assert (ASSETS / "vendor" / "vis-network.LICENSE-MIT").stat().st_size > 1000
    assert "sourceMappingURL" not in page._library()


def test_data_is_escaped(hostile_page: str) -> None:
    reader = Reader(hostile_page)
    scripts = [a for tag, a in reader.tags if tag == "script"]
    # The program, its library, and seven blocks of data: the words of the languages are one.
    assert len(scripts) == 9
    for _, attributes, content in reader.raw:
        if attributes.get("type") == "application/json":
            assert not set("<>&'\u2028\u2029") & set(content)
            assert content.isascii()
    assert "{{ 7*7 }}" in hostile_page
    assert "struck = 9</script>" not in hostile_page
    hostile_page.encode("utf-8")


def test_hostile_text_arrives_unchanged_but_for_what_no_file_can_hold(hostile_page: str) -> None:
    reader = Reader(hostile_page)
    quotes = {mention.get("q", "") for event in reader.block("evidence") for mention in event}
    for attack in attack_page.ATTACKS:
        assert text.clean(attack) in quotes
        assert len(text.clean(attack)) == len(attack)
    labels = [actor["n"] for actor in reader.block("graph")["actors"]]
    assert all(0 < len(label) <= text.NAME_LIMIT for label in labels)
    assert not any(re.search("[\u202a-\u202e\u2066-\u2069\x00-\x1f]", label) for label in labels)


def test_only_web_addresses_become_links(hostile_page: str) -> None:
    articles = Reader(hostile_page).block("graph")["articles"]
    linked = {article["u"] for article in articles if "u" in article}
    assert linked == {"https://example.org/fine"}
    told = {article["x"] for article in articles if "x" in article}
    assert "javascript:alert(document.domain)//https://ok.example" in told


def test_our_scripts_never_make_markup_from_text() -> None:
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|setTimeout\([\"'`]"
        r"|createContextualFragment|parseFromString|srcdoc|XMLHttpRequest|\bfetch\(|WebSocket|import\("
        r"|</script|<!--|https?://(?!www\.w3\.org/2000/svg)",
        re.IGNORECASE,
    )
    files = sorted((ASSETS / "js").glob("*.js"))
    assert {file.stem for file in files} == {*page.SCRIPTS, page.LIVE}
    for file in files:
        if file.stem == page.LIVE:
            # The one script that asks a server is in no page that is a file.
            continue
        code = file.read_text(encoding="utf-8").replace(r"https?:\/\/", "")
        assert not forbidden.search(code), (file.name, forbidden.search(code))


def test_every_link_of_a_pair_is_counted() -> None:
    reader = Reader(render(page_data.small()))
    names = {i: actor["n"] for i, actor in enumerate(reader.block("graph")["actors"])}
    made = page._network(payload.build(page_data.small()), "actors", "x", None)
    ends = {frozenset((names[e["from"]], names[e["to"]])) for e in made.edges}
    assert frozenset(("Mike Pompeo", "Sergey Lavrov")) in ends
    assert len(ends) == len(made.edges) == 12
    both = payload.build(page_data.small()).pairs["actors"]
    by_name = {frozenset((names[a], names[b])): n for (a, b), n in both.items()}
    assert by_name[frozenset(("Kim Jong Un", "Moon Jae-in"))] == 5
    assert sum(by_name.values()) == 24
    options = json.loads(reader.block("network")["options"])
    assert options["physics"] == {"enabled": False}
    assert options["layout"] == {"improvedLayout": False}
    assert options["edges"]["smooth"] is False


def test_unknowns_are_left_out() -> None:
    graph = Reader(render(page_data.small())).block("graph")
    undated = [event for event in graph["events"] if "a" not in event]
    assert len(undated) == 1
    assert "d" not in undated[0]
    assert [a for a in graph["articles"] if a["k"] == "readout" and "u" in a] == []


def test_empty_view() -> None:
    reader = Reader(render(page_data.nothing()))
    assert reader.block("graph")["events"] == []
    assert reader.block("network")["nodes"] == []
    words = json.loads((Path(page.__file__).parent / "assets" / "lang" / "en.json").read_text())
    said = next(key for key, value in words.items() if "Nothing here yet" in str(value))
    assert f'say("{said}"' in page._script(("{}", "{}"))


def test_large_graphs_open_on_states_and_stay_small() -> None:
    made = render(page_data.large(600, 1620))
    reader = Reader(made)
    assert reader.block("about")["opening"] == "states"
    assert len(reader.block("other")["nodes"]) == 600
    assert len(made.encode()) < 1_000_000


def test_beyond_the_limit_the_best_connected_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MOST_NODES", 20)
    reader = Reader(render(page_data.large(50, 120)))
    assert len(reader.block("network")["nodes"]) == 20
    assert reader.block("about")["left_out"]["actors"] == 30
    assert len(reader.block("graph")["actors"]) == 50


def test_an_actor_without_a_state_gets_the_one_acted_for() -> None:
    view = page_data.small()
    homeless = {iri: dataclasses.replace(actor, polity=None) for iri, actor in view.actors.items()}
    graph = Reader(render(dataclasses.replace(view, actors=homeless))).block("graph")
    states = {a["n"]: graph["polities"][a["c"]]["n"] for a in graph["actors"]}
    assert states["Sergey Lavrov"] == "Russia"
    assert states["Moon Jae-in"] == "South Korea"


def test_states_are_one_whether_named_by_code_or_by_iri() -> None:
    view = page_data.small()
    coded = {
        iri: dataclasses.replace(a, polity=a.polity and a.polity.rsplit("/", 1)[1].upper())
        for iri, a in view.actors.items()
    }
    mixed = Reader(render(dataclasses.replace(view, actors=coded))).block("graph")
    assert sorted(p["i"] for p in mixed["polities"]) == sorted(
        p["i"] for p in Reader(render(view)).block("graph")["polities"]
    )
    assert payload.country_code("https://w3id.org/diplokg/country/xsvn") == "XSVN"


def test_crowded_events_are_not_drawn_as_links() -> None:
    view = page_data.large(60, 1)
    crowd = tuple(
        dataclasses.replace(view.events[0].participants[0], actor=iri)
        for iri in list(view.actors)[:30]
    )
    event = dataclasses.replace(view.events[0], participants=crowd)
    reader = Reader(render(dataclasses.replace(view, events=(event,))))
    assert reader.block("about")["crowded"] == 1
    assert payload.build(dataclasses.replace(view, events=(event,))).pairs["actors"] == {}
    assert len(reader.block("network")["nodes"]) == 30


def test_layout_keeps_nodes_apart_and_neighbours_together() -> None:
    ring = {(i, i + 1): 1.0 for i in range(29)} | {(0, 29): 1.0, (30, 31): 2.0}
    places = layout.positions(33, ring)
    assert len(set(places)) == 33
    gaps = [
        abs(a[0] - b[0]) + abs(a[1] - b[1]) for i, a in enumerate(places) for b in places[i + 1 :]
    ]
    assert min(gaps) > layout.SPACING / 3
    near = sum(abs(places[a][0] - places[b][0]) + abs(places[a][1] - places[b][1]) for a, b in ring)
    assert near / len(ring) < sum(gaps) / len(gaps)
    assert all(isinstance(n, int) for place in places for n in place)


def test_write_replaces_the_whole_file_or_nothing(tmp_path: Path) -> None:
    target = tmp_path / "a.html"
    target.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write(target, "new \ud800")
    assert target.read_text() == "old"
    write(target, "new é\n")
    assert target.read_bytes() == "new é\n".encode()
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]
    with pytest.raises(KgError, match="cannot write"):
        write(tmp_path / "no" / "a.html", "x")


def test_only_a_page_with_a_server_may_connect() -> None:
    view = page_data.small()
    alone, live = Reader(render(view)), Reader(render(view, live="/data/"))
    assert "connect-src" not in alone.policy
    assert "fetch(" not in page._script(("{}", "{}"))
    assert "connect-src 'self'" in live.policy
    assert live.block("evidence") == []
    assert live.block("about")["live"] == "/data/"


def test_what_reports_add_up_to() -> None:
    events = page_data.small().events
    by_name = {event.iri.rsplit("/", 1)[1]: history(event.mentions) for event in events}
    assert by_name["2019-05-14-meeting-mike-pompeo-sergey-lavrov-vladimir-putin"] == [
        "announced",
        "accounts",
    ]
    assert by_name["2018-12-01-meeting-donald-trump-vladimir-putin"] == ["announced", "unconfirmed"]
    assert by_name["2019-06-29-meeting-donald-trump-xi-jinping"] == ["single"]
    one = events[0].mentions[0]
    told = [
        dataclasses.replace(one, article="a", date="2019-05-14"),
        dataclasses.replace(one, article="b", date="2019-05-15", status="Denied"),
    ]
    assert history(told) == ["dates", "contested", "accounts"]


@pytest.mark.parametrize(
    ("office", "level"),
    [
        ("president", 1),
        ("Prime Minister of Japan", 2),
        ("foreign minister", 3),
        ("Secretary of State", 3),
        ("deputy foreign minister", 4),
        ("poet", None),
        (None, None),
        ("<script>", None),
    ],
)
def test_levels_of_offices(office: str | None, level: int | None) -> None:
    assert levels.level(office) == level
