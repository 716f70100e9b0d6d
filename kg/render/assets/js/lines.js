// The links of the network. The library draws the nodes; its links cost most of the time that a large
// network takes to start, so they are drawn here, under the nodes, in one stroke for each style.

const MANY_LINES = 400;
const DASHES = { held: [], ahead: [9, 7], off: [2, 6] };

// With very many links only the two strongest of each node are drawn, and all of what is selected.
function mainLines(pairs) {
  const kept = new Set();
  const seen = new Map();
  for (const pair of strongest(pairs)) {
    const [a, b] = [seen.get(pair.a) || 0, seen.get(pair.b) || 0];
    if (a < 2 || b < 2) kept.add(pair.key);
    seen.set(pair.a, a + 1);
    seen.set(pair.b, b + 1);
  }
  return kept;
}

const touches = (pair, light) =>
  light.steps ? light.steps.has(pair.key)
    : light.only ? light.lit.has(pair.a) && light.lit.has(pair.b)
      : light.core.has(pair.a) || light.core.has(pair.b);

// One style for the lines that look the same: how strong, how wide, dashed or not.
function bundle(pairs, light) {
  const styles = new Map();
  for (const pair of pairs) {
    const on = light && touches(pair, light);
    const wide = Math.min(9, 1 + 1.2 * Math.log2(1 + pair.count)) * (on ? 1.6 : 1);
    // What is rare steps back, so that a dense network still shows its main lines.
    const plain = 0.25 + 0.5 * Math.sqrt(pair.count / net.mostShared);
    const strength = light ? (on ? 0.95 : 0.08) : Math.round((net.grid ? plain * 0.7 : plain) * 8) / 8;
    const dash = pair.held ? "held" : pair.ahead ? "ahead" : "off";
    const key = `${dash} ${Math.round(wide)} ${strength}`;
    if (!styles.has(key)) styles.set(key, { dash, wide, strength, pairs: [] });
    styles.get(key).pairs.push(pair);
  }
  // Faint ones first, so that the strong ones lie on top.
  return [...styles.values()].sort((x, y) => x.strength - y.strength || x.wide - y.wide);
}

function drawLines(pen) {
  if (net.moving && net.linesDrawn > 1500) return;
  const scale = net.view.getScale();
  const at = net.view.body.nodes;
  const unit = net.unit ** UNIT;
  pen.save();
  pen.strokeStyle = theme().line;
  for (const { dash, wide, strength, pairs } of net.styles) {
    pen.globalAlpha = strength;
    // Never thinner than the screen can show, never thicker than a node.
    pen.lineWidth = Math.max(wide * unit, 0.6 / scale);
    const stretch = Math.max(unit, 0.5 / scale);
    pen.setLineDash(DASHES[dash].map((length) => length * stretch));
    pen.beginPath();
    for (const pair of pairs) {
      const [one, other] = [at[pair.a], at[pair.b]];
      // The library may draw while it takes over newcomers, when some are not there yet.
      if (!one || !other) continue;
      pen.moveTo(one.x, one.y);
      if (net.grid && Math.abs(one.y - other.y) < 1) {
        // Two of one row: a bow, or the line would run through everybody between them.
        pen.quadraticCurveTo((one.x + other.x) / 2, one.y - Math.abs(one.x - other.x) * 0.12 - 14, other.x, other.y);
      } else pen.lineTo(other.x, other.y);
    }
    pen.stroke();
  }
  pen.restore();
}

// The link under the pointer, if there is one within six pixels; `at` in units of the canvas.
function lineAt(at) {
  const reach = 6 / net.view.getScale();
  const nodes = net.view.body.nodes;
  let best = null;
  let least = reach * reach;
  for (const { pairs } of net.styles) {
    for (const pair of pairs) {
      const [one, other] = [nodes[pair.a], nodes[pair.b]];
      const [dx, dy] = [other.x - one.x, other.y - one.y];
      const length = dx * dx + dy * dy;
      if (!length) continue;
      const share = Math.max(0, Math.min(1, ((at.x - one.x) * dx + (at.y - one.y) * dy) / length));
      const gap = (at.x - one.x - share * dx) ** 2 + (at.y - one.y - share * dy) ** 2;
      if (gap < least) [best, least] = [pair, gap];
    }
  }
  return best;
}
