// The source of a page that a server gives out (see data.js): the same questions, asked of the server.

// Where corrections are written: asked by the page's forms (see correct.js), which are in pages that are files, too.
const reviewOf = (address, how) => fetch(address, how);

function liveSource(base) {
  const ask = async (what, query) => {
    let answer;
    try {
      answer = await fetch(`${base}${what}?${new URLSearchParams(query)}`);
    } catch {
      throw new Error(say("server.gone"));
    }
    if (answer.ok) return answer.json();
    const said = (await answer.text()).trim();
    const error = new Error(said && said.length < 400 ? said : say("server.answered", { status: String(answer.status) }));
    error.missing = answer.status === 404;
    throw error;
  };
  // A list asks for a passage again whenever it is drawn.
  const read = new Map();
  const passagesOf = (id) => {
    if (!read.has(id)) read.set(id, ask("passages", { select: `event:${id}` }));
    read.get(id).catch(() => read.delete(id));
    return read.get(id);
  };
  return {
    graph: () => block("graph"),
    passages: passagesOf,
    around: (select, first) => ask("around", { select, first }),
    find: (words) => ask("find", { q: words }),
    local: false,
    texts: async () => null,
  };
}
