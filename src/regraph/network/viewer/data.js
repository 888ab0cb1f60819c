// The data of a page in, a network of objects that point at each other out.
// Parts, joined in this order where there is no bundle: data, looks, canvas, labels, panels, dates, moving, page.
// No request, no markup made from text: what articles say only ever becomes textContent.

const DAY_MS = 86400000;

export const toDay = (text) => (text ? Math.round(Date.parse(`${text}T00:00:00Z`) / DAY_MS) : null);
export const toText = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10);

// Large pages carry their data packed: gzip, as base64.
export async function loadNetwork(element) {
  if (!element.dataset.packed) return readNetwork(JSON.parse(element.textContent));
  const bytes = Uint8Array.from(atob(element.textContent.trim()), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return readNetwork(await new Response(stream).json());
}

export function readNetwork(raw) {
  const nodes = raw.nodes.map(([label, type, shape, x, y, r, degree, iri], id) => (
    { id, label, type, shape, x, y, r, degree, iri, edges: [], key: label.toLocaleLowerCase() }
  ));
  const edges = raw.edges.map(([source, target, relation, sign, label, detail, weight, spells, evidence, flags, iri], id) => ({
    id, source: nodes[source], target: nodes[target], relation: raw.relations[relation], sign, label, detail, weight,
    spells: spells.map(([status, certainty, start, end]) => (
      { status: raw.words[status], certainty: raw.words[certainty], start: toDay(start), end: toDay(end) }
    )),
    evidence, byPublication: Boolean(flags & 1), inferred: Boolean(flags & 2), iri,
  }));
  for (const edge of edges) {
    edge.source.edges.push(edge);
    edge.target.edges.push(edge);
  }
  for (const node of nodes) node.ways = waysOf(node);
  const days = edges.flatMap((edge) => edge.spells.flatMap((spell) => [spell.start, spell.end])).filter((day) => day !== null);
  return {
    ...raw, nodes, edges, bundles: readBundles(raw, edges),
    firstDay: days.reduce((a, b) => Math.min(a, b), Infinity),
    lastDay: days.reduce((a, b) => Math.max(a, b), -Infinity),
  };
}

// Where the lines of a node run to, as angles.
function waysOf(node) {
  const others = new Set(node.edges.map((edge) => (edge.source === node ? edge.target : edge.source)));
  return [...others].map((other) => Math.atan2(other.y - node.y, other.x - node.x));
}

// A bundle is one line: the edges of one relation and sign from one node to another.
function readBundles(raw, edges) {
  return raw.bundles.map(([bend, numbers], id) => {
    const { source, target, relation, sign } = edges[numbers[0]];
    const bundle = { id, source, target, relation, sign, bend, ties: numbers.map((number) => edges[number]), shown: [], weight: 1 };
    for (const edge of bundle.ties) edge.bundle = bundle;
    return bundle;
  });
}

// What holds of an edge on a day (null: whenever), undefined where nothing does.
export function spellOn(net, edge, day) {
  if (day === null) return edge.spells[edge.spells.length - 1] || { status: "unknown", certainty: "possible" };
  const extra = edge.relation.happening ? net.lookBack : 0;
  return edge.spells.find((spell) => spell.status !== "ended" && spell.start !== null
    && spell.start <= day && (spell.end === null || day < spell.end + extra));
}
