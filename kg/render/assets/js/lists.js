// Lists that several panels share.

const badge = (status) =>
  h("span", { class: `badge ${status}` }, h("span", { class: `sign ${status}`, "aria-hidden": "true" }, statusSign(status)), " ", statusWord(status));

function eventLine(event, more) {
  const place = placeWords(event);
  return h("li", { class: state.select === `event:${event.i}` ? "event on" : "event" },
    h("button", { type: "button", class: "event-open", on: { click: () => choose(`event:${event.i}`) } },
      h("span", { class: "event-when" }, whenWords(event)),
      h("bdi", { class: "event-what" }, headline(event)),
      h("span", { class: "event-more" }, badge(event.s), place && [" · ", h("bdi", null, place)], " · ", many(event.r ? event.r.length : 0, "source"))), more);
}

// "Meeting of Sergey Lavrov and Mike Pompeo": a title without what stands beside it anyway.
function headline(event) {
  const names = event.actors.map((n) => data.actors[n].n);
  if (!names.length) return event.n;
  const few = (list) => listing.format(list.length > 4 ? [...list.slice(0, 3), say("others.n", { n: list.length - 3 })] : list);
  const [from, to] = directionOf(event).map((list) => list.map((n) => data.actors[n].n));
  return labelled(capital(typeWord(event.t)), from.length && to.length ? `${few(from)} → ${few(to)}` : few(names));
}

// Who went to which state, or turned to whom: two lists of numbers, empty where nobody is on either side.
function directionOf(event) {
  const part = new Map(event.w.map((share) => [share.a, share.f]));
  const goal = (n) => (event.t === "visit" ? data.actors[n].k === "country" && part.get(n) !== "guest" : part.get(n) !== "initiator");
  if (event.t !== "visit" && ![...part.values()].includes("initiator")) return [[], []];
  if (!DIRECTED.has(event.t)) return [[], []];
  return [event.actors.filter((n) => !goal(n)), event.actors.filter(goal)];
}
const DIRECTED = new Set(["visit", "message", "invitation", "summons"]);

// What an event is called: as the graph calls it, which is in English, or in the words of the page.
function titleOf(event) {
  if (isEnglish() || !event.actors.length) return event.n;
  return event.a ? `${headline(event)}, ${whenWords(event)}` : headline(event);
}

// A list that shows its first lines and the rest when asked.
function folded(items, first, line, word, attributes) {
  const list = h("ul", attributes, items.slice(0, first).map((item) => line(item)));
  if (items.length <= first) return list;
  const more = button(say(word ? `more.${word}` : "more.show", { n: items.length - first }), () => {
    const at = list.children.length;
    items.slice(at, at + 200).forEach((item) => list.append(line(item)));
    if (list.children.length >= items.length) more.remove();
    const next = list.children[at] && list.children[at].querySelector("button");
    if (next) next.focus();
  }, { class: "quiet" });
  return [list, more];
}

const eventList = (events, first = 8) => folded([...oldestFirst(events)].reverse(), first, eventLine, "events", { class: "events" });

// Every topic of some events, and how often: each leads to its own page.
function topicChips(events) {
  const free = ([n]) => isFree(data.topics[n].i);
  const counts = ranked(tally(events.flatMap((event) => event.g || []))).sort((x, y) => free(x) - free(y));
  if (!counts.length) return null;
  const own = counts.filter((entry) => !free(entry)).length;
  return [h("h3", null, say("talked")),
    folded(counts, Math.min(12, own || 6), ([topic, count]) => h("li", null,
      link(data.topics[topic].n, `topic:${data.topics[topic].i}`, { class: "chip" }), h("span", { class: "count" }, number.format(count))), "topics", { class: "chips" })];
}

function yearBars(events) {
  const years = byYear(events);
  if (years.size < 2) return null;
  const most = Math.max(...years.values());
  // Where nothing happened for long, the years are left out, as on the timeline.
  const entries = yearRuns(events).flatMap(([first, last], n) => [...(n ? [[null, 0]] : []), ...[...years].filter(([year]) => year >= first && year <= last)]);
  const wide = 300 / entries.length;
  const told = entries.filter(([year]) => year !== null);
  return h("figure", { class: "years" },
    h("figcaption", null, say("byyear")),
    svg("svg", { viewBox: "0 0 300 48", preserveAspectRatio: "none", "aria-hidden": "true" },
      entries.map(([year, count], n) => (year === null
        ? svg("line", { x1: (n + 0.5) * wide, x2: (n + 0.5) * wide, y1: 34, y2: 48 })
        : svg("rect", { x: n * wide + 1, width: Math.max(1, wide - 2), y: 48 - (count / most) * 46, height: (count / most) * 46 },
          svg("title", null, `${year}: ${count}`))))),
    told.length > 8
      ? h("p", { class: "scale" }, h("span", null, String(told[0][0])), h("span", null, say("most", { n: most })), h("span", null, String(told.at(-1)[0])))
      // Each under its own bar.
      : h("p", { class: "scale under" }, entries.map(([year, count]) => (year === null ? h("span") : h("span", null, String(year), h("span", { class: "unseen" }, ": "), h("b", null, number.format(count)))))));
}

// Whom an actor or a state was in contact with, most often first.
function contacts(level, index, events) {
  const counts = new Map();
  for (const event of events) {
    for (const other of membersOf(event, level)) if (other !== index) counts.set(other, (counts.get(other) || 0) + 1);
  }
  return ranked(counts);
}

function contactList(level, index, events, title) {
  const counts = contacts(level, index, events);
  if (!counts.length) return null;
  const most = counts[0][1];
  return [h("h3", null, title),
    folded(counts, 8, ([other, count]) => h("li", null,
      link(entryAt(level, other).n, pairSelection(level, index, other), { "aria-label": labelled(entryAt(level, other).n, say("events.together", { n: count })) }),
      meter(count, most)), "contacts", { class: "ranked" })];
}

const meter = (count, most) => h("span", { class: "meter" },
  svg("svg", { viewBox: "0 0 60 8", "aria-hidden": "true" }, svg("rect", { width: Math.max(2, (count / most) * 60), height: 8 })),
  h("span", { class: "count" }, number.format(count)));

// "4 meetings, 3 phone calls, the last in Washington on 10 December 2019"
function contactWords(events) {
  const done = oldestFirst(events.filter((event) => HAPPENED.has(event.s)));
  const parts = ranked(tally(done.map((event) => event.t))).map(([type, count]) => `${number.format(count)} ${typeWord(type, count)}`);
  const what = parts.length ? listing.format(parts) : say("contact.none");
  const last = done.filter((event) => event.a).at(-1);
  const place = last ? cityOf(last) : "";
  const how = `${done.length > 1 ? "last" : "once"}${place ? ".at" : ""}`;
  const told = [last ? say(`contact.${how}`, { what, place, when: whenInSentence(last) }) : say("contact.only", { what })];
  const ahead = events.filter((event) => AHEAD.has(event.s)).length;
  const off = events.length - done.length - ahead;
  if (ahead) told.push(say(done.length ? "contact.ahead.more" : "contact.ahead", { n: ahead }));
  if (off) told.push(say("contact.off", { n: off }));
  const topics = ranked(tally(done.flatMap((event) => event.g || none))).slice(0, 4).map(([n]) => data.topics[n].n);
  if (topics.length) told.push(say("contact.topics", { topics: listing.format(topics) }));
  return told.join(" ");
}

function firstAndLast(events) {
  const done = oldestFirst(events.filter((event) => HAPPENED.has(event.s) && event.a));
  if (done.length < 2) return null;
  const row = (title, event) => [h("dt", null, title), h("dd", null, link(`${whenWords(event)}, ${typeWord(event.t)}${placeWords(event) ? `, ${placeWords(event)}` : ""}`, `event:${event.i}`))];
  return h("dl", { class: "facts" }, row(say("contact.first"), done[0]), row(say("contact.latest"), done.at(-1)));
}

const wasAnnounced = (event) => (event.h || none).includes("announced");
const neverHeld = (event) => (event.h || none).includes("unconfirmed");

// What was announced, each with the sentence that says so, and what became of it. The sentences come
// later than the list: they lie in another part of the file.
function announcements(events, first = 4) {
  const told = oldestFirst(events.filter(wasAnnounced));
  if (!told.length) return null;
  const never = told.filter(neverHeld).length;
  return [h("h3", null, say("announced", { n: told.length })),
    h("p", { class: "small" }, never ? say("announced.never", { n: never }) : say("announced.all")),
    folded(told, first, (event) => eventLine(event, announcement(event)), "announcements", { class: "events announced" })];
}

function announcement(event) {
  const box = h("div", { class: "announcement" });
  passages(event).then((mentions) => {
    const first = mentions.find((mention) => AHEAD.has(mention.s)) || mentions.find((mention) => !HAPPENED.has(mention.s));
    if (first) put(box, quotation(first));
  }, () => put(box, h("p", { class: "small" }, say("passage.unread"))));
  return box;
}

// The quote in its whole sentence: [what stands before it, the quote, what stands after it].
function sentenceAround(mention) {
  const [before, quote, after] = [mention.p || "", mention.q || "", mention.z || ""];
  const whole = before + quote + after;
  let [from, to] = [0, whole.length];
  for (const { segment, index } of sentencesIn(whole, articleOf(mention))) {
    if (index + segment.length <= before.length) from = index + segment.length;
    if (index + segment.length >= before.length + quote.length) {
      to = index + segment.length;
      break;
    }
  }
  return [whole.slice(from, before.length).trimStart(), quote, whole.slice(before.length + quote.length, to).trimEnd()];
}

const markedSentence = (mention) => {
  const [before, quote, after] = sentenceAround(mention);
  return [before, h("mark", null, quote), after];
};

// One sentence with its source, short enough for a list.
function quotation(mention) {
  const article = articleOf(mention);
  return h("blockquote", { class: "short" }, h("div", inLanguageOf(article), markedSentence(mention)),
    h("footer", { class: "small" }, h("bdi", null, sourceName(article)), article && article.d && `, ${dateWords(article.d)}`, languageTag(article),
      mention.b && h("bdi", null, `, ${say("according", { who: listing.format(mention.b) })}`)));
}
