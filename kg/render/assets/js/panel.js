// The right-hand side: one page of reading about whatever is selected.

function panelHead(kind, title, ...more) {
  return h("div", { class: "head" },
    h("p", { class: "kind" }, kind),
    button("×", () => choose(""), { class: "close", "aria-label": say("close.overview") }),
    h("h2", { tabindex: "-1", dir: "auto" }, title), more);
}

// Filters can hide events of what is selected: the panel says so rather than look complete.
function hiddenNote(all, here) {
  const hidden = all.length - here.length;
  const left = shownAtFirst() === data.events ? 0 : all.filter((event) => !isCertain(event)).length;
  return hidden > 0 && h("p", { class: "small" },
    left > 0 && [say("hidden.left", { n: left }), " ", button(say("hidden.all"), () => go({ show: "all" }), { class: "quiet" }), " "],
    hidden > left && [say("hidden.filters", { n: hidden - left }), " ", button(say("hidden.clear"), clearFilters, { class: "quiet" })]);
}

function refreshPanel() {
  const chosen = selection();
  let content;
  const asked = loads.get(state.select);
  if (!chosen && asked && asked.busy) {
    content = [panelHead(say("opening"), say("opening.wait"))];
  } else if (!chosen && asked && !asked.missing) {
    content = [panelHead(say("nothere"), say(asked.failed ? "nothere.failed" : "nothere.noevent")), !asked.failed && h("p", null, say("nothere.noevent.more"))];
  } else if (!chosen && asked) {
    content = [panelHead(say("nothere"), say("nothere.graph")), h("p", null, say("nothere.graph.more"))];
  } else if (!chosen && state.select) {
    content = [panelHead(say("nothere"), say("nothere.file")), h("p", null, say("nothere.file.more"))];
  } else if (!chosen) content = overview();
  else if (chosen.kind === "pair") content = pairPanel(chosen);
  else if (chosen.kind === "chain") content = chainPanel(chosen);
  else if (chosen.kind === "versus") content = comparePanel(chosen);
  else if (chosen.kind === "periods") content = periodsPanel(chosen);
  else content = { actor: actorPanel, state: statePanel, topic: topicPanel, place: placePanel, article: articlePanel, event: eventPanel }[chosen.kind](chosen.entry);
  const panel = byId("panel");
  put(panel, content);
  const note = loadNote(state.select);
  if (note) headOf(panel).after(note);
  const more = pageLink(chosen);
  if (more) panel.append(more);
  panel.scrollTop = 0;
}

function overview() {
  if (!data.events.length) {
    return [h("h2", { tabindex: "-1" }, say("empty")),
      h("p", null, say("empty.why")),
      h("p", null, say("empty.mend"))];
  }
  if (!shown.length) {
    return [h("h2", { tabindex: "-1" }, say("nopass")), h("p", null, say("nopass.mend")), button(say("nopass.clear"), () => go({ ...noFilters(), show: "all" }), { class: "strong" })];
  }
  const level = state.level;
  const counts = ranked(tally(shown.flatMap((event) => membersOf(event, level))));
  const pairs = strongest(pairsOf(shown, level).values());
  const dated = oldestFirst(shown).filter((event) => event.a);
  const span = dated.length ? `, ${yearsWords(dated[0].a.slice(0, 4), dated.at(-1).a.slice(0, 4))}` : "";
  const ahead = shown.filter((event) => AHEAD.has(event.s));
  const most = counts.length ? counts[0][1] : 1;
  return [
    h("h2", { tabindex: "-1" }, say("overview")),
    h("p", { class: "lead" }, `${many(shown.length, "event")}${span}; ${articleWords(shown)}.`),
    !complete() && about.total !== null && h("p", { class: "loading" }, say("overview.live", { all: many(about.total, "event") })),
    yearBars(shown),
    h("h3", null, say("overview.pairs")),
    folded(pairs, 6, (pair) => h("li", null,
      link(`${entryAt(level, pair.a).n} – ${entryAt(level, pair.b).n}`, pairSelection(level, pair.a, pair.b)), meter(pair.count, pairs[0].count)), "pairs", { class: "ranked" }),
    h("h3", null, say(level)),
    folded(counts, 8, ([n, count]) => h("li", null, link(entryAt(level, n).n, nodeSelection(level, n)), meter(count, most)), level, { class: "ranked", id: "actor-list" }),
    ahead.length > 0 && [h("h3", null, say("overview.ahead")), eventList(ahead, 4)],
    topicChips(shown),
    withdrawnList(data.withdrawn),
    h("h3", null, say("overview.latest")),
    eventList(shown, 5),
    chainForm(null, null),
    periodsForm(null),
  ];
}

function actorPanel(actor) {
  const all = data.events.filter((event) => event.actors.includes(actor.index));
  const here = shown.filter((event) => event.actors.includes(actor.index));
  const own = stateOf(actor);
  const offices = [...new Set([...(actor.o || []), ...all.flatMap((event) => event.w.filter((part) => part.a === actor.index && part.o).map((part) => part.o))])];
  return [
    panelHead(kindWord(actor.k) || capital(spaced(actor.k)), actor.n),
    (offices.length > 0 || own) && h("p", { class: "note" }, h("bdi", null, offices.slice(0, 4).join("; ")), own && own.n !== actor.n && [offices.length ? ", " : "", link(own.n, `state:${own.i}`)]),
    h("p", { class: "lead" }, capital(contactWords(here))),
    hiddenNote(all, here),
    actions(`actor:${actor.i}`),
    yearBars(here),
    firstAndLast(here),
    contactList("actors", actor.index, here, say("contacts")),
    topicChips(here),
    announcements(here, 2),
    h("h3", null, say("events")), eventList(here),
    compareForm(actor, "actor"),
    chainForm(actor, null),
    corrections(actor.z),
    correctActor(actor),
    actor.s && h("p", { class: "small" }, say("same.in"), " ", actor.s.map((address) => [h("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, address.replace(/^https?:\/\//, "")), " "])),
  ];
}

const actions = (select) => h("p", { class: "actions" },
  button(say("neighbours"), () => expand(select), { class: "strong" }), " ",
  button(say("play"), async () => {
    await expand(select);
    if (player.timer === null) play();
  }, { class: "strong" }));

function statePanel(polity) {
  const belongs = (event) => event.states.includes(polity.index);
  const all = data.events.filter(belongs);
  const here = shown.filter(belongs);
  const people = ranked(tally(here.flatMap((event) => event.w
    .filter((part) => (part.c ?? data.actors[part.a].c) === polity.index && data.actors[part.a].n !== polity.n)
    .map((part) => part.a))));
  const hosted = shown.filter((event) => event.c === polity.index).length;
  return [
    panelHead(say(polity.q ? "kind.country" : "party"), polity.n),
    h("p", { class: "lead" }, capital(contactWords(here)), hosted > 0 && ` ${say("hosted", { n: hosted })}`),
    hiddenNote(all, here),
    actions(`state:${polity.i}`),
    yearBars(here),
    people.length > 0 && [h("h3", null, say("speaks")),
      folded(people, 6, ([n, count]) => h("li", null, link(data.actors[n].n, `actor:${data.actors[n].i}`), meter(count, people[0][1])), "people", { class: "ranked" })],
    contactList("states", polity.index, here, say("contacts")),
    topicChips(here),
    announcements(here, 2),
    h("h3", null, say("events")), eventList(here),
    compareForm(polity, "state"),
  ];
}

// "Lavrov and Pompeo: 4 meetings, 3 calls, the last in Washington …", and all that follows from it.
function pairPanel({ of, ends }) {
  const [a, b] = ends;
  const both = inScope({ kind: "pair", of, ends });
  const [all, here] = [data.events.filter(both), shown.filter(both)];
  return [
    panelHead(say(of === "actor" ? "pair.actors" : "pair.states"), say("and", { a: a.n, b: b.n })),
    h("p", { class: "lead" }, h("bdi", null, labelled(say("and", { a: a.n, b: b.n }), contactWords(here)))),
    hiddenNote(all, here),
    h("p", { class: "actions" }, link(a.n, `${of}:${a.i}`, { class: "chip" }), " ", link(b.n, `${of}:${b.i}`, { class: "chip" })),
    firstAndLast(here),
    announcements(here),
    yearBars(here),
    h("p", { class: "actions" }, button(say("pair.compare"), () => choose(`${of === "actor" ? "versus" : "versus-states"}:${a.i}|${b.i}`), { class: "strong" })),
    topicChips(here),
    h("h3", null, many(here.length, "event")), eventList(here, 20),
    of === "actor" && !here.some(isMeeting) && h("p", { class: "actions" },
      button(say("pair.chain"), () => choose(`chain:${a.i}|${b.i}`), { class: "strong" })),
  ];
}

function topicPanel(topic) {
  const here = shown.filter((event) => event.topics.includes(topic.index));
  const narrower = data.topics.filter((other) => (other.b || none).includes(topic.index));
  const who = ranked(tally(here.flatMap((event) => membersOf(event, state.level))));
  return [
    panelHead(say("topic"), topic.n),
    h("p", { class: "lead" }, say("topic.of", { n: here.length })),
    (topic.b || narrower.length > 0) && h("dl", { class: "facts" },
      topic.b && [h("dt", null, say("topic.wider")), h("dd", null, topic.b.map((n) => [link(data.topics[n].n, `topic:${data.topics[n].i}`), " "]))],
      narrower.length > 0 && [h("dt", null, say("topic.narrower")), h("dd", null, narrower.map((other) => [link(other.n, `topic:${other.i}`), " "]))]),
    yearBars(here),
    who.length > 0 && [h("h3", null, say("topic.who")),
      folded(who, 8, ([n, count]) => h("li", null, link(entryAt(state.level, n).n, nodeSelection(state.level, n)), meter(count, who[0][1])), state.level, { class: "ranked" })],
    h("h3", null, say("events")), eventList(here),
  ];
}

function placePanel(place) {
  const here = shown.filter((event) => event.l === place.index);
  const country = place.c !== undefined && data.polities[place.c];
  return [
    panelHead(say("place"), place.n),
    (place.t || country) && h("p", { class: "note" }, place.t, place.t && country && ", ", country && link(country.n, `state:${country.i}`)),
    h("p", { class: "lead" }, say("place.of", { n: here.length })),
    yearBars(here), topicChips(here),
    h("h3", null, say("events")), eventList(here),
  ];
}

function articlePanel(article) {
  const here = shown.filter((event) => (event.r || none).includes(article.index));
  return [
    panelHead(say(article.k === "readout" ? "readout" : "source"), article.n),
    h("p", { class: "lead" }, h("bdi", null, sourceName(article)), article.d && `, ${dateWords(article.d)}`, `: ${many(here.length, "event")}.`, languageTag(article)),
    h("p", { class: "note" }, sourceLink(article)),
    h("h3", null, say("source.reports")), eventList(here, 20),
    withdrawnList(data.withdrawn.filter((mention) => mention.r === article.index)),
  ];
}
