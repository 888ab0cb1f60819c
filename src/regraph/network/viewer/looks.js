// A node or a bundle and the view in, its place, size, colour and form on the page out; and samples for the legend.

const FADED = { ended: 0.3, suspended: 0.5, announced: 0.6, expected: 0.6, threatened: 0.6, alleged: 0.6, denied: 0.4 };
const CORNERS = { square: [4, 1.15, Math.PI / 4], diamond: [4, 1.2, 0], triangle: [3, 1.3, -Math.PI / 2], hexagon: [6, 1.1, 0] };

// Colours as a canvas knows them, whatever the style sheet makes them of.
export function readInk(element) {
  const probe = element.appendChild(document.createElement("span"));
  const read = (name) => {
    probe.style.color = `var(--net-${name})`;
    return getComputedStyle(probe).color;
  };
  const ink = Object.fromEntries(["paper", "ink", "quiet", "line", "node", "halo", "mark"].map((name) => [name, read(name)]));
  probe.remove();
  return ink;
}

export const onPage = ({ state }, x, y) => [x * state.zoom + state.x, y * state.zoom + state.y];
export const inNet = ({ state }, x, y) => [(x - state.x) / state.zoom, (y - state.y) / state.zoom];

export const LEAST_SIZE = 1.5;
export const sizeScale = (zoom) => Math.max(0.26, Math.min(1.5, zoom ** 0.7));
export const nodeSize = (view, node) => Math.max(LEAST_SIZE, node.r * sizeScale(view.state.zoom));

export const lineScale = (zoom) => Math.max(0.4, Math.min(1.3, zoom ** 0.5));
export const plainWidth = (bundle) => Math.min(5, 1.5 + 0.8 * Math.log2(bundle.weight));
export const lineWidth = (view, bundle) => plainWidth(bundle) * lineScale(view.state.zoom);
export const bendScale = (zoom) => 2 * Math.min(1, zoom);
export const lineColour = (ink, bundle) => (bundle.relation.colour === "#000000" ? ink.ink : bundle.relation.colour);

// The more lines, the fainter each; what is planned, suspended or ended is fainter still.
export const crowdStrength = (view) => Math.max(0.22, Math.min(0.9, 28 / Math.sqrt(view.state.shown.length + 1)));
export function fading(view, bundle) {
  return Math.max(...bundle.shown.map((edge) => FADED[view.state.spellOf.get(edge).status] || 1));
}

export function curveOf(view, bundle) {
  const [x1, y1] = onPage(view, bundle.source.x, bundle.source.y);
  const [x2, y2] = onPage(view, bundle.target.x, bundle.target.y);
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const bend = bundle.bend * bendScale(view.state.zoom);
  return { x1, y1, x2, y2, length, cx: (x1 + x2) / 2 - ((y2 - y1) / length) * bend, cy: (y1 + y2) / 2 + ((x2 - x1) / length) * bend };
}

export function shapePoints(shape, x, y, r) {
  if (!CORNERS[shape]) return null;
  const [count, scale, turn] = CORNERS[shape];
  return Array.from({ length: count }, (_, i) => {
    const angle = turn + (i * 2 * Math.PI) / count;
    return [x + r * scale * Math.cos(angle), y + r * scale * Math.sin(angle)];
  });
}

// --- Samples: small pictures for lists and the legend -----------------------------------------------------------

function vector(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

export function lineSample(net, colour, sign) {
  const svg = vector("svg", { width: 30, height: 10, "aria-hidden": "true" });
  svg.append(vector("line", {
    x1: 1, y1: 5, x2: 29, y2: 5, stroke: colour === "#000000" ? "currentColor" : colour, "stroke-width": 2.5,
    "stroke-dasharray": net.dashes[sign].join(" "),
  }));
  return svg;
}

export function shapeSample(shape, small = false) {
  const [width, height, r] = small ? [16, 12, 4.5] : [30, 16, 6];
  const [x, y] = [width / 2, height / 2];
  const svg = vector("svg", { width, height, "aria-hidden": "true", class: "net-shape" });
  const points = shapePoints(shape, x, y, r);
  const fill = shape === "ring" ? "none" : "var(--net-node)";
  if (points) svg.append(vector("polygon", { points: points.join(" "), fill }));
  else if (shape === "pill") svg.append(vector("rect", { x: x - r * 1.4, y: y - r * 0.7, width: r * 2.8, height: r * 1.4, rx: r * 0.7, fill }));
  else svg.append(vector("circle", { cx: x, cy: y, r: shape === "dot" ? r * 0.7 : r * 0.9, fill, stroke: "var(--net-node)", "stroke-width": 1.5 }));
  return svg;
}

// Counts of equal stretches of time as bars.
export function barsSample(counts) {
  const svg = vector("svg", { viewBox: `0 0 ${counts.length * 4} 28`, preserveAspectRatio: "none", "aria-hidden": "true", class: "net-bars" });
  const most = Math.max(...counts, 1);
  counts.forEach((count, i) => {
    const high = count ? Math.max(1, (26 * count) / most) : 0;
    svg.append(vector("rect", { x: i * 4, y: 28 - high, width: 3, height: high }));
  });
  return svg;
}
