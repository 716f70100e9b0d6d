// What the page shows at first: events with a date and enough confidence. What that leaves out is told, and one
// click away.

const isCertain = (event) => Boolean(event.a) && event.f >= about.certain;

// Where nothing is certain, everything is shown.
function shownAtFirst() {
  if (state.show === "all") return data.events;
  const certain = data.events.filter(isCertain);
  return certain.length ? certain : data.events;
}

function refreshLeftOut() {
  const box = byId("left-out");
  const undated = data.events.filter((event) => !event.a).length;
  const doubtful = data.events.filter((event) => event.a && event.f < about.certain).length;
  box.hidden = undated + doubtful === 0 || undated + doubtful === data.events.length;
  if (box.hidden) return;
  const parts = [undated && say("left.undated", { n: undated }), doubtful && say("left.doubtful", { n: doubtful, least: decimal.format(about.certain) })].filter(Boolean);
  put(box, state.show === "all"
    ? [say("left.shown", { what: listing.format(parts) }), " ", button(say("left.leave"), () => go({ show: "certain" }), { class: "quiet" })]
    : [say("left.out", { what: listing.format(parts) }), " ", button(say("left.all", { n: data.events.length }), () => go({ show: "all" }), { class: "quiet", "aria-label": say("left.with", { n: undated + doubtful }) })]);
}

// "221 of 227 articles report them": how many articles tell of some events, in the same words wherever it is said.
function articleWords(events) {
  const used = new Set(events.flatMap((event) => event.r || none)).size;
  const all = data.articles.length;
  if (!complete() || used === all) return many(used, "article");
  return say(events.length === 1 ? "articles.it" : "articles.them", { n: used, of: say("articles.of", { some: used, n: all }) });
}

function countWords() {
  const actors = many(new Set(shown.flatMap((event) => event.actors)).size, "actor");
  if (!complete() && about.total !== null) return say("counts.here", { of: say("counts.of", { some: shown.length, n: about.total }), actors });
  const all = data.events.length;
  const events = shown.length === all ? many(all, "event") : say("counts.of", { some: shown.length, n: all });
  return `${events}, ${actors}, ${articleWords(shown)}`;
}
