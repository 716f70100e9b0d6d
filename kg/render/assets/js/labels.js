// Names in the network. They are written here and not by the library, so that a name covers no node and no other
// name, is never cut, and has one size on the screen however near one has come.

const LETTERS = { size: 12.5, core: 14, tall: 16, far: 4, most: 28 };
// Where a name may stand beside its node, the best first: [right, down], as shares of the room it needs.
const SIDES = [[0, 1], [0, -1], [1, 0], [-1, 0], [0.8, 0.8], [-0.8, 0.8], [0.8, -0.8], [-0.8, -0.8]];
// How much further off the largest may have their names, where there is no room nearer.
const FAR = [0, 14, 30, 52, 80, 115, 160, 210];
const CELL = 40;
const naming = { key: "", labels: [], boxes: [], widths: new Map(), sides: new Map(), gone: new Set(), pen: null };

function widthOf(words, size) {
  const key = `${size} ${words}`;
  if (!naming.widths.has(key)) {
    naming.pen ||= document.createElement("canvas").getContext("2d");
    naming.pen.font = `${size}px system-ui, sans-serif`;
    naming.widths.set(key, naming.pen.measureText(words).width + 4);
  }
  return naming.widths.get(key);
}

// As much of a name as fits into so many pixels.
function cropTo(words, size, room) {
  let length = [...words].length;
  while (length > 3 && widthOf(crop(words, length), size) > room) length -= 1;
  return crop(words, length);
}

// Boxes by the cells of the screen that they lie in.
function crowd() {
  const cells = new Map();
  const each = (box, visit) => {
    for (let i = Math.floor(box.x / CELL); i <= Math.floor((box.x + box.w) / CELL); i += 1) {
      for (let j = Math.floor(box.y / CELL); j <= Math.floor((box.y + box.h) / CELL); j += 1) if (visit(i * 4096 + j)) return true;
    }
    return false;
  };
  return {
    add: (box) => each(box, (cell) => {
      if (cells.has(cell)) cells.get(cell).push(box);
      else cells.set(cell, [box]);
      return false;
    }),
    hits: (box, own) => each(box, (cell) => (cells.get(cell) || none).some((other) =>
      other.id !== own && box.x < other.x + other.w && other.x < box.x + box.w && box.y < other.y + other.h && other.y < box.y + box.h)),
  };
}

// Where a line from the middle of a node to that of its name begins and ends: at the edge of either.
function leaderOf({ middle, reach, x, y, w, h }) {
  const [dx, dy] = [x + w / 2 - middle.x, y + h / 2 - middle.y];
  const far = Math.hypot(dx, dy) || 1;
  const from = Math.min(1, reach / far);
  const to = Math.max(from, 1 - Math.min(w / 2 / Math.abs(dx || 1e-9), h / 2 / Math.abs(dy || 1e-9)));
  return [middle.x + dx * from, middle.y + dy * from, middle.x + dx * to, middle.y + dy * to];
}

// Does a line run through a box?
function runsThrough([x1, y1, x2, y2], box) {
  let [enters, leaves] = [0, 1];
  for (const [from, by, low, high] of [[x1, x2 - x1, box.x, box.x + box.w], [y1, y2 - y1, box.y, box.y + box.h]]) {
    if (!by && (from < low || from > high)) return false;
    const ends = by ? [(low - from) / by, (high - from) / by] : [0, 1];
    enters = Math.max(enters, Math.min(...ends));
    leaves = Math.min(leaves, Math.max(...ends));
  }
  return enters < leaves;
}

// Every node on the screen as the box that it is drawn in, in pixels of the canvas.
function nodeBoxes() {
  const scale = net.view.getScale();
  const origin = net.view.canvasToDOM({ x: 0, y: 0 });
  const at = net.view.body.nodes;
  const boxes = [];
  net.nodes.forEach((item) => {
    const node = at[item.id];
    if (!node) return;
    const r = item.size * scale * (item.shape === "triangle" ? 1.2 : 1) + 1;
    boxes.push({ id: item.id, x: origin.x + node.x * scale - r, y: origin.y + node.y * scale - r, w: 2 * r, h: 2 * r, size: item.size, lit: item.lit });
  });
  return boxes;
}

// The names that there is room for: those that are picked out first, then the largest nodes.
function placeNames() {
  const box = byId("canvas");
  const scale = net.view.getScale();
  const [wide, tall] = [box.clientWidth, box.clientHeight];
  const boxes = nodeBoxes();
  const taken = crowd();
  // Among very many nodes those that have stepped back make way for the names of those that are picked out.
  const some = boxes.some((node) => node.lit > 2);
  boxes.filter((node) => !some || node.lit > 0).forEach(taken.add);
  const frame = box.getBoundingClientRect();
  const zoom = byId("zoom").getBoundingClientRect();
  taken.add({ id: null, x: zoom.left - frame.left, y: zoom.top - frame.top, w: zoom.width, h: zoom.height });
  // The titles of the rows of the rank view are words, too.
  const origin = net.view.canvasToDOM({ x: 0, y: 0 });
  for (const row of net.grid ? net.grid.rows : none) {
    taken.add({ id: null, x: origin.x, y: origin.y + row.y * scale, w: (RANK_MARGIN.left - 8) * scale, h: (8 + row.title.length * 15) * scale });
  }
  const within = (b) => b.x >= 1 && b.y >= 1 && b.x + b.w <= wide - 1 && b.y + b.h <= tall - 1;
  const most = net.grid ? boxes.length : Math.max(24, Math.min(160, (wide * tall) / 5500));
  const labels = [];
  const order = boxes.filter((node) => node.lit > 0 && node.x < wide && node.y < tall && node.x + node.w > 0 && node.y + node.h > 0)
    .sort((a, b) => b.lit - a.lit || b.size - a.size || a.id - b.id);
  for (const [rank, node] of order.entries()) {
    if (labels.length >= most && node.lit < 3) break;
    const size = net.grid ? Math.max(9, 12 * Math.min(1, scale)) : node.lit > 2 ? LETTERS.core : LETTERS.size;
    const whole = crop(net.places.get(node.id).label, LETTERS.most);
    // In a seat a name is cut only where it would run into that of a neighbour.
    const wordings = net.grid ? unique([whole, cropTo(whole, size, net.grid.seat * scale - 4)]) : [whole];
    const high = net.grid ? size + 3 : LETTERS.tall;
    const middle = { x: node.x + node.w / 2, y: node.y + node.h / 2 };
    // The largest may stand a little further off, with a line to their node.
    const rings = net.grid ? [0] : node.lit > 2 || rank < 12 ? FAR : [0];
    const before = naming.sides.get(node.id);
    let found = null;
    // A line through a name is worse than none, but whoever is picked out is named in any case.
    const lined = (label) => labels.some((other) => (other.ring > 0 && runsThrough(leaderOf(other), label))
      || (label.ring > 0 && runsThrough(leaderOf(label), other)));
    let crossed = null;
    for (const [ring, words] of rings.flatMap((far) => wordings.map((wording) => [far, wording]))) {
      const w = widthOf(words, size);
      const sides = ring === 0 && before !== undefined ? [SIDES[before], ...SIDES] : SIDES;
      for (const [right, down] of sides) {
        const off = { x: right * (node.w / 2 + w / 2 + LETTERS.far + ring), y: down * (node.h / 2 + high / 2 + 1 + ring) };
        const label = { id: node.id, x: middle.x + off.x - w / 2, y: middle.y + off.y - high / 2, w, h: high, words, size, core: node.lit > 2, side: SIDES.findIndex((side) => side[0] === right && side[1] === down), ring, middle, reach: node.w / 2 };
        if (!within(label) || taken.hits(label, node.id)) continue;
        if (lined(label)) {
          crossed ||= label;
          continue;
        }
        found = label;
        break;
      }
      if (found) break;
    }
    if (!found && (node.lit > 2 || rank < 8)) found = crossed;
    if (!found) continue;
    naming.sides.set(node.id, found.side);
    labels.push(found);
    // Its own node may not lie under it either, but that is the room it was given.
    taken.add({ ...found, id: null });
  }
  naming.labels = labels;
  naming.boxes = some ? makeWay(boxes, labels) : makeWay(boxes, none);
}

// Hides the faint nodes that a name lies over, and shows again those that none lies over any more: the boxes left.
function makeWay(boxes, labels) {
  const written = crowd();
  labels.forEach((label) => written.add({ ...label, id: null }));
  const gone = new Set(labels.length ? boxes.filter((node) => node.lit === 0 && written.hits(node, node.id)).map((node) => node.id) : none);
  const changed = boxes.filter((node) => gone.has(node.id) !== naming.gone.has(node.id)).map((node) => ({ id: node.id, hidden: gone.has(node.id) }));
  naming.gone = gone;
  // Not while the library is drawing.
  const set = net.nodes;
  if (changed.length) setTimeout(() => set.update(changed.filter(({ id }) => set.get(id))));
  return boxes.filter((node) => !gone.has(node.id));
}

function drawNames(pen) {
  if (!net.view) return;
  const scale = net.view.getScale();
  const corner = net.view.canvasToDOM({ x: 0, y: 0 });
  const box = byId("canvas");
  const key = `${scale} ${corner.x} ${corner.y} ${box.clientWidth} ${box.clientHeight} ${net.stamp}`;
  if (naming.key !== key || net.moving) {
    naming.key = key;
    placeNames();
  }
  const colours = theme();
  pen.save();
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.setLineDash([]);
  const to = (x, y) => [(x - corner.x) / scale, (y - corner.y) / scale];
  pen.strokeStyle = veil(colours.soft, 0.75);
  pen.lineWidth = 1 / scale;
  pen.beginPath();
  for (const label of naming.labels.filter(({ ring }) => ring > 0)) {
    const [x1, y1, x2, y2] = leaderOf(label);
    pen.moveTo(...to(x1, y1));
    pen.lineTo(...to(x2, y2));
  }
  pen.stroke();
  for (const label of naming.labels) {
    const [x, y] = to(label.x + label.w / 2, label.y + label.h / 2);
    pen.font = `${label.core ? "600 " : ""}${label.size / scale}px system-ui, sans-serif`;
    pen.strokeStyle = colours.paper;
    pen.lineWidth = 3 / scale;
    pen.strokeText(label.words, x, y, label.w / scale);
    pen.fillStyle = colours.text;
    pen.fillText(label.words, x, y, label.w / scale);
  }
  pen.restore();
  // What is drawn where, in pixels: for whoever measures it.
  byId("canvas").drawn = naming;
}

// The node whose name is under the pointer.
const namedAt = ({ x, y }) => {
  const found = naming.labels.find((label) => x >= label.x && x <= label.x + label.w && y >= label.y && y <= label.y + label.h);
  return found && found.id;
};

// ---- what fits the view

const MARGIN = { x: 64, y: 34 };
const LARGEST = 44;

// Brings these nodes into view, with room for their names.
function fitTo(ids, smooth, most = 1.4) {
  const at = ids.map((id) => net.view.body.nodes[id]).filter(Boolean);
  if (!at.length) return;
  const reach = (node) => node.options.size;
  const left = at.reduce((low, node) => Math.min(low, node.x - reach(node)), Infinity);
  const right = at.reduce((high, node) => Math.max(high, node.x + reach(node)), -Infinity);
  const top = at.reduce((low, node) => Math.min(low, node.y - reach(node)), Infinity);
  const bottom = at.reduce((high, node) => Math.max(high, node.y + reach(node)), -Infinity);
  const box = byId("canvas");
  const room = { x: Math.max(120, box.clientWidth - 2 * MARGIN.x), y: Math.max(120, box.clientHeight - 2 * MARGIN.y) };
  // Two alone would be drawn as large as a hand.
  const largest = at.reduce((size, node) => Math.max(size, reach(node)), 1);
  const scale = Math.min(most, LARGEST / largest, room.x / (right - left), room.y / (bottom - top));
  net.view.moveTo({ scale, position: { x: (left + right) / 2, y: (top + bottom) / 2 }, animation: smooth && !still() ? { duration: 350 } : false });
}

// Whoever is chosen is shown with all neighbours. What was clicked stays under the pointer a moment longer, or a
// double click would miss it.
function fitChosen(light, wait) {
  clearTimeout(net.fitting);
  const ids = [...light.lit].filter((id) => net.view.body.nodes[id]);
  const fit = () => {
    if (state.tab !== "network" || net.grid || fits(ids)) return;
    fitTo(ids, true);
  };
  if (wait) net.fitting = setTimeout(fit, 450);
  else fit();
}

// In view already, and not lost in a corner of it.
function fits(ids) {
  const box = byId("canvas");
  const scale = net.view.getScale();
  const at = ids.map((id) => ({ ...net.view.canvasToDOM(net.view.body.nodes[id]), r: Math.max(20, net.view.body.nodes[id].options.size * scale + 2) }));
  if (at.some(({ x, y, r }) => x < r || y < r || x > box.clientWidth - r || y > box.clientHeight - r)) return false;
  if (ids.length < 2) return net.view.getScale() > 0.35;
  const span = (axis) => Math.max(...at.map((p) => p[axis])) - Math.min(...at.map((p) => p[axis]));
  return span("x") > box.clientWidth * 0.4 || span("y") > box.clientHeight * 0.4 || net.view.getScale() > 1.2;
}
