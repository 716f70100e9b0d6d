// Accounts of one event side by side, topic by topic: the sentence that names the topic in each, or nothing; who
// says it first; what both leave out of a joint statement.

// The text of both sides: neither's own account, but what theirs are held against.
const JOINT = /\b(joint (statement|declaration|press release)|communiqu[eé])/i;
const isJoint = (article) => article.k === "readout" && JOINT.test(article.n);

// The accounts among passages, by article: which topics each names, and where: Map of topic to {before, words, after} or null.
function accountsIn(mentions) {
  const accounts = new Map();
  for (const mention of mentions) {
    if (mention.r === undefined) continue;
    if (!accounts.has(mention.r)) accounts.set(mention.r, new Map());
    const topics = accounts.get(mention.r);
    for (const topic of mention.g || none) if (!topics.get(topic)) topics.set(topic, sentenceNaming(mention, topic));
  }
  return accounts;
}

// The sentence that names a topic: kept with the graph, or found in the passage by the name of the topic.
function sentenceNaming(mention, topic) {
  // Offsets count characters, of which a few are two to a script.
  const paragraph = `${mention.p || ""}${mention.q || ""}${mention.z || ""}`;
  for (const [place, ...rows] of mention.n || none) {
    const at = rows.find(([t]) => t === topic);
    if (!at) continue;
    const letters = typeof place === "string" ? [...place] : [...paragraph].slice(...place);
    const [before, words, after] = [[0, at[1]], [at[1], at[2]], [at[2]]].map((span) => letters.slice(...span).join(""));
    return { before, words, after };
  }
  const wanted = fold(data.topics[topic].e || data.topics[topic].n);
  const found = [...sentencesIn(paragraph, articleOf(mention))].find(({ segment }) => fold(segment).includes(wanted));
  return found ? { before: found.segment.trim(), words: "", after: "" } : null;
}

// Which two are compared, and against which third: official accounts first, then those that say most; the second is
// preferably of another source.
function chooseAccounts(accounts, picked) {
  const official = (n) => Number(data.articles[n].k === "readout");
  const all = [...accounts.keys()].sort((a, b) => official(b) - official(a) || accounts.get(b).size - accounts.get(a).size || a - b);
  const joint = all.find((n) => isJoint(data.articles[n]) && accounts.get(n).size);
  const own = all.filter((n) => n !== joint);
  const speaking = own.filter((n) => accounts.get(n).size);
  // One that says nothing of the matter is no account of it, where there are others.
  const order = speaking.length > 1 ? speaking : own;
  const wanted = picked.map((id) => (known.article.get(id) || { index: -1 }).index);
  const [a, b, c] = [0, 1, 2].map((n) => (accounts.has(wanted[n]) ? wanted[n] : undefined));
  const left = a ?? order[0];
  const right = b ?? order.find((n) => n !== left && originOf(data.articles[n]) !== originOf(data.articles[left])) ?? order.find((n) => n !== left);
  return { all: all.filter((n) => n === joint || order.includes(n)), left, right, third: c ?? (wanted.length > 2 ? undefined : joint) };
}

const comparable = (accounts) => accounts.size > 1 && [...accounts.values()].some((topics) => topics.size);

// Whoever names a narrower topic has not left the wider one out. What of it an account names: the topic itself, or those.
const namedOf = (account, topic) => (account.has(topic) ? [topic] : [...account.keys()].filter((other) => data.topics[other].all.has(topic)));

// Topics of two accounts and a third: {both, one, other, neither}, each in the order in which they are told.
function sortTopics(one, other, third) {
  const every = unique([...one.keys(), ...other.keys()]);
  const split = { both: [], one: [], other: [] };
  for (const topic of every) {
    const [a, b] = [namedOf(one, topic), namedOf(other, topic)];
    split[a.length && b.length ? "both" : a.length ? "one" : "other"].push(topic);
  }
  return { ...split, neither: third ? [...third.keys()].filter((topic) => !namedOf(one, topic).length && !namedOf(other, topic).length) : [] };
}

const accountTitles = (order) => {
  const names = tally(order.map((n) => sourceName(data.articles[n])));
  return (n) => {
    const article = data.articles[n];
    const name = isolated(sourceName(article));
    return names.get(sourceName(article)) > 1 ? labelled(name, isolated(crop(article.n, 70))) : name;
  };
};

// A sentence in the language of its article, and which language that is.
const said = (found, n) => (found
  ? [h("q", inLanguageOf(data.articles[n]), found.before, found.words && h("mark", null, found.words), found.after), languageTag(data.articles[n])]
  : h("p", { class: "small" }, say("accounts.unkept")));

const topicName = (t) => link(data.topics[t].n, `topic:${data.topics[t].i}`);

// In the panel: the two accounts under each other, and the way to the whole width.
function readouts(mentions) {
  const accounts = accountsIn(mentions);
  if (!comparable(accounts)) return null;
  const { all, left, right, third } = chooseAccounts(accounts, none);
  if (right === undefined) return null;
  const title = accountTitles(all);
  const [one, two] = [accounts.get(left), accounts.get(right)];
  const split = sortTopics(one, two, accounts.get(third));
  const items = (topics, words, nothing) => (topics.length
    ? h("ul", null, topics.map((t) => h("li", null, topicName(t), words(t))))
    : h("p", { class: "small" }, nothing));
  const ofOne = (account, n) => (t) => namedOf(account, t).map((own) => said(account.get(own), n));
  const only = (account, topics, n) => h("section", null, h("h4", null, tell("accounts.only", { who: h("bdi", null, title(n)) })),
    items(topics, ofOne(account, n), say(account.size ? "accounts.nomore" : "accounts.notopic")));
  return [h("h3", null, say("accounts.two")),
    h("p", { class: "actions" }, button(say("accounts.wide"), () => go({ tab: "accounts", accounts: [] }), { class: "strong" })),
    h("div", { class: "readouts" },
      h("section", { class: "both" }, h("h4", null, say("accounts.both")), items(split.both, (t) => h("div", { class: "beside" },
        [[left, one], [right, two]].map(([n, account]) => h("div", null, h("bdi", { class: "small" }, title(n)), ofOne(account, n)(t)))), say("accounts.nocommon"))),
      only(one, split.one, left), only(two, split.other, right),
      split.neither.length > 0 && h("section", { class: "neither" }, h("h4", null, tell("accounts.neitherbut", { who: h("bdi", null, title(third)) })), items(split.neither, ofOne(accounts.get(third), third), "")))];
}

// ---- at full width

function refreshAccounts() {
  const section = byId("view-accounts");
  const chosen = selection();
  const event = chosen && chosen.kind === "event" ? chosen.entry : null;
  document.body.classList.toggle("wide", state.tab === "accounts" && Boolean(event));
  if (state.tab !== "accounts") return;
  if (!event) {
    const told = scoped.filter((one) => (one.h || none).includes("accounts"));
    put(section, scopeBar(), h("h2", null, say("accounts.events")),
      told.length ? eventList(told, 50) : h("p", { class: "void" }, say("accounts.none")));
    return;
  }
  put(section, h("p", { class: "void" }, say("passages.reading")));
  passages(event).then((mentions) => {
    if (selection() && selection().entry === event && state.tab === "accounts") put(section, comparison(event, mentions));
  }, () => put(section, h("p", { class: "void" }, say("passages.unreadable"))));
}

// What stands in the figure and on the page: {title, columns, groups: [[title, [[topic, cell, cell, cell, who was first]]]]}.
function compareAccounts(event, mentions) {
  const accounts = accountsIn(mentions);
  if (!comparable(accounts)) return null;
  const { all, left, right, third } = chooseAccounts(accounts, state.accounts);
  if (right === undefined) return null;
  const title = accountTitles(all);
  const shownOnes = [left, right, ...(third === undefined ? [] : [third])];
  const split = sortTopics(accounts.get(left), accounts.get(right), accounts.get(third));
  const cell = (n, t) => {
    const account = accounts.get(n);
    const own = namedOf(account, t).map((narrow) => ({ topic: narrow, found: account.get(narrow) }));
    // What is not said itself may be part of something wider that is.
    const wider = own.length ? none : [...account.keys()].filter((other) => other !== t && data.topics[t].all.has(other));
    return { own, wider };
  };
  const day = (n) => data.articles[n].d || "";
  const first = (t) => {
    const telling = shownOnes.slice(0, 2).filter((n) => namedOf(accounts.get(n), t).length);
    if (telling.length < 2) return telling.length ? say("accounts.alone", { who: isolated(title(telling[0])) }) : "";
    const [a, b] = telling;
    if (!day(a) || !day(b)) return say("accounts.unknown");
    if (day(a).slice(0, 10) === day(b).slice(0, 10)) return say("accounts.sameday");
    return isolated(title(day(a) < day(b) ? a : b));
  };
  const row = (t) => ({ topic: t, cells: shownOnes.map((n) => cell(n, t)), first: first(t) });
  const joint = third !== undefined && isJoint(data.articles[third]);
  return { all, title, left, right, third, accounts, columns: shownOnes, groups: [
    [say("accounts.both"), split.both.map(row)], [say("accounts.only", { who: title(left) }), split.one.map(row)], [say("accounts.only", { who: title(right) }), split.other.map(row)],
    ...(third === undefined ? [] : [[say(joint ? "accounts.leftout" : "accounts.neither"), split.neither.map(row)]]),
  ] };
}

// Who published first, in a sentence.
function firstWords({ left, right, title }) {
  const [a, b] = [left, right].map((n) => data.articles[n]);
  const whose = (n) => isolated(title(n));
  if (!a.d || !b.d) return say("accounts.day.unknown");
  if (a.d.slice(0, 10) === b.d.slice(0, 10)) return say("accounts.day.same", { date: dateWords(a.d) });
  const [early, late] = a.d < b.d ? [left, right] : [right, left];
  return say("accounts.day.first", { early: whose(early), date: dateWords(data.articles[early].d), late: whose(late), after: dateWords(data.articles[late].d) });
}

function comparison(event, mentions) {
  const found = compareAccounts(event, mentions);
  const back = h("p", { class: "trail" }, "← ", button(say("accounts.back"), () => go({ tab: "network" }), { class: "link" }), " · ",
    button(say("accounts.others"), () => go({ select: "", within: "" }), { class: "link" }));
  if (!found) return [back, h("h2", { dir: "auto" }, titleOf(event)), h("p", { class: "void" }, say("accounts.nothing"))];
  const { all, title, left, right, third, columns, groups } = found;
  const pick = (place, label, now) => h("label", null, label, h("select", { on: { change: (change) => {
    const ids = [left, right, third].map((n) => (n === undefined ? "" : data.articles[n].i));
    ids[place] = change.target.value;
    // Two accounts change places rather than stand beside themselves.
    if (place < 2 && ids[0] === ids[1]) ids[1 - place] = data.articles[place ? right : left].i;
    go({ accounts: ids });
  } } }, place === 2 && h("option", { value: "" }, say("accounts.against.none")), all.map((n) => {
    const option = h("option", { value: data.articles[n].i }, crop(title(n), 60));
    option.selected = n === now;
    return option;
  })));
  const words = ({ own, wider }, t, n) => {
    if (!own.length) return h("p", { class: "nothing" }, wider.length ? tell("accounts.wider", { what: listOf(wider) }) : say("accounts.no"));
    return own.map(({ topic, found: where }) => [topic !== t && h("p", { class: "small" }, `${say("accounts.narrower")} `, topicName(topic)), said(where, n)]);
  };
  const listOf = (topics) => topics.map((t, n) => [n > 0 && ", ", topicName(t)]);
  return [back,
    h("h2", { dir: "auto" }, titleOf(event)),
    h("p", { class: "lead" }, firstWords(found)),
    h("div", { class: "pickers" }, pick(0, `${say("accounts.first")} `, left), pick(1, `${say("accounts.second")} `, right), all.length > 2 && pick(2, `${say("accounts.against")} `, third)),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("accounts.compared") },
      h("table", { class: "accounts" },
        h("caption", { class: "unseen" }, say("accounts.caption")),
        h("thead", null, h("tr", null, h("th", { scope: "col" }, say("topic")),
          columns.map((n) => h("th", { scope: "col" }, h("bdi", null, title(n)), h("span", { class: "small" }, data.articles[n].d ? `, ${dateWords(data.articles[n].d)}` : `, ${say("undated")}`), languageTag(data.articles[n]))),
          h("th", { scope: "col" }, say("accounts.saidfirst")))),
        groups.map(([name, rows]) => h("tbody", null,
          h("tr", { class: "group-row" }, h("th", { scope: "rowgroup", colspan: columns.length + 2 }, h("bdi", null, name), h("span", { class: "count" }, ` ${number.format(rows.length)}`))),
          rows.map((row) => h("tr", null, h("th", { scope: "row" }, topicName(row.topic)),
            row.cells.map((cell, n) => h("td", { "data-title": title(columns[n]) }, words(cell, row.topic, columns[n]))),
            h("td", { "data-title": say("accounts.saidfirst") }, h("span", null, row.first)))))))),
    h("p", { class: "small" }, columns.map((n, place) => [place > 0 && " · ", h("bdi", null, title(n)), ": ", sourceLink(data.articles[n])]))];
}
