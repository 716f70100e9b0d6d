// The rank view: a row for each level of office, a column for each state. Who is at eye level with whom?
// It is laid out for the room there is, so that its names can be read without a zoom.

const ROWS = [1, 2, 3, 4, 5, 0];
const ROW_TITLES = [["Heads of", "state"], ["Heads of", "government"], ["Ministers"], ["Deputies,", "envoys"], ["Officials"], ["Bodies, or", "no office"]];
const SEAT = { wide: 96, tall: 37 };
const RANK_MARGIN = { left: 92, top: 34 };

// Places of the actors: {places: id -> {x, y}, columns, rows, left} in units of the canvas, which are pixels.
function rankPlaces(ids) {
  const box = byId("canvas");
  const room = { wide: Math.max(480, box.clientWidth), tall: Math.max(400, box.clientHeight) };
  const busy = tally(shown.flatMap((event) => event.actors));
  const weight = new Map();
  for (const id of ids) {
    const state = data.actors[id].c;
    if (state !== undefined && busy.has(id)) weight.set(state, (weight.get(state) || 0) + busy.get(id));
  }
  const most = Math.max(2, Math.floor((room.wide - RANK_MARGIN.left) / SEAT.wide) - 2);
  const states = ranked(weight).slice(0, most).map(([state]) => state);
  const column = new Map(states.map((state, n) => [state, n]));
  const cells = ROWS.map(() => [...states.map(() => []), []]);
  const order = [...ids].filter((id) => busy.has(id)).sort((a, b) => busy.get(b) - busy.get(a) || a - b);
  for (const id of order) {
    const actor = data.actors[id];
    cells[ROWS.indexOf(actor.v || 0)][column.get(actor.c) ?? states.length].push(id);
  }
  // "Others" is two seats wide; what does not fit into its cell is left out, the busiest stay.
  const across = (n) => (n === states.length ? 2 : 1);
  const needs = (row, cap) => Math.max(...row.map((members, n) => Math.min(cap, Math.ceil(members.length / across(n)))));
  const tallFor = (cap) => cells.reduce((sum, row) => sum + (needs(row, cap) ? needs(row, cap) * SEAT.tall + 10 : 0), RANK_MARGIN.top);
  let cap = 2;
  while (cap < 12 && tallFor(cap + 1) <= room.tall) cap += 1;
  const places = new Map();
  const rows = [];
  let y = RANK_MARGIN.top;
  cells.forEach((row, r) => {
    const lines = needs(row, cap);
    if (!lines) return;
    row.forEach((members, c) => members.slice(0, lines * across(c)).forEach((id, n) => places.set(id, {
      x: RANK_MARGIN.left + (c + (n % across(c)) + 0.5) * SEAT.wide,
      y: y + (Math.floor(n / across(c)) + 0.5) * SEAT.tall,
    })));
    rows.push({ title: ROW_TITLES[r], y, tall: lines * SEAT.tall + 6 });
    y += lines * SEAT.tall + 10;
  });
  const columns = [...states.map((state) => data.polities[state].n), "Others"].map((title, n) => ({ title, x: RANK_MARGIN.left + (n + across(n) / 2) * SEAT.wide }));
  return { places, columns, rows, left: order.length - places.size, wide: RANK_MARGIN.left + (states.length + 2) * SEAT.wide, tall: y };
}

// The names of rows and columns, drawn behind the nodes: bands that tell one row from the next.
function drawRanks(pen) {
  const grid = net.grid;
  if (!grid) return;
  const colours = theme();
  pen.save();
  pen.textAlign = "left";
  pen.textBaseline = "top";
  grid.rows.forEach((row, n) => {
    pen.fillStyle = colours.band;
    if (n % 2 === 0) pen.fillRect(0, row.y - 2, grid.wide, row.tall);
    pen.fillStyle = colours.soft;
    pen.font = "600 12px system-ui, sans-serif";
    row.title.forEach((words, line) => pen.fillText(words, 6, row.y + 6 + line * 15));
  });
  pen.textAlign = "center";
  for (const column of grid.columns) pen.fillText(crop(column.title, 13), column.x, 10);
  pen.restore();
}
