// The network: vis-network draws, the places were computed when the file was made.

// Okabe and Ito's palette, which the colour-blind can tell apart; the last is for everybody else.
const PALETTE = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#f0e442", "#98a0aa"];
const GLYPHS = table({ person: "●", country: "■", organisation: "◆", role: "▲" });

const net = { levels: {}, level: null, nodes: null, edges: null, view: null, drawn: new Map(), pairs: new Map(), loaded: false };

const entryAt = (level, index) => (level === "actors" ? data.actors : data.polities)[index];
const nodeSelection = (level, index) => (level === "actors" ? "actor:" : "state:") + entryAt(level, index).i;

function theme() {
  return dark()
    ? { text: "#e8eaed", paper: "#14171c", line: "#8d98a8", edge: "#14171c" }
    : { text: "#1d2430", paper: "#fbfaf7", line: "#7b8794", edge: "#ffffff" };
}

const veil = (hex, share) => hex + Math.round(share * 255).toString(16).padStart(2, "0");

function setLevel(level) {
  net.level = level;
  net.places = new Map(net.levels[level].nodes.map((node) => [node.id, node]));
  net.drawn = new Map();
  net.nodes = new vis.DataSet();
  net.edges = new vis.DataSet();
  // How many units of the canvas one pixel of the screen is when the whole network is in view.
  const [across, down] = ["x", "y"].map((axis) => {
    const all = net.levels[level].nodes.map((node) => node[axis]);
    return all.reduce((a, b) => Math.max(a, b), 0) - all.reduce((a, b) => Math.min(a, b), 0);
  });
  const box = byId("canvas");
  net.unit = Math.max(1, across / Math.max(200, box.clientWidth - 80), down / Math.max(200, box.clientHeight - 80));
}

const MANY_LINES = 400;

// With very many links only the two strongest of each node are drawn, and all of what is selected.
function mainLines(pairs) {
  const kept = new Set();
  const seen = new Map();
  for (const pair of [...pairs].sort((x, y) => y.count - x.count || x.a - y.a || x.b - y.b)) {
    const [a, b] = [seen.get(pair.a) || 0, seen.get(pair.b) || 0];
    if (a < 2 || b < 2) kept.add(pair.key);
    seen.set(pair.a, a + 1);
    seen.set(pair.b, b + 1);
  }
  return kept;
}

// Who is picked out: the selected node or pair, and what touches it.
function spotlight() {
  const chosen = selection();
  const lit = new Set();
  if (!chosen) return null;
  if (chosen.kind === "pair") {
    if (chosen.of !== (net.level === "actors" ? "actor" : "state")) return null;
    chosen.ends.forEach((end) => lit.add(end.index));
    return { lit, core: new Set(lit), only: true };
  }
  if (chosen.kind === "event") membersOf(chosen.entry, net.level).forEach((n) => lit.add(n));
  if (chosen.kind === "topic") {
    shown.filter((e) => e.topics.has(chosen.entry.index)).forEach((e) => membersOf(e, net.level).forEach((n) => lit.add(n)));
  }
  if (chosen.kind === "place") {
    shown.filter((e) => e.l === chosen.entry.index).forEach((e) => membersOf(e, net.level).forEach((n) => lit.add(n)));
  }
  if (lit.size) return { lit, core: lit, only: true };
  const core = new Set();
  if (chosen.kind === "actor") {
    if (net.level === "actors") core.add(chosen.entry.index);
    else if (chosen.entry.c !== undefined) core.add(chosen.entry.c);
  }
  if (chosen.kind === "state") {
    if (net.level === "states") core.add(chosen.entry.index);
    else data.actors.forEach((actor) => actor.c === chosen.entry.index && core.add(actor.index));
  }
  if (!core.size) return null;
  core.forEach((n) => lit.add(n));
  for (const { a, b } of net.pairs.values()) {
    if (core.has(a)) lit.add(b);
    if (core.has(b)) lit.add(a);
  }
  return { lit, core, only: false };
}

// The nodes around which the reader asked to see the neighbourhood, and their neighbours.
function neighbourhood() {
  const kind = net.level === "actors" ? "actor" : "state";
  const centres = new Set(state.around.map((id) => known[kind].get(id)).filter(Boolean).map((entry) => entry.index));
  if (!centres.size) return null;
  const inside = new Set(centres);
  for (const { a, b } of net.pairs.values()) {
    if (centres.has(a)) inside.add(b);
    if (centres.has(b)) inside.add(a);
  }
  return inside;
}

// The names that can be read when the whole network is in view: the busiest first, none over another.
function legible(counts, light) {
  const taken = [];
  const named = new Set();
  if (net.places.size <= 25) return new Set(counts.keys());
  for (const [id] of ranked(counts)) {
    if (light && !light.lit.has(id)) continue;
    const place = net.places.get(id);
    if (!place) continue;
    const wide = 3.9 * Math.min(28, place.label.length) + 6;
    const [x, y] = [place.x / net.unit, place.y / net.unit];
    if (taken.some((box) => Math.abs(box.x - x) < box.wide + wide && Math.abs(box.y - y) < 19)) continue;
    taken.push({ x, y, wide });
    named.add(id);
    if (named.size === 60) break;
  }
  return named;
}

function nodeItem(place, count, light, colours) {
  const base = PALETTE[place.group] || PALETTE[7];
  const faint = light && !light.lit.has(place.id);
  const core = light && light.core.has(place.id);
  const size = (6 + Math.min(20, 4 + net.most) * Math.sqrt(count / net.most)) * net.unit ** 0.6;
  // The names that matter most can be read from afar, the others when one comes nearer.
  const named = core || net.named.has(place.id);
  return {
    id: place.id, x: place.x, y: place.y, shape: place.shape,
    label: faint ? "" : crop(place.label, 28),
    size: place.shape === "square" || place.shape === "diamond" ? size * 0.9 : size,
    color: {
      background: faint ? veil(base, 0.2) : base,
      border: faint ? veil(colours.edge, 0.2) : core ? colours.text : colours.edge,
      highlight: { background: base, border: colours.text },
      hover: { background: base, border: colours.text },
    },
    borderWidth: core ? 3 : 1.5,
    font: { color: colours.text, size: named ? 13.5 * net.unit : Math.min(13, 7.5 * net.unit), strokeWidth: named ? 3 * net.unit : 3, strokeColor: colours.paper, face: "system-ui, sans-serif" },
  };
}

const touches = (pair, light) =>
  light.only ? light.lit.has(pair.a) && light.lit.has(pair.b) : light.core.has(pair.a) || light.core.has(pair.b);

function edgeItem(pair, light, colours) {
  const width = Math.min(9, 1 + 1.2 * Math.log2(1 + pair.count)) * net.unit ** 0.6;
  // What is rare steps back, so that a dense network still shows its main lines.
  const plain = 0.25 + 0.5 * Math.sqrt(pair.count / net.mostShared);
  return {
    id: pair.key, from: pair.a, to: pair.b, width,
    dashes: pair.held ? false : pair.ahead ? [9, 7] : [2, 6],
    color: { color: veil(colours.line, light ? (touches(pair, light) ? 0.95 : 0.08) : plain), highlight: colours.text, inherit: false },
  };
}

function refreshNetwork() {
  if (net.level !== state.level) setLevel(state.level);
  net.pairs = pairsOf(shown, net.level);
  const counts = tally(shown.flatMap((event) => membersOf(event, net.level)));
  net.most = Math.max(1, ...counts.values());
  net.mostShared = Math.max(1, ...[...net.pairs.values()].map((pair) => pair.count));
  const inside = neighbourhood();
  const light = spotlight();
  const colours = theme();
  net.named = legible(counts, light);
  const wanted = new Map();
  for (const place of net.places.values()) {
    const count = counts.get(place.id) || 0;
    if (count && (!inside || inside.has(place.id))) wanted.set(place.id, nodeItem(place, count, light, colours));
  }
  const lines = new Map();
  const drawable = [...net.pairs.values()].filter((pair) => wanted.has(pair.a) && wanted.has(pair.b));
  net.joined = drawable.length;
  net.thinned = drawable.length > MANY_LINES;
  const main = net.thinned && state.lines === "main" ? mainLines(drawable) : null;
  for (const pair of drawable) {
    const touched = light && touches(pair, light);
    if (!main || main.has(pair.key) || touched) lines.set(pair.key, edgeItem(pair, light, colours));
  }
  const before = net.nodes.length;
  exchange(net.nodes, wanted, "n");
  exchange(net.edges, lines, "e");
  if (!net.view) return;
  if (net.shownLevel !== net.level) {
    net.shownLevel = net.level;
    net.view.setData({ nodes: net.nodes, edges: net.edges });
    fitAll(false);
  } else if (before !== net.nodes.length) {
    fitAll(true);
  }
  const pick = light && [...light.core].filter((n) => wanted.has(n));
  net.view.unselectAll();
  // What was clicked stays under the pointer, or a double click would miss it.
  if (pick && pick.length === 1 && !net.clicked) bringIntoView(pick[0]);
}

// Only what differs from what is drawn is handed over: thousands of nodes stay quick to filter.
function exchange(set, wanted, mark) {
  const gone = set.getIds().filter((id) => !wanted.has(id));
  gone.forEach((id) => net.drawn.delete(mark + id));
  if (gone.length) set.remove(gone);
  const changed = [];
  for (const [id, item] of wanted) {
    const print = JSON.stringify(item);
    if (net.drawn.get(mark + id) !== print) changed.push(item);
    net.drawn.set(mark + id, print);
  }
  if (changed.length) set.update(changed);
}

const fitAll = (smooth) =>
  net.view && net.view.fit({ maxZoomLevel: 1.4, animation: smooth && !still() ? { duration: 350 } : false });

function bringIntoView(id) {
  const at = net.view.canvasToDOM(net.view.getPosition(id));
  const box = byId("canvas").getBoundingClientRect();
  const inside = at.x > 40 && at.y > 40 && at.x < box.width - 40 && at.y < box.height - 40;
  if (inside && net.view.getScale() > 0.35) return;
  net.view.focus(id, { scale: Math.max(net.view.getScale(), 0.8), animation: still() ? false : { duration: 350 } });
}

function startNetwork(ready) {
  const options = net.options;
  options.nodes.scaling = { label: { drawThreshold: 9, maxVisible: 19 } };
  setLevel(state.level);
  refreshNetwork();
  net.shownLevel = net.level;
  net.view = new vis.Network(byId("canvas"), { nodes: net.nodes, edges: net.edges }, options);
  fitAll(false);
  net.view.once("afterDrawing", ready);
  net.view.on("click", ({ nodes, edges }) => {
    net.clicked = true;
    if (nodes.length) {
      choose(nodeSelection(net.level, nodes[0]));
    } else if (edges.length) {
      const pair = net.pairs.get(edges[0]);
      choose(pairSelection(net.level, pair.a, pair.b));
    } else if (state.select) {
      choose("");
    }
    net.clicked = false;
  });
  net.view.on("doubleClick", ({ pointer }) => {
    const node = net.view.getNodeAt(pointer.DOM);
    if (node !== undefined) expand(nodeSelection(net.level, node));
  });
  net.view.on("hoverNode", ({ node, pointer }) => {
    const counts = shown.filter((event) => membersOf(event, net.level).includes(node)).length;
    hint(`${entryAt(net.level, node).n}: ${many(counts, "event")}`, pointer.DOM);
  });
  net.view.on("hoverEdge", ({ edge, pointer }) => {
    const pair = net.pairs.get(edge);
    if (pair) hint(`${entryAt(net.level, pair.a).n} – ${entryAt(net.level, pair.b).n}: ${many(pair.count, "event")}`, pointer.DOM);
  });
  for (const leave of ["blurNode", "blurEdge", "dragStart", "zoom"]) net.view.on(leave, () => (byId("hint").hidden = true));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", refreshNetwork);
}

function hint(words, at) {
  const box = byId("hint");
  box.hidden = false;
  box.textContent = words;
  const room = byId("canvas").clientWidth - box.offsetWidth - 8;
  box.style.left = `${Math.max(8, Math.min(at.x + 14, room))}px`;
  box.style.top = `${at.y + 16}px`;
}

// Show a node with its neighbours alone; again on a neighbour adds the neighbours of that one.
function expand(select) {
  const kind = select.slice(0, select.indexOf(":"));
  const id = select.slice(kind.length + 1);
  const level = kind === "actor" ? "actors" : "states";
  const around = state.level === level ? state.around : [];
  go({ tab: "network", level, select, around: around.includes(id) ? around : [...around, id] });
}

function savePicture() {
  const from = byId("canvas").querySelector("canvas");
  const copy = document.createElement("canvas");
  [copy.width, copy.height] = [from.width, from.height];
  const pen = copy.getContext("2d");
  pen.fillStyle = theme().paper;
  pen.fillRect(0, 0, copy.width, copy.height);
  pen.drawImage(from, 0, 0);
  copy.toBlob((blob) => blob && save(blob, "network.png"));
}

function save(blob, name) {
  const address = URL.createObjectURL(blob);
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function buildNetworkBar() {
  const levels = h("div", { class: "switch", role: "group", "aria-label": "Who meets whom" },
    ["actors", "states"].map((level) =>
      button(level === "actors" ? "People and other actors" : "States", () => go({ level, around: [] }), { "data-level": level })));
  put(byId("network-bar"), levels, h("span", { id: "around", class: "around" }),
    button("", () => go({ lines: state.lines === "main" ? "all" : "main" }), { class: "quiet", id: "lines", hidden: true }),
    button("Save as PNG", savePicture, { class: "quiet push" }));
  put(byId("zoom"),
    button("+", () => zoomBy(1.35), { "aria-label": "Zoom in" }),
    button("−", () => zoomBy(1 / 1.35), { "aria-label": "Zoom out" }),
    button("Fit", () => fitAll(true), { "aria-label": "Show the whole network" }));
}

const zoomBy = (factor) =>
  net.view && net.view.moveTo({ scale: net.view.getScale() * factor, animation: still() ? false : { duration: 150 } });

function refreshNetworkBar() {
  for (const control of byId("network-bar").querySelectorAll("[data-level]")) {
    control.setAttribute("aria-pressed", String(control.dataset.level === state.level));
  }
  const kind = state.level === "actors" ? "actor" : "state";
  const centres = state.around.map((id) => known[kind].get(id)).filter(Boolean);
  put(byId("around"), centres.length && [
    "Around ", h("bdi", null, listing.format(centres.map((entry) => crop(entry.n, 30)))), " ",
    button("Show everybody", () => go({ around: [] }), { class: "quiet" })]);
  const notes = [];
  if (about.opening === "states" && state.level === "states") {
    notes.push(`${number.format(net.levels.actors.nodes.length + about.left_out.actors)} actors are too many for one readable picture, so this opens on their states. Left out here: contacts within one state, and actors without a state.`);
  }
  const left = about.left_out[state.level];
  const drawn = net.levels[state.level] ? net.levels[state.level].nodes.length : 0;
  if (left > 0) {
    notes.push(`The ${number.format(drawn)} best connected are drawn, ${number.format(left)} are not; the table has them all.`);
  }
  if (net.thinned && state.lines === "main") notes.push("Drawn are the two strongest links of each; choose one to see all of its links.");
  byId("lines").hidden = !net.thinned;
  byId("lines").textContent = state.lines === "main" ? "Draw all links" : "Draw the main links";
  if (about.crowded) {
    notes.push(`${many(about.crowded, "event")} with more than ${about.most} participants ${about.crowded === 1 ? "is" : "are"} listed, but not drawn as links.`);
  }
  byId("notice").hidden = !notes.length;
  byId("notice").textContent = notes.join(" ");
  if (!net.loaded) return;
  byId("canvas").setAttribute("aria-label",
    `Network of ${many(net.nodes ? net.nodes.length : 0, state.level === "actors" ? "actor" : "state")} and ${many(net.joined, "link")}. The same is in the table, under Actors and Links.`);
  refreshLegend();
}

function refreshLegend() {
  const level = net.levels[state.level];
  if (!level) return;
  const names = new Map();
  for (const node of level.nodes) {
    if (node.group >= 7 || names.has(node.group)) continue;
    const own = state.level === "actors" ? stateOf(data.actors[node.id]) : data.polities[node.id];
    if (own) names.set(node.group, own);
  }
  const shapes = { dot: "person", square: "country", diamond: "organisation", triangle: "role" };
  const kinds = new Set(level.nodes.map((node) => shapes[node.shape]));
  const line = (dash) => svg("svg", { viewBox: "0 0 34 8", class: `key ${dash}`, "aria-hidden": "true" },
    svg("line", { x1: 1, x2: 33, y1: 4, y2: 4 }));
  put(byId("legend-rows"),
    h("ul", null,
      h("li", null, line("solid"), "took place"),
      h("li", null, line("dashed"), "only planned, proposed or postponed"),
      h("li", null, line("dotted"), "only called off, denied or disputed")),
    kinds.size > 1 && h("ul", { class: "kinds" }, Object.keys(KINDS).filter((kind) => kinds.has(kind)).map((kind) =>
      h("li", null, h("span", { "aria-hidden": "true" }, GLYPHS[kind]), " ", KINDS[kind]))),
    names.size > 0 && h("ul", { class: "colours" },
      [...names].sort((a, b) => a[0] - b[0]).map(([group, own]) =>
        h("li", null, h("span", { class: `swatch c${group}`, "aria-hidden": "true" }), h("bdi", null, own.n))),
      h("li", null, h("span", { class: "swatch c7", "aria-hidden": "true" }), "others")),
    h("p", null, "Larger: more events. Double-click: only the neighbours."));
}
