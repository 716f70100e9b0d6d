// The network: vis-network draws the nodes, the places were computed when the file was made.

// Okabe and Ito's palette, which the colour-blind can tell apart; the last is for everybody else.
const PALETTE = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#f0e442", "#98a0aa"];
const GLYPHS = table({ person: "●", country: "■", organisation: "◆", role: "▲" });
const SHAPES = table({ person: "dot", country: "square", organisation: "diamond", role: "triangle" });

// How much nodes and lines grow with a network that is larger than the screen.
const UNIT = 0.75;

const net = {
  levels: {}, level: null, arrange: null, nodes: null, styles: [], view: null, drawn: new Map(), pairs: new Map(),
  loaded: false, joined: 0, linesDrawn: 0, grid: null, at: null, moving: false, quiet: false, taken: 0,
  stamp: 0, fitting: 0, seats: null,
};

// In the rank view an actor may have several seats, each with a number of its own (rank.js).
const entryAt = (level, index) => (level === "actors" ? data.actors[index] || seatEntry(index) : data.polities[index]);
const drawnMembers = (event) => (net.grid ? seatsIn(event) : membersOf(event, net.level));
const nodesOf = (index) => (net.grid ? seatsOf(index) : [index]);
const nodeSelection = (level, index) => (level === "actors" ? "actor:" : "state:") + entryAt(level, index).i;
const kindOf = (level, entry) => (level === "actors" ? entry.k : entry.q ? "country" : "organisation");

function theme() {
  return dark()
    ? { text: "#e8eaed", soft: "#a9b2bf", band: "#1b1f26", paper: "#14171c", line: "#8d98a8", edge: "#14171c" }
    : { text: "#1d2430", soft: "#586271", band: "#f2f0ea", paper: "#fbfaf7", line: "#7b8794", edge: "#ffffff" };
}

const veil = (hex, share) => hex + Math.round(share * 255).toString(16).padStart(2, "0");

const arrangement = () => (state.level === "actors" ? state.arrange : "force");

// The nodes of a level and where they stand. Those of the level that is not shown are read when asked for.
function setLevel(level, arrange) {
  net.level = level;
  net.arrange = arrange;
  const rows = net.levels[level];
  net.places = new Map();
  net.grid = null;
  if (arrange === "rank") net.grid = rankPlaces(rows.map((row) => row[0]));
  takePlaces(rows);
  net.drawn = new Map();
  net.nodes = new vis.DataSet();
  net.at = null;
  // How many units of the canvas one pixel of the screen is when the whole network is in view.
  const all = [...net.places.values()];
  const span = (axis) => all.reduce((most, p) => Math.max(most, p[axis]), -1e9) - all.reduce((least, p) => Math.min(least, p[axis]), 1e9);
  const box = byId("canvas");
  net.unit = Math.max(1, span("x") / Math.max(200, box.clientWidth - 80), span("y") / Math.max(200, box.clientHeight - 80));
  if (net.grid) net.unit = 1;
}

// The places of rows of net.levels; in the rank view those of the ranks.
function takePlaces(rows) {
  for (const [index, x, y, group] of rows) {
    const entry = entryAt(net.level, index);
    if (!entry) continue;
    for (const id of nodesOf(index)) {
      if (net.grid && !net.grid.places.has(id)) continue;
      net.places.set(id, { id, x, y, ...(net.grid && net.grid.places.get(id)), group: colourOf(entry, net.level, group), label: entry.n, shape: SHAPES[kindOf(net.level, entry)] || "dot" });
    }
  }
  net.taken = net.levels[net.level].length;
}

// Who is picked out: the selected node or pair, and what touches it.
function spotlight() {
  const chosen = selection();
  if (!chosen || chosen.kind === "periods") return null;
  const lit = new Set();
  if (chosen.kind === "pair") {
    if (levelOf(chosen) !== net.level) return null;
    chosen.ends.forEach((end) => nodesOf(end.index).forEach((n) => lit.add(n)));
    return { lit, core: new Set(lit), only: true };
  }
  if (chosen.kind === "chain") {
    if (net.level !== "actors") return null;
    const steps = new Set();
    for (const { from, to } of chainBetween(...chosen.ends)) {
      for (const a of nodesOf(from)) {
        for (const b of nodesOf(to)) {
          [a, b].forEach((n) => lit.add(n));
          steps.add(Math.min(a, b) * 1e6 + Math.max(a, b));
        }
      }
    }
    return lit.size ? { lit, core: lit, only: true, steps } : null;
  }
  if (chosen.kind === "versus") {
    if (levelOf(chosen) !== net.level) return null;
    const core = new Set(chosen.ends.flatMap((end) => nodesOf(end.index)));
    return { lit: withNeighbours(core), core, only: false };
  }
  if (["event", "topic", "place"].includes(chosen.kind)) {
    shown.filter(inScope(chosen)).forEach((event) => drawnMembers(event).forEach((n) => lit.add(n)));
    return lit.size ? { lit, core: lit, only: true } : null;
  }
  const core = new Set();
  if (chosen.kind === "actor") {
    if (net.level === "actors") nodesOf(chosen.entry.index).forEach((n) => core.add(n));
    else if (chosen.entry.c !== undefined) core.add(chosen.entry.c);
  }
  if (chosen.kind === "state") {
    if (net.level === "states") core.add(chosen.entry.index);
    else data.actors.forEach((actor) => actor.c === chosen.entry.index && nodesOf(actor.index).forEach((n) => core.add(n)));
  }
  if (!core.size) return null;
  return { lit: withNeighbours(core), core, only: false };
}

function withNeighbours(core) {
  const lit = new Set(core);
  for (const { a, b } of net.pairs.values()) {
    if (core.has(a)) lit.add(b);
    if (core.has(b)) lit.add(a);
  }
  return lit;
}

// The nodes around which the reader asked to see the neighbourhood, and their neighbours.
function neighbourhood() {
  const kind = net.level === "actors" ? "actor" : "state";
  const centres = new Set(state.around.map((id) => known[kind].get(id)).filter(Boolean).flatMap((entry) => nodesOf(entry.index)));
  if (!centres.size) return null;
  const inside = new Set(centres);
  for (const { a, b } of net.pairs.values()) {
    if (centres.has(a)) inside.add(b);
    if (centres.has(b)) inside.add(a);
  }
  return inside;
}

function nodeItem(place, count, light, colours) {
  const base = PALETTE[place.group] || PALETTE[7];
  const faint = light && !light.lit.has(place.id);
  const core = light && light.core.has(place.id);
  const size = net.grid ? 4 + 5 * Math.sqrt(count / net.most)
    : (6 + Math.min(20, 4 + net.most) * Math.sqrt(count / net.most)) * net.unit ** UNIT;
  const fill = faint ? veil(base, 0.2) : base;
  return {
    id: place.id, x: place.x, y: place.y, shape: place.shape,
    // How much it stands out: not at all, like all others, as a neighbour, as what is chosen (labels.js).
    lit: faint ? 0 : core ? 3 : light ? 2 : 1,
    size: place.shape === "square" || place.shape === "diamond" ? size * 0.9 : size,
    color: { background: fill, border: faint ? veil(colours.edge, 0.2) : core ? colours.text : colours.edge, highlight: { background: fill, border: colours.text }, hover: { background: fill, border: colours.text } },
    borderWidth: core ? 3 : 1.5,
  };
}

function refreshNetwork() {
  const arrange = arrangement();
  // Ranks are laid out for what the filters leave; the other arrangement keeps everybody in place.
  const ranking = address({ ...state, tab: "network", select: "", within: "", around: [] }) + data.events.length;
  const stale = arrange === "rank" && net.rankedFor !== ranking;
  if (net.level !== state.level || net.arrange !== arrange || stale) setLevel(state.level, arrange);
  // Those who came since then find their places without moving anybody.
  else if (!net.grid && net.taken < net.levels[net.level].length) takePlaces(net.levels[net.level].slice(net.taken));
  net.rankedFor = ranking;
  refreshColours();
  net.pairs = net.grid ? countPairs(shown, net.level, seatsIn) : pairsOf(shown, net.level);
  const counts = tally(shown.flatMap(drawnMembers));
  net.most = [...counts.values()].reduce((a, b) => Math.max(a, b), 1);
  net.mostShared = [...net.pairs.values()].reduce((most, pair) => Math.max(most, pair.count), 1);
  const inside = neighbourhood();
  const light = spotlight();
  const colours = theme();
  net.stamp += 1;
  const wanted = new Map();
  for (const place of net.places.values()) {
    const count = counts.get(place.id) || 0;
    if (count && (!inside || inside.has(place.id))) wanted.set(place.id, nodeItem(place, count, light, colours));
  }
  const drawable = [...net.pairs.values()].filter((pair) => wanted.has(pair.a) && wanted.has(pair.b));
  net.joined = drawable.length;
  net.thinned = drawable.length > MANY_LINES;
  const main = net.thinned && state.lines === "main" ? mainLines(drawable) : null;
  const lines = main ? drawable.filter((pair) => main.has(pair.key) || (light && touches(pair, light))) : drawable;
  net.linesDrawn = lines.length;
  net.styles = bundle(lines, light);
  const before = net.nodes.length;
  // A neighbourhood comes wholly into view, and with it whoever it is around.
  let fitted = false;
  exchange(net.nodes, wanted);
  if (!net.view) return;
  if (net.shownNodes !== net.nodes) {
    net.shownNodes = net.nodes;
    net.view.setData({ nodes: net.nodes });
    fitAll(false);
  } else if (before !== net.nodes.length && (!net.quiet || inside)) {
    fitAll(true);
    fitted = Boolean(inside);
  }
  net.view.redraw();
  net.view.unselectAll();
  if (light && net.chosen !== state.select && !fitted) fitChosen(light, net.clicked);
  net.chosen = state.select;
}

async function readLevel(level) {
  if (net.levels[level]) return;
  net.levels[level] = (await block(level === about.opening ? "network" : "other")).nodes;
  placeOn(level);
}

// Only what differs from what is drawn is handed over: thousands of nodes stay quick to filter.
function exchange(set, wanted) {
  const gone = set.getIds().filter((id) => !wanted.has(id));
  gone.forEach((id) => net.drawn.delete(id));
  if (gone.length) set.remove(gone);
  const changed = [];
  for (const [id, item] of wanted) {
    const print = `${item.lit} ${item.size}${item.color.background}${item.color.border}${item.borderWidth}`;
    if (net.drawn.get(id) !== print) changed.push(item);
    net.drawn.set(id, print);
  }
  if (changed.length) set.update(changed);
}

function fitAll(smooth) {
  if (!net.view) return;
  if (!net.grid) {
    fitTo(net.nodes.getIds(), smooth);
    return;
  }
  // The names of rows and columns stand beside the nodes and need room, too.
  const box = byId("canvas");
  const scale = Math.min(1.6, box.clientWidth / net.grid.wide, box.clientHeight / net.grid.tall);
  net.view.moveTo({ scale, position: { x: net.grid.wide / 2, y: net.grid.tall / 2 }, animation: false });
}

function bringIntoView(id) {
  const at = net.view.canvasToDOM(net.view.getPosition(id));
  const box = byId("canvas").getBoundingClientRect();
  if (net.grid) return;
  const inside = at.x > 40 && at.y > 40 && at.x < box.width - 40 && at.y < box.height - 40;
  if (inside && net.view.getScale() > 0.35) return;
  net.view.focus(id, { scale: Math.max(net.view.getScale(), 0.8), animation: still() ? false : { duration: 350 } });
}

function startNetwork(ready) {
  const options = net.options;
  refreshNetwork();
  net.shownNodes = net.nodes;
  net.view = new vis.Network(byId("canvas"), { nodes: net.nodes }, options);
  fitAll(false);
  net.view.on("beforeDrawing", (pen) => {
    drawRanks(pen);
    drawLines(pen);
  });
  net.view.on("afterDrawing", drawNames);
  net.view.once("afterDrawing", ready);
  keepScale();
  // An address may name somebody from the first moment on.
  const light = spotlight();
  net.chosen = state.select;
  if (light) fitChosen(light, false);
  listenToNetwork();
  const recolour = () => state.tab === "network" && refreshNetwork();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
  // Paper is white and has another size, and a printer does not wait for the next picture of the screen.
  paper.addEventListener("change", () => {
    if (state.tab !== "network" || document.body.classList.contains("printing")) return;
    net.view.setSize("100%", "100%");
    recolour();
    const lit = spotlight();
    if (lit && !net.grid) fitTo([...lit.lit], false);
    else fitAll(false);
    net.view.redraw();
  });
}

// The library changes the scale with the size of the window, and may do so manifold where that changes twice between
// two pictures: nobody wants to see a hundredth of the network then.
function keepScale() {
  let [before, waiting] = [0, false];
  net.view.on("afterDrawing", () => {
    if (!waiting) before = net.view.getScale();
  });
  net.view.on("resize", () => {
    waiting = true;
    setTimeout(() => {
      waiting = false;
      const times = before ? net.view.getScale() / before : 1;
      if (times > 3 || times < 1 / 3) fitAll(false);
      net.view.redraw();
    });
  });
}

function listenToNetwork() {
  net.view.on("click", ({ nodes: shapes, pointer }) => {
    net.clicked = true;
    const name = shapes.length ? undefined : namedAt(pointer.DOM);
    const nodes = name === undefined ? shapes : [name];
    const pair = nodes.length ? null : lineAt(pointer.canvas);
    if (nodes.length) choose(nodeSelection(net.level, nodes[0]));
    else if (pair) choose(pairSelection(net.level, pair.a, pair.b));
    else if (state.select) choose("");
    net.clicked = false;
  });
  net.view.on("doubleClick", ({ pointer }) => {
    clearTimeout(net.fitting);
    const node = net.view.getNodeAt(pointer.DOM) ?? namedAt(pointer.DOM);
    if (node !== undefined) expand(nodeSelection(net.level, node));
  });
  net.view.on("hoverNode", ({ node, pointer }) => {
    net.over = true;
    hint(nodeWords(node), pointer.DOM);
  });
  net.view.on("blurNode", () => {
    net.over = false;
    byId("hint").hidden = true;
  });
  const moving = (on) => () => {
    net.moving = on;
    byId("hint").hidden = true;
    if (!on) net.view.redraw();
  };
  net.view.on("dragStart", moving(true));
  net.view.on("dragEnd", moving(false));
  net.view.on("zoom", () => (byId("hint").hidden = true));
  let waiting = false;
  byId("canvas").addEventListener("pointermove", (event) => {
    if (waiting || net.over || net.moving || event.buttons || net.linesDrawn > 4000) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      const box = byId("canvas").getBoundingClientRect();
      const at = { x: event.clientX - box.left, y: event.clientY - box.top };
      const pair = net.over ? null : lineAt(net.view.DOMtoCanvas(at));
      if (pair) hint(labelled(`${entryAt(net.level, pair.a).n} – ${entryAt(net.level, pair.b).n}`, many(pair.count, "event")), at);
      else if (!net.over) byId("hint").hidden = true;
    });
  });
  byId("canvas").addEventListener("keydown", walk);
}

const nodeWords = (id) => {
  const entry = entryAt(net.level, id);
  const events = shown.filter((event) => drawnMembers(event).includes(id)).length;
  const contacts = [...net.pairs.values()].filter((pair) => pair.a === id || pair.b === id).length;
  return labelled(`${entry.n}${seatWords(id)}`, `${many(events, "event")}, ${many(contacts, "contact")}`);
};

// By keyboard: arrows go to the next node in that direction, Page Down and Page Up through all of them from
// the busiest on, Enter opens one, + and - and 0 zoom.
const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function walk(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const zoom = { "+": 1.35, "=": 1.35, "-": 1 / 1.35 }[event.key];
  if (zoom) zoomBy(zoom);
  else if (event.key === "0") fitAll(true);
  else if (event.key === "Enter" && net.at !== null) choose(nodeSelection(net.level, net.at));
  else if (ARROWS[event.key]) step(ARROWS[event.key]);
  else if (event.key === "PageDown" || event.key === "PageUp") leaf(event.key === "PageDown" ? 1 : -1);
  else return;
  event.preventDefault();
}

function leaf(by) {
  const ids = net.nodes.getIds().sort((a, b) => net.nodes.get(b).size - net.nodes.get(a).size || a - b);
  if (!ids.length) return;
  const at = ids.indexOf(net.at);
  stand(ids[at < 0 ? 0 : (at + by + ids.length) % ids.length]);
}

function step([dx, dy]) {
  const ids = net.nodes.getIds();
  if (!ids.length) return;
  let to = net.at;
  if (!ids.includes(net.at)) {
    const chosen = selection();
    const level = net.level === "actors" ? "actor" : "state";
    to = chosen && chosen.kind === level && ids.includes(chosen.entry.index) ? chosen.entry.index
      : ids.reduce((best, id) => (net.nodes.get(id).size > net.nodes.get(best).size ? id : best));
  } else {
    const here = net.view.getPosition(net.at);
    let best = null;
    for (const id of ids) {
      const there = net.view.getPosition(id);
      const ahead = (there.x - here.x) * dx + (there.y - here.y) * dy;
      const aside = Math.abs((there.x - here.x) * dy + (there.y - here.y) * dx);
      if (id === net.at || ahead <= 0 || aside > ahead * 1.5) continue;
      const far = ahead + aside * 2;
      if (!best || far < best.far) best = { id, far };
    }
    if (best) to = best.id;
  }
  stand(to);
}

function stand(id) {
  net.at = id;
  net.view.selectNodes([net.at], false);
  bringIntoView(net.at);
  const words = nodeWords(net.at);
  hint(words, net.view.canvasToDOM(net.view.getPosition(net.at)));
  byId("said").textContent = words;
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
async function expand(select) {
  if (!complete() && !loads.has(select)) await load(select);
  const kind = select.slice(0, select.indexOf(":"));
  const id = select.slice(kind.length + 1);
  const level = kind === "actor" ? "actors" : "states";
  const around = state.level === level ? state.around : [];
  go({ tab: "network", level, select, around: around.includes(id) ? around : [...around, id] });
}
