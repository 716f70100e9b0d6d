// The rank view: a row for each level of office, a column for each state. Who is at eye level with whom?
// It is laid out for the room there is, so that its names can be read without a zoom.

const ROWS = [1, 2, 3, 4, 5, 0];
// Each in lines that are short enough.
const rowTitle = (level) => say(`rank.${level}`).split("|");
// A row has a gap below it; where all have one line of seats, they need `least`.
const SEAT = { wide: 96, tall: 37, gap: 10, crowded: 600 };
const RANK_MARGIN = { left: 92, top: 34 };
// What the buttons for the zoom take at the foot.
const ZOOMS = 40;
const least = (rows) => RANK_MARGIN.top + rows * (SEAT.tall + SEAT.gap);

// Who took part at two levels of office, a vice-president who became president, has a seat at each: a meeting is
// drawn between the seats of its day. The level of an actor without a name of its own is that of the role.
const FIRST_SEAT = 500000;
const seating = { seats: new Map(), of: new Map() };

function levelAt(event, actor) {
  if (actor.k === "role") return actor.v || 0;
  const share = event.w.find((one) => one.a === actor.index && one.v);
  return share ? share.v : 0;
}

// Gives out the seats for the events that are shown; the first one has the number of the actor.
function seatEverybody() {
  seating.seats = new Map();
  seating.of = new Map();
  const levels = new Map();
  for (const event of shown) {
    for (const n of event.actors) {
      if (!levels.has(n)) levels.set(n, new Map());
      const level = levelAt(event, data.actors[n]);
      levels.get(n).set(level, (levels.get(n).get(level) || 0) + 1);
    }
  }
  let next = FIRST_SEAT;
  for (const [n, counts] of [...levels].sort((x, y) => x[0] - y[0])) {
    const seats = ranked(counts).map(([level], place) => ({ id: place ? next++ : n, level, actor: data.actors[n] }));
    seating.of.set(n, seats);
    seats.forEach((seat) => seating.seats.set(seat.id, seat));
  }
}

const seatEntry = (id) => (seating.seats.has(id) ? seating.seats.get(id).actor : undefined);
const seatsOf = (n) => (seating.of.get(n) || none).map((seat) => seat.id);
const seatsIn = (event) => event.actors.map((n) => {
  const seats = seating.of.get(n) || none;
  const seat = seats.find((one) => one.level === levelAt(event, data.actors[n]));
  return seat ? seat.id : n;
});

function seatWords(id) {
  const seat = net.grid && seating.seats.get(id);
  if (!seat || seating.of.get(seat.actor.index).length < 2) return "";
  return ` (${small(rowTitle(seat.level).join(" "))})`;
}

// Places of the seats: {places: id -> {x, y}, columns, rows, left} in units of the canvas, which are pixels.
function rankPlaces(ids) {
  seatEverybody();
  const box = byId("canvas");
  const room = { wide: Math.max(RANK_MARGIN.left + 3 * SEAT.wide, box.clientWidth), tall: Math.max(least(ROWS.length), box.clientHeight - ZOOMS) };
  // "Others" is two seats wide where there is room for it.
  const rest = room.wide < SEAT.crowded ? 1 : 2;
  const busy = tally(shown.flatMap((event) => event.actors));
  const weight = new Map();
  for (const id of ids) {
    const state = data.actors[id].c;
    if (state !== undefined && busy.has(id)) weight.set(state, (weight.get(state) || 0) + busy.get(id));
  }
  const most = Math.max(2, Math.floor((room.wide - RANK_MARGIN.left) / SEAT.wide) - rest);
  const states = ranked(weight).slice(0, most).map(([state]) => state);
  const column = new Map(states.map((state, n) => [state, n]));
  const cells = ROWS.map(() => [...states.map(() => []), []]);
  const sitting = tally(shown.flatMap(seatsIn));
  const order = ids.flatMap(seatsOf).filter((id) => sitting.has(id)).sort((a, b) => sitting.get(b) - sitting.get(a) || a - b);
  for (const id of order) {
    const { actor, level } = seating.seats.get(id);
    cells[ROWS.indexOf(level)][column.get(actor.c) ?? states.length].push(id);
  }
  const across = (n) => (n === states.length ? rest : 1);
  // The room that is left is shared out as broadly as it goes: no name grows smaller for one more seat.
  const seatWide = (room.wide - RANK_MARGIN.left) / (states.length + rest);
  const lines = cells.map((row) => (row.some((members) => members.length) ? 1 : 0));
  const longest = (row) => Math.max(...row.map((members, n) => Math.ceil(members.length / across(n))));
  let tall = least(lines.filter(Boolean).length);
  // A further line goes to the row in which the busiest of those who are left out would sit; what does not fit stays out.
  const waiting = (row, r) => Math.max(0, ...row.flatMap((members, n) => members.slice(lines[r] * across(n), lines[r] * across(n) + 1)).map((id) => sitting.get(id)));
  while (tall + SEAT.tall <= room.tall) {
    const next = cells.map((row, r) => [lines[r] && lines[r] < longest(row) ? waiting(row, r) : 0, r]).sort((x, y) => y[0] - x[0] || x[1] - y[1])[0];
    if (!next[0]) break;
    lines[next[1]] += 1;
    tall += SEAT.tall;
  }
  const places = new Map();
  const rows = [];
  let y = RANK_MARGIN.top;
  cells.forEach((row, r) => {
    if (!lines[r]) return;
    row.forEach((members, c) => members.slice(0, lines[r] * across(c)).forEach((id, n) => places.set(id, {
      x: RANK_MARGIN.left + (c + (n % across(c)) + 0.5) * seatWide,
      y: y + (Math.floor(n / across(c)) + 0.5) * SEAT.tall,
    })));
    rows.push({ title: rowTitle(ROWS[r]), y, tall: lines[r] * SEAT.tall + 6 });
    y += lines[r] * SEAT.tall + SEAT.gap;
  });
  const columns = [...states.map((state) => data.polities[state].n), say("rank.others")].map((title, n) => ({ title, x: RANK_MARGIN.left + (n + across(n) / 2) * seatWide }));
  return { places, columns, rows, left: order.length - places.size, wide: room.wide, tall: Math.max(y, Math.min(y + ZOOMS, box.clientHeight)), seat: seatWide, made: [box.clientWidth, box.clientHeight] };
}

// What is told above and below the view takes of its room: the ranks are laid out for what is left.
function refitRanks() {
  const box = byId("canvas");
  if (!net.grid || !net.view || state.tab !== "network" || paper.matches) return;
  if (net.grid.made[0] === box.clientWidth && net.grid.made[1] === box.clientHeight) return;
  net.rankedFor = "";
  net.view.setSize("100%", "100%");
  refreshNetwork();
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
