// Asks about passages and saves the answers. Whatever comes from an article goes in as text nodes, never as
// HTML. Places in a text are counted in code points, as Python does, and not in the units of JavaScript.

(() => {
"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const KEYS = { e: "trigger", p: "participants", d: "date", w: "place", t: "topics", s: "reported_by", delete: "none", backspace: "none" };
const LABELS = { trigger: "New event", participants: "Who", date: "When", place: "Where", topics: "About", reported_by: "Source", none: "Take away" };
const NAMES = Object.keys(data.asked);
// What would turn the writing around or hide is shown as a dot, one for one, so that places stay what they are.
const HIDDEN = /[\p{Cc}\p{Bidi_Control}]/u;
const BREAKS = new Set(["\n", "\r", "\t"]);
const WORD = /[\p{L}\p{N}\p{M}_]/u;
const STOPS = new Set([".", "!", "?", "\u2026"]);
const SPACE = /^\s$/u;
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

let unsaved = false;

function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (value !== null && value !== false) element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

const spoken = (name) => name.replaceAll("_", " ");
const count = (text) => [...text].length;

// A passage as the page keeps it.

function passageOf(given, number) {
  const chars = [...given.text];
  const events = given.suggestions.map((s) => ({ ...s, spans: spansOf(s), answer: null, own: false }));
  const doubts = events.map((e) => e.doubt);
  const passage = { ...given, number, chars, events, active: null, picked: null, cursor: null, cards: new Map() };
  passage.words = wordsOf(chars);
  passage.active = events[doubts.indexOf(Math.max(...doubts))] || null;
  return passage;
}

const spansOf = (s) => Object.fromEntries(NAMES.map((name) => [name, (s ? s.spans[name] : []).map(([a, b]) => [a, b])]));

const shown = (passage, a, b) =>
  passage.chars.slice(a, b).map((c) => (HIDDEN.test(c) && !BREAKS.has(c) ? "\u00b7" : c)).join("");

function wordsOf(chars) {
  const out = [];
  for (let k = 0; k < chars.length; k++) {
    if (!WORD.test(chars[k])) continue;
    const from = k;
    while (k < chars.length && WORD.test(chars[k])) k++;
    out.push([from, k]);
  }
  return out;
}

// The sentence around a place, as kg.curate.suggest.sentence finds it.
function sentence(chars, start, end) {
  const parted = (k) => chars[k - 1] === "\n" || (k > 1 && SPACE.test(chars[k - 1] || "") && STOPS.has(chars[k - 2]));
  let low = start;
  let high = end;
  while (low && !parted(low)) low--;
  while (high < chars.length && !parted(high + 1)) high++;
  while (high > end && SPACE.test(chars[high - 1])) high--;
  return [low, high];
}

// Whole words around what was selected; nothing where there is no word in it.
function snapped({ chars }, a, b) {
  while (a < b && SPACE.test(chars[a])) a++;
  while (a < b && SPACE.test(chars[b - 1])) b--;
  if (a >= b) return null;
  while (a && WORD.test(chars[a - 1]) && WORD.test(chars[a])) a--;
  while (b < chars.length && WORD.test(chars[b - 1]) && WORD.test(chars[b])) b++;
  return [a, b];
}

// Places in the page, and places in the text.

function placeOf(passage, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(passage.box);
  range.setEnd(node, offset);
  return count(range.toString());
}

function pointAt(passage, k) {
  let left = k;
  for (const child of passage.box.childNodes) {
    const node = child.firstChild;
    const chars = [...node.data];
    if (left <= chars.length) return [node, chars.slice(0, left).join("").length];
    left -= chars.length;
  }
  return [passage.box, passage.box.childNodes.length];
}

function select(passage, a, b) {
  getSelection().setBaseAndExtent(...pointAt(passage, a), ...pointAt(passage, b));
}

document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const passage = passages.find((p) => p.box.contains(range.startContainer) && p.box.contains(range.endContainer));
  if (!passage) return;
  const [a, b] = [placeOf(passage, range.startContainer, range.startOffset), placeOf(passage, range.endContainer, range.endOffset)];
  passage.picked = snapped(passage, a, b);
  paintTools(passage);
});

// From word to word with the keyboard; with Shift the first word stays.
function step(passage, by, keep) {
  const last = passage.words.length - 1;
  if (last < 0) return;
  const [from, to] = passage.cursor || [null, by > 0 ? -1 : last + 1];
  const next = Math.max(0, Math.min(last, to + by));
  passage.cursor = [keep && from !== null ? from : next, next];
  const [low, high] = [Math.min(...passage.cursor), Math.max(...passage.cursor)];
  passage.picked = [passage.words[low][0], passage.words[high][1]];
  select(passage, ...passage.picked);
  paintTools(passage);
}

function pressed(passage, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const name = KEYS[event.key.toLowerCase()];
  if (by) step(passage, by, event.shiftKey);
  else if (name) mark(passage, name);
  else return;
  event.preventDefault();
}

// What people do.

function mark(passage, name) {
  if (!passage.picked || (name !== "trigger" && !passage.active)) return;
  const [a, b] = passage.picked;
  if (name === "trigger") addEvent(passage, a, b);
  else {
    const spans = passage.active.spans;
    // What has the same words is renamed; a topic may have a participant in it.
    for (const other of NAMES) {
      const part = name === "none" || name === other;
      spans[other] = spans[other].filter(([x, y]) => (part ? y <= a || b <= x : x !== a || y !== b));
    }
    if (name !== "none") {
      const kept = data.single.includes(name) ? [] : spans[name];
      spans[name] = [...kept, [a, b]].sort((one, two) => one[0] - two[0]);
    }
  }
  passage.picked = null;
  getSelection().removeAllRanges();
  changed(passage);
}

function addEvent(passage, start, end) {
  const event = {
    start, end, kind: data.kinds[0], status: data.statuses[0], reason: "added by you", evidence: sentence(passage.chars, start, end),
    spans: spansOf(null), also: [], answer: "right", own: true,
  };
  passage.events.push(event);
  passage.active = event;
  passage.list.append(cardOf(passage, event));
}

function removeEvent(passage, event) {
  passage.events = passage.events.filter((e) => e !== event);
  passage.cards.get(event).card.remove();
  passage.cards.delete(event);
  if (passage.active === event) passage.active = passage.events[0] || null;
  changed(passage);
  passage.box.focus();
}

function changed(passage) {
  unsaved = true;
  paint(passage);
  paintProgress();
}

function activate(passage, event) {
  if (passage.active === event) return;
  passage.active = event;
  paint(passage);
}

// What is drawn.

function paint(passage) {
  paintText(passage);
  paintTools(passage);
  for (const event of passage.events) paintCard(passage, event);
  const done = isDone(passage);
  passage.root.classList.toggle("done", done);
  passage.state.textContent = done ? "answered" : "";
}

function paintText(passage) {
  const names = passage.chars.map(() => null);
  const events = new Map();
  const put = ([a, b], name, event) => {
    for (let k = a; k < b; k++) {
      names[k] = name;
      if (event) events.set(k, event);
    }
  };
  for (const event of passage.events) put([event.start, event.end], "other", event);
  if (passage.active) {
    for (const name of NAMES) for (const span of passage.active.spans[name]) put(span, name, null);
    put([passage.active.start, passage.active.end], "trigger", passage.active);
  }
  const parts = [];
  for (let a = 0; a < names.length; ) {
    let b = a + 1;
    while (b < names.length && names[b] === names[a] && events.get(b) === events.get(a)) b++;
    const event = events.get(a);
    const on = event ? { click: () => getSelection().isCollapsed && activate(passage, event) } : {};
    parts.push(h("span", { class: names[a] ? `mark ${names[a]}` : null, on }, shown(passage, a, b)));
    a = b;
  }
  passage.box.replaceChildren(...parts);
}

function paintTools(passage) {
  const { picked, active } = passage;
  passage.said.textContent = picked ? `Selected: ${shown(passage, ...picked)}` : "Select words to add or take away.";
  for (const button of passage.buttons) button.disabled = !picked || (button.dataset.name !== "trigger" && !active);
}

function paintCard(passage, event) {
  const { card, word, answers, chips, kind, status } = passage.cards.get(event);
  card.classList.toggle("active", event === passage.active);
  card.classList.toggle("wrong", event.answer === "wrong");
  word.setAttribute("aria-current", event === passage.active ? "true" : "false");
  for (const [name, button] of answers) button.setAttribute("aria-pressed", event.answer === name ? "true" : "false");
  kind.value = event.kind;
  status.value = event.status;
  const found = [];
  for (const name of NAMES) {
    for (const span of event.spans[name]) {
      const said = shown(passage, ...span);
      const take = () => {
        event.spans[name] = event.spans[name].filter((s) => s !== span);
        changed(passage);
        word.focus();
      };
      const button = h("button", { type: "button", "aria-label": `Take away ${data.asked[name]}: ${said}`, on: { click: take } }, "\u00d7");
      found.push(h("li", { class: `chip ${name}` }, `${data.asked[name]}: `, h("bdi", null, said), button));
    }
  }
  chips.replaceChildren(...found);
}

function chooser(label, names, event, field, passage) {
  const all = names.includes(event[field]) ? names : [...names, event[field]];
  const change = (e) => {
    event[field] = e.target.value;
    // Who corrects a suggestion says that it is an event.
    if (event.answer !== "unsure") event.answer = "right";
    passage.active = event;
    changed(passage);
  };
  return h("select", { "aria-label": label, on: { change } }, ...all.map((n) => h("option", { value: n }, spoken(n))));
}

function cardOf(passage, event) {
  const said = shown(passage, event.start, event.end);
  const word = h("button", { type: "button", class: "word", on: { click: () => activate(passage, event) } }, h("bdi", null, said));
  const answers = (event.own ? ["right", "unsure"] : ["right", "wrong", "unsure"]).map((name) => {
    const click = () => {
      event.answer = event.answer === name && !event.own ? null : name;
      passage.active = event;
      changed(passage);
    };
    return [name, h("button", { type: "button", "data-answer": name, on: { click } }, name)];
  });
  const kind = chooser(`Type of ${said}`, data.kinds, event, "kind", passage);
  const status = chooser(`Status of ${said}`, data.statuses, event, "status", passage);
  const chips = h("ul", { class: "row" });
  const remove = event.own ? [h("button", { type: "button", class: "push", on: { click: () => removeEvent(passage, event) } }, "Remove")] : [];
  const card = h("li", { class: "event" },
    h("div", { class: "row" }, word, h("span", { class: "why" }, event.reason)),
    h("div", { class: "row", role: "group", "aria-label": `Is ${said} an event?` }, ...answers.map(([, b]) => b), kind, status, ...remove),
    chips);
  passage.cards.set(event, { card, word, answers, chips, kind, status });
  return card;
}

function draw(passage) {
  const label = `Passage ${passage.number}`;
  passage.state = h("span", { class: "state" });
  passage.box = h("div", {
    class: "text", tabindex: 0, role: "textbox", "aria-readonly": "true", "aria-multiline": "true", "aria-label": label, dir: "auto",
    on: { keydown: (e) => pressed(passage, e), pointerdown: () => { passage.cursor = null; } },
  });
  passage.said = h("span", { class: "picked", dir: "auto" });
  passage.buttons = Object.keys(LABELS).map((name) => {
    const on = { pointerdown: (e) => e.preventDefault(), mousedown: (e) => e.preventDefault(), click: () => { mark(passage, name); passage.box.focus({ preventScroll: true }); } };
    return h("button", { type: "button", "data-name": name, on }, LABELS[name]);
  });
  passage.list = h("ul", { class: "events" }, ...passage.events.map((e) => cardOf(passage, e)));
  const tools = h("div", { class: "tools", role: "group", "aria-label": `Marks in passage ${passage.number}` }, passage.said, ...passage.buttons);
  const heading = h("h2", null, h("span", null, `${passage.number} of ${passages.length}: `, h("bdi", null, passage.from)), passage.state);
  passage.root = h("li", { class: "passage" }, heading, passage.box, tools, passage.list);
  paint(passage);
  return passage.root;
}

const isDone = (passage) => passage.events.every((e) => e.answer !== null);

function paintProgress() {
  const done = passages.filter(isDone).length;
  document.getElementById("progress").textContent = `${done} of ${passages.length} passages answered`;
  document.getElementById("save").disabled = !done;
}

// What is saved: the same as kg.curate.answers.record_of writes.

function recordOf(passage) {
  const told = passage.events.filter((e) => e.answer !== "wrong");
  told.sort((one, two) => one.start - two.start || one.end - two.end);
  return { id: passage.id, text: passage.text, published: passage.published, events: told.map((e) => eventOf(passage, e)) };
}

function eventOf(passage, event) {
  const words = ([a, b]) => passage.chars.slice(a, b).join("");
  const spans = { trigger: [event.start, event.end] };
  for (const name of NAMES) {
    if (!data.single.includes(name)) spans[name] = event.spans[name];
    else if (event.spans[name].length) spans[name] = event.spans[name][0];
  }
  return {
    type: event.kind, status: event.status, optional: event.answer === "unsure",
    participants: event.spans.participants.map((span) => participantOf(passage, span, words(span))),
    date: null, city: null, country: null,
    topics: event.spans.topics.map(words), reported_by: event.spans.reported_by.map(words),
    evidence: words(event.evidence), spans: { ...spans, also: event.also },
  };
}

function participantOf(passage, [a, b], name) {
  const [, , kind, polity] = passage.named.find(([x, y]) => x < b && a < y) || [0, 0, null, null];
  return { name, role: null, polity, kind };
}

// No reader may see the end of a line within one.
const lineOf = (record) =>
  JSON.stringify(record).replace(UNPRINTABLE, (c) => [...Array(c.length).keys()].map((k) => `\\u${c.charCodeAt(k).toString(16).padStart(4, "0")}`).join(""));

function save() {
  const lines = passages.filter(isDone).map((p) => `${lineOf(recordOf(p))}\n`);
  const address = URL.createObjectURL(new Blob(lines, { type: "application/x-ndjson" }));
  const anchor = h("a", { href: address, download: data.name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  unsaved = false;
}

addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});

const passages = data.passages.map((p, n) => passageOf(p, n + 1));
document.getElementById("passages").append(...passages.map(draw));
document.getElementById("save").addEventListener("click", save);
paintProgress();
document.documentElement.dataset.ready = "true";
})();
