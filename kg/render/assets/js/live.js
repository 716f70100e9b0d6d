// The source of a page that a server gives out (see data.js): the same questions, asked of the server.
// Both answers are parts of the graph as payload.py writes them, the first with `passages` in it.

function liveSource(base) {
  const ask = async (what, select) => {
    const answer = await fetch(`${base}${what}?select=${encodeURIComponent(select)}`);
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    return answer.json();
  };
  return {
    graph: () => block("graph"),
    passages: (id) => ask("passages", `event:${id}`),
    around: (select) => ask("around", select),
  };
}
