// Corrections that the reader makes. They are kept in this browser where it allows that, else until the page is
// closed; they are listed, can be undone, and go out as lines of judgements.tsv (kg/resolve/judgements.py and
// facts.py say what these hold). A page of `kg serve --review` can have the server write them.

const desk = { entries: [], by: "", lasting: true, said: "" };
// The heading as it is in the file, whatever the language of the page.
const HEADING = document.title;
const deskKey = () => `diplokg-corrections:${HEADING}`;

function openDesk() {
  try {
    const kept = JSON.parse(localStorage.getItem(deskKey()) || "{}") || {};
    const whole = (entry) => entry && Array.isArray(entry.lines) && entry.lines.length > 0 && entry.lines.every((cells) =>
      Array.isArray(cells) && cells.length === 7 && cells.every((cell) => typeof cell === "string")) && typeof entry.what === "string" && typeof entry.title === "string";
    desk.entries = (Array.isArray(kept.entries) ? kept.entries : []).filter(whole);
    desk.by = typeof kept.by === "string" ? kept.by : "";
  } catch {
    desk.lasting = false;
  }
  byId("counts").before(button("", showDesk, { id: "desk-button", class: "desk-button", hidden: true }));
  document.body.append(h("dialog", { id: "desk", "aria-labelledby": "desk-title", on: { keydown: (event) => event.stopPropagation() } }));
  refreshDesk();
}

function keepDesk() {
  try {
    localStorage.setItem(deskKey(), JSON.stringify({ by: desk.by, entries: desk.entries }));
    desk.lasting = true;
  } catch {
    desk.lasting = false;
  }
  refreshDesk();
}

// ---- lines

// One line and no more, that no spreadsheet takes for a formula: as kg.resolve.judgements writes a cell.
function tsvCell(value) {
  const flat = String(value ?? "").replace(/[\s\p{Cc}]+/gu, " ").trim();
  return /^(?:[=+\-@#]|'[=+\-@#'])/.test(flat) ? `'${flat}` : flat;
}

const tsvLine = (cells) => cells.map(tsvCell).join("\t");
const deskText = () => [about.judged.header, ...desk.entries.flatMap((entry) => entry.lines.map(tsvLine)), ""].join("\n");

const LONGEST_QUOTE = 400;
// Where a passage stands and in which words: by that a rebuild finds it again.
function passageKey(mention) {
  const nth = /-\d+-\d+-(\d+)$/.exec(mention.i || "");
  const words = [...mention.q];
  const quote = words.length > LONGEST_QUOTE ? `${words.slice(0, LONGEST_QUOTE).join("")}…` : mention.q;
  return `${mention.o[0]}-${mention.o[1]}${nth ? `#${nth[1]}` : ""} ${quote}`;
}

const scopeOf = (mention) => articleOf(mention).e || articleOf(mention).s;
const onPassages = (mentions, fact, value) => mentions.filter(articleOf).map((mention) => [passageKey(mention), value, fact, scopeOf(mention)]);
const pairLine = (left, right, same, scope) => [left, right, same ? "same" : "different", scope];

// Two events are one when every passage is one with the first; they are not when no passage is one with another.
function eventLines(here, there, same) {
  if (same) return [...here.slice(1), ...there].map((mention) => pairLine(here[0].i, mention.i, true, "event"));
  return here.flatMap((one) => there.map((other) => pairLine(one.i, other.i, false, "event")));
}

// ---- what can be wrong

const plainDate = (value) => value === "none" || (/^\d{4}(-\d\d(-\d\d)?)?[?~%]?(\/\d{4}(-\d\d(-\d\d)?)?[?~%]?)?$/.test(value)
  && value.split("/").every((end) => {
    const bare = end.replace(/[?~%]$/, "");
    const time = instant(bare);
    return time && time.toISOString().startsWith(bare);
  }));

const textInput = (label, placeholder, list) => {
  const field = h("input", { type: "text", placeholder, list, autocomplete: "off", spellcheck: "false" });
  return { field, node: h("label", null, label, field), value: () => field.value.replace(/\s+/g, " ").trim() };
};

const pickInput = (label, options) => {
  const field = h("select", null, options.map(([value, words]) => h("option", { value }, words)));
  return { field, node: h("label", null, label, field), value: () => field.value };
};

function actorInput(label) {
  if (!byId("desk-actors")) {
    const names = tally(data.actors.map((actor) => actor.n));
    const title = (actor) => (names.get(actor.n) > 1 ? `${actor.n} [${actor.i}]` : actor.n);
    desk.actors = new Map(data.actors.map((actor) => [title(actor), actor]));
    document.body.append(h("datalist", { id: "desk-actors" }, [...desk.actors.keys()].map((value) => h("option", { value }))));
  }
  const input = textInput(label, say("correct.name"), "desk-actors");
  return { ...input, actor: () => desk.actors.get(input.value()) };
}

// Other events in which some of the same take part, the nearest in time first.
function eventsNear(event) {
  const mine = new Set(event.actors);
  const day = (one) => (instant(one.a) || instant("9999")).getTime();
  return data.events.filter((other) => other !== event && other.actors.some((n) => mine.has(n)))
    .sort((a, b) => Math.abs(day(a) - day(event)) - Math.abs(day(b) - day(event)) || a.index - b.index).slice(0, 100)
    .map((other) => [other.i, `${crop(titleOf(other), 80)} (${statusWord(other.s)})`]);
}

const eventInput = (event) => pickInput(say("correct.which"), eventsNear(event));
const readNames = (mentions) => unique(mentions.flatMap((mention) => (mention.w || none).map(([name, state]) => (state ? `${name} (${state})` : name))));
const withState = (actor) => (stateOf(actor) && stateOf(actor).q && actor.k === "person" ? `${actor.n} (${stateOf(actor).q})` : actor.n);

// Each kind: what it is called, the fields that it asks for, and its lines; or a word on what is lacking.
const FLAWS = {
  none: { ask: () => [], lines: (mentions) => onPassages(mentions, "tells", "no event"), what: () => say("what.none") },
  not: { ask: () => [], lines: (mentions) => onPassages(mentions, "status", "denied"), what: () => say("what.not") },
  date: {
    ask: () => [textInput(say("correct.date"), say("correct.date.as"))],
    lines: (mentions, event, [date]) => (plainDate(date.value()) ? onPassages(mentions, "date", date.value()) : say("correct.date.need")),
    what: ([date]) => say("what.date", { value: date.value() }),
  },
  place: {
    ask: () => [textInput(say("correct.place"), say("correct.place.as"))],
    lines: (mentions, event, [place]) => (place.value() ? onPassages(mentions, "place", place.value()) : say("correct.place.need")),
    what: ([place]) => say("what.place", { value: place.value() }),
  },
  type: {
    ask: () => [pickInput(say("correct.type"), about.judged.types.map((type) => [type, capital(typeWord(type))]))],
    lines: (mentions, event, [type]) => onPassages(mentions, "type", type.value()), what: ([type]) => say("what.type", { value: typeWord(type.value()) }),
  },
  status: {
    ask: () => [pickInput(say("correct.status"), Object.keys(SIGNS).filter((s) => s !== "disputed").map((s) => [s, statusWord(s)]))],
    lines: (mentions, event, [status]) => onPassages(mentions, "status", status.value()), what: ([status]) => say("what.status", { value: statusWord(status.value()) }),
  },
  without: {
    ask: (mentions) => [pickInput(say("correct.without"), readNames(mentions).map((name) => [name, name]))],
    lines: (mentions, event, [who]) => onPassages(mentions.filter((mention) => readNames([mention]).includes(who.value())), "without", who.value()),
    what: ([who]) => say("what.without", { who: who.value() }),
  },
  with: {
    ask: () => [actorInput(say("correct.with"))],
    lines: (mentions, event, [who]) => (who.value() ? onPassages(mentions, "with", who.actor() ? withState(who.actor()) : who.value()) : say("correct.with.need")),
    what: ([who]) => say("what.with", { who: who.value() }),
  },
  same: {
    ask: (mentions, event) => [eventInput(event)],
    lines: async (mentions, event, [other]) => (known.event.has(other.value()) ? eventLines(mentions, await passages(known.event.get(other.value())), true) : say("correct.noother")),
    what: ([other]) => say("what.same", { other: titleOf(known.event.get(other.value())) }),
  },
  other: {
    ask: (mentions, event) => [eventInput(event)],
    lines: async (mentions, event, [other]) => (known.event.has(other.value()) ? eventLines(mentions, await passages(known.event.get(other.value())), false) : say("correct.noother")),
    what: ([other]) => say("what.other", { other: titleOf(known.event.get(other.value())) }),
  },
  apart: {
    ask: () => [],
    lines: async (mentions, event) => {
      const rest = (await passages(event)).filter((mention) => mention.i !== mentions[0].i);
      return rest.length ? eventLines(mentions, rest, false) : say("correct.alone");
    },
    what: () => say("what.apart"),
  },
  person: {
    ask: (mentions) => [pickInput(say("correct.who"), unique(mentions.flatMap((m) => (m.w || none).map(([name]) => name))).map((name) => [name, name])), actorInput(say("correct.person"))],
    lines: (mentions, event, [name, actor]) => (actor.actor() ? [pairLine(name.value(), actor.actor().i, false, scopeOf(mentions[0]))] : say("correct.choose")),
    what: ([name, actor]) => say("what.person", { name: name.value(), other: actor.value() }),
  },
  identity: {
    ask: (mentions) => [pickInput(say("correct.who"), unique(mentions.flatMap((m) => (m.w || none).map(([name]) => name))).map((name) => [name, name])), actorInput(say("correct.identity"))],
    lines: (mentions, event, [name, actor]) => (actor.actor() ? [pairLine(name.value(), actor.actor().i, true, scopeOf(mentions[0]))] : say("correct.choose")),
    what: ([name, actor]) => say("what.identity", { name: name.value(), other: actor.value() }),
  },
};
const EVENT_FLAWS = ["none", "not", "date", "place", "type", "status", "without", "with", "same", "other"];
const PASSAGE_FLAWS = ["none", "not", "date", "place", "type", "status", "without", "with", "same", "apart", "person", "identity"];

// ---- forms

const correctEvent = (event, mentions) => correctionForm(say("correct.event"), titleOf(event), `event:${event.i}`, EVENT_FLAWS, mentions, event);
const correctPassage = (mention, event) => articleOf(mention) && mention.i && event
  && correctionForm(say("correct.passage"), `${sourceName(articleOf(mention))}, ${titleOf(event)}`, `event:${event.i}`, PASSAGE_FLAWS, [mention], event);

function correctionForm(heading, title, select, flaws, mentions, event) {
  if (!mentions.some(articleOf)) return null;
  const kind = pickInput(say("correct.flaw"), flaws.map((name) => [name, say(`flaw.${name}`)]));
  const fields = h("div", { class: "fields" });
  let asked = [];
  const ask = () => {
    asked = FLAWS[kind.value()].ask(mentions, event);
    put(fields, asked.map((input) => input.node));
  };
  kind.field.addEventListener("change", ask);
  return deskForm(heading, { title, select }, [kind.node, fields], ask, async () => {
    const flaw = FLAWS[kind.value()];
    const lines = await flaw.lines(mentions, event, asked);
    return typeof lines === "string" ? { lacking: lines } : { lines, what: flaw.what(asked) };
  });
}

function correctActor(actor) {
  const kind = pickInput(say("correct.flaw"), [["same", say("correct.actor.same")], ["different", say("correct.actor.other")]]);
  const fields = h("div", { class: "fields" });
  let other = null;
  const ask = () => {
    other = actorInput(say("correct.who"));
    put(fields, other.node);
  };
  return deskForm(say("correct.actor"), { title: actor.n, select: `actor:${actor.i}` }, [kind.node, fields], ask, async () => {
    const found = other.actor();
    if (!found || found === actor) return { lacking: say("correct.else") };
    const same = kind.value() === "same";
    return { lines: [pairLine(actor.i, found.i, same, "actor")], what: say(same ? "what.same" : "what.other", { other: found.n }) };
  });
}

// The frame of every form: reason and name, one button, and what came of it.
function deskForm(heading, { title, select }, parts, ask, make) {
  const why = textInput(say("correct.why"), say("correct.why.as"));
  const by = textInput(say("correct.by"), "");
  by.field.value = desk.by;
  const answer = h("p", { class: "small", role: "status" });
  const keep = async () => {
    put(answer);
    const made = await make().catch((error) => ({ lacking: error.message }));
    const lacking = made.lacking || (!made.lines.length && say("correct.nothing")) || (!why.value() && say("correct.why.need")) || (!by.value() && say("correct.by.need"));
    if (lacking) return put(answer, lacking);
    desk.by = by.value();
    const when = `${new Date().toISOString().slice(0, 19)}Z`;
    desk.entries.push({ title, select, what: made.what, why: why.value(), by: desk.by, lines: made.lines.map((cells) => [...cells, why.value(), desk.by, when]) });
    keepDesk();
    why.field.value = "";
    return put(answer, `${say("correct.kept")} `, button(say("correct.see"), showDesk, { class: "quiet" }));
  };
  const box = h("details", { class: "small correct" }, h("summary", null, heading));
  // Of many passages, most forms are never opened.
  box.addEventListener("toggle", () => {
    if (!box.open || box.children.length > 1) return;
    box.append(h("div", { class: "desk-form" }, parts, why.node, by.node, button(say("correct.keep"), keep, { class: "strong" }), answer));
    ask();
  });
  return box;
}

// ---- the list

function refreshDesk() {
  const entry = byId("desk-button");
  entry.hidden = !desk.entries.length;
  put(entry, many(desk.entries.length, "correction"));
  if (byId("desk").open) drawDesk();
}

function showDesk() {
  desk.said = "";
  drawDesk();
  if (!byId("desk").open) byId("desk").showModal();
}

const deskSay = (words) => {
  desk.said = words;
  if (byId("desk-said")) byId("desk-said").textContent = words;
};

function drawDesk() {
  const row = (entry, n) => h("li", null,
    h("b", null, h("bdi", null, entry.title)), h("bdi", null, `: ${entry.what}`), h("bdi", { class: "note" }, ` ${entry.by}: ${entry.why}`),
    entry.written && h("span", { class: "note" }, ` ${say("desk.written")}`), " ",
    button(say("desk.undo"), () => undo(n), { class: "quiet", "aria-label": `${say("desk.undo")}: ${entry.title}, ${entry.what}` }));
  const lines = h("textarea", { id: "desk-lines", "aria-label": say("desk.lines"), spellcheck: "false" });
  lines.value = deskText();
  lines.readOnly = true;
  put(byId("desk"),
    button("×", () => byId("desk").close(), { class: "close", "aria-label": say("desk.close") }),
    h("h2", { id: "desk-title" }, many(desk.entries.length, "correction")),
    h("p", { class: "small" }, say(desk.lasting ? "desk.lasting" : "desk.passing")),
    h("ol", { class: "desk-list" }, desk.entries.map(row)),
    h("p", { class: "small" }, say("desk.how")),
    lines,
    h("p", { class: "actions" },
      button(say("desk.download"), () => save(new Blob([deskText()], { type: "text/tab-separated-values;charset=utf-8" }), "judgements.tsv"), { class: "strong" }), " ",
      button(say("desk.copy"), () => copyDesk(lines), { class: "quiet" }), " ",
      about.review && button(say("desk.write"), writeDesk, { class: "strong", id: "desk-write" })),
    h("p", { class: "small", role: "status", id: "desk-said" }, desk.said));
}

async function copyDesk(lines) {
  try {
    await navigator.clipboard.writeText(lines.value);
    deskSay(say("copied"));
  } catch {
    lines.select();
    deskSay(say("copy.press"));
  }
}

async function undo(n) {
  const [entry] = desk.entries.slice(n, n + 1);
  if (entry.written && about.review) {
    const failed = await tellServer({ undo: entry.written });
    if (failed.error) return deskSay(failed.error);
  }
  desk.entries.splice(n, 1);
  keepDesk();
  if (!desk.entries.length) byId("desk").close();
  return deskSay(say("desk.undone"));
}

// ---- the server, where it takes corrections

async function tellServer(what) {
  try {
    desk.token ||= (await (await reviewOf(about.review)).json()).token;
    const answer = await reviewOf(about.review, { method: "POST", headers: { "Content-Type": "application/json", "X-Review-Token": desk.token }, body: JSON.stringify(what) });
    if (answer.ok) return await answer.json();
    if (answer.status === 403) desk.token = "";
    return { error: say("server.refused", { error: (await answer.text()).trim().slice(0, 300) }) };
  } catch {
    return { error: say("server.unreachable") };
  }
}

async function writeDesk() {
  for (const entry of desk.entries.filter((one) => !one.written)) {
    const done = await tellServer({ by: entry.by, why: entry.why, lines: entry.lines.map(tsvLine) });
    if (done.error) return deskSay(done.error);
    entry.written = done.written;
    keepDesk();
  }
  return deskSay(say("desk.wrote"));
}
