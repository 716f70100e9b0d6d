// A page over a server loads what is opened, in place: a page of events at a time. In a page that has all
// there is, which is every file, nothing here does anything.

// What was asked for, by selection: {busy, failed, missing, total, here, page, next}.
const loads = new Map();

const complete = () => !about.live || (about.total !== null && data.events.length >= about.total);

// Selections of the address that the server has not been asked for yet.
function lacking() {
  const level = state.level === "actors" ? "actor" : "state";
  const asked = [state.select, state.within, ...state.around.map((id) => `${level}:${id}`)];
  return asked.filter((select) => select && !loads.has(select) && !(isEvent(select) && known.event.has(select.slice(6))));
}

function loadWhatIsOpen() {
  if (!complete()) lacking().forEach((select) => load(select));
}

// The first page of the events around a selection, or the next one.
async function load(select) {
  const before = loads.get(select) || { here: 0, next: 0, total: 0, page: 0 };
  if (before.busy || before.next === null) return;
  loads.set(select, { ...before, busy: true, failed: "" });
  showLoading();
  try {
    const part = await source.around(select, before.next);
    if (part) {
      const fresh = absorb(part);
      const page = (part.events || none).length;
      const here = before.here + page;
      loads.set(select, { here, page, next: part.next ?? null, total: part.total ?? here });
      if (fresh.length) grown();
    }
  } catch (error) {
    loads.set(select, { ...before, failed: error.message, missing: error.missing });
  }
  refreshInPlace();
}

// What was made from the events that were here is made anew.
function grown() {
  forgetIndex();
  chains = { key: "", steps: none };
  placeNewcomers();
  rebuildFilters();
}

// Brings everything up to date while somebody reads: where they are stays where it is.
function refreshInPlace() {
  const panel = byId("panel");
  const top = panel.scrollTop;
  const reading = document.activeElement && document.activeElement.tagName === "H2" && panel.contains(document.activeElement);
  const again = document.activeElement && document.activeElement.id === "load-more";
  net.quiet = true;
  refresh();
  net.quiet = false;
  panel.scrollTop = top;
  const target = reading ? panel.querySelector("h2") : again && (byId("load-more") || panel.querySelector("h2"));
  if (target) target.focus({ preventScroll: true });
}

// Below the heading of the panel: how much of this is here, and a way to the rest.
function loadNote(select) {
  const of = about.live && loads.get(select);
  if (!of || complete()) return null;
  if (of.busy) return h("p", { class: "loading", id: "loading", role: "status" }, say("load.busy"));
  if (of.failed) {
    return !of.missing && h("p", { class: "warning", id: "loading", role: "status" }, say("load.failed", { error: of.failed }), " ",
      button(say("load.again"), () => load(select), { class: "quiet", id: "load-more" }));
  }
  if (of.next === null) return null;
  return h("p", { class: "loading", id: "loading", role: "status" },
    say("load.here", { n: of.here, all: many(of.total, "event") }), " ",
    button(say("load.more", { n: Math.min(of.total - of.here, of.page) }), () => load(select), { class: "quiet", id: "load-more" }));
}

// The page of a thing among the linked data of the server.
function pageLink(chosen) {
  if (!about.live || !chosen || !chosen.entry || !/^[a-z]+\/[^\s?#]+$/.test(chosen.entry.i)) return null;
  return h("p", { class: "small" }, h("a", { href: `${location.origin}/${encodeURI(chosen.entry.i)}` }, say("load.statements")));
}

function showLoading() {
  const note = byId("loading");
  const fresh = loadNote(state.select);
  if (note && fresh) note.replaceWith(fresh);
  else if (fresh) headOf(byId("panel")).after(fresh);
}

const headOf = (panel) => panel.querySelector(".head") || panel.firstElementChild;

// ---- newcomers find a place beside those they met

const ROOM = 110;

function placeNewcomers() {
  for (const level of Object.keys(net.levels)) placeOn(level);
}

function placeOn(level) {
  if (!about.live) return;
  const rows = net.levels[level];
  const at = new Map(rows.map((row) => [row[0], row]));
  const others = new Map();
  for (const pair of countPairs(data.events, level).values()) {
    for (const [one, other] of [[pair.a, pair.b], [pair.b, pair.a]]) {
      if (at.has(one)) continue;
      if (!others.has(one)) others.set(one, []);
      others.get(one).push([other, pair.count]);
    }
  }
  for (const event of data.events) membersOf(event, level).forEach((n) => !at.has(n) && !others.has(n) && others.set(n, []));
  if (!others.size) return;
  const colours = new Map();
  const stateAt = (n) => (level === "actors" ? data.actors[n].c : n);
  rows.forEach((row) => colours.set(stateAt(row[0]), row[3]));
  const cell = (x, y) => `${Math.round(x / ROOM)} ${Math.round(y / ROOM)}`;
  const taken = new Set(rows.map((row) => cell(row[1], row[2])));
  let waiting = [...others.keys()];
  let alone = false;
  while (waiting.length) {
    const left = [];
    for (const n of waiting) {
      const met = others.get(n).filter(([other]) => at.has(other)).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
      if (!met.length && !alone) {
        left.push(n);
        continue;
      }
      const [x, y] = met.length ? at.get(met[0][0]).slice(1, 3) : [0, 0];
      const row = [n, ...spot(x, y, taken, cell), colours.get(stateAt(n)) ?? 7];
      rows.push(row);
      at.set(n, row);
      alone = false;
    }
    // Nobody who is placed met any of those who are left: the first of them begins a place of its own.
    alone = left.length === waiting.length;
    waiting = left;
  }
  about.drawn[level] = rows.length;
}

// The nearest free place around a point, along a sunflower.
function spot(x, y, taken, cell) {
  for (let n = 1; ; n += 1) {
    const [far, turn] = [ROOM * 0.6 * Math.sqrt(n), n * Math.PI * (3 - Math.sqrt(5))];
    const [here, there] = [Math.round(x + far * Math.cos(turn) * 1.25), Math.round(y + far * Math.sin(turn))];
    if (taken.has(cell(here, there))) continue;
    taken.add(cell(here, there));
    return [here, there];
  }
}
