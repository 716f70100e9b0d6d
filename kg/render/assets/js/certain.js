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
  const parts = [undated && `${number.format(undated)} without a date`, doubtful && `${number.format(doubtful)} with less confidence than ${decimal.format(about.certain)}`].filter(Boolean);
  const rest = number.format(undated + doubtful);
  put(box, state.show === "all"
    ? [`Shown with the others: ${listing.format(parts)}. `, button("Leave them out", () => go({ show: "certain" }), { class: "quiet" })]
    : [`Left out: ${listing.format(parts)}. `, button(`Show all ${number.format(data.events.length)} events`, () => go({ show: "all" }), { class: "quiet", "aria-label": `Show all events, with the ${rest} that are left out` })]);
}

// "221 of 227 articles report them": how many articles tell of some events, in the same words wherever it is said.
function articleWords(events) {
  const used = new Set(events.flatMap((event) => event.r || none)).size;
  const all = data.articles.length;
  if (!complete() || used === all) return many(used, "article");
  return `${number.format(used)} of ${many(all, "article")} ${used === 1 ? "reports" : "report"} ${events.length === 1 ? "it" : "them"}`;
}

function countWords() {
  const actors = many(new Set(shown.flatMap((event) => event.actors)).size, "actor");
  if (!complete() && about.total !== null) return `${number.format(shown.length)} of ${many(about.total, "event")} here, ${actors}`;
  const all = data.events.length;
  return `${shown.length === all ? many(all, "event") : `${number.format(shown.length)} of ${many(all, "event")}`}, ${actors}, ${articleWords(shown)}`;
}
