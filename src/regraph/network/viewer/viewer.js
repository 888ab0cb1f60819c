// The network viewer: data of the page in, a picture that can be moved, searched, filtered and questioned out.
// No library, no request, no markup made from text: what articles say only ever becomes textContent.
"use strict";

const net = JSON.parse(document.getElementById("data").textContent);
const find = (id) => document.getElementById(id);
const canvas = find("canvas");
const pen = canvas.getContext("2d");
const DAY = 86400000;
const FADED = { ended: 0.3, suspended: 0.5, announced: 0.6, expected: 0.6, threatened: 0.6, alleged: 0.6, denied: 0.4 };

// --- Data: arrays of the page into objects ---------------------------------------------------------------------

const toDay = (text) => (text ? Math.round(Date.parse(text + "T00:00:00Z") / DAY) : null);
const toText = (day) => new Date(day * DAY).toISOString().slice(0, 10);

const nodes = net.nodes.map(([label, type, shape, x, y, r, degree], id) => (
  { id, label, type, shape, x, y, r, degree, edges: [], key: label.toLocaleLowerCase() }
));
const edges = net.edges.map(([source, target, relation, sign, label, detail, weight, spells, evidence, flags], id) => ({
  id, source: nodes[source], target: nodes[target], relation: net.relations[relation], sign, label, detail, weight,
  spells: spells.map(([status, certainty, start, end]) => (
    { status: net.words[status], certainty: net.words[certainty], start: toDay(start), end: toDay(end) }
  )),
  evidence, byPublication: Boolean(flags & 1), inferred: Boolean(flags & 2),
}));
for (const edge of edges) {
  edge.source.edges.push(edge);
  edge.target.edges.push(edge);
}
// A bundle is one line: the edges of one relation and sign from one node to another.
const bundles = net.bundles.map(([bend, numbers]) => {
  const { source, target, relation, sign } = edges[numbers[0]];
  const bundle = { source, target, relation, sign, bend, ties: numbers.map((number) => edges[number]), shown: [], weight: 1 };
  for (const edge of bundle.ties) edge.bundle = bundle;
  return bundle;
});
const days = edges.flatMap((edge) => edge.spells.flatMap((spell) => [spell.start, spell.end])).filter((day) => day !== null);
const firstDay = days.reduce((a, b) => Math.min(a, b), Infinity);
const lastDay = days.reduce((a, b) => Math.max(a, b), -Infinity);

// --- State ------------------------------------------------------------------------------------------------------

const state = {
  day: null, hiddenRelations: new Set(), chosen: null, over: null, zoom: 1, x: 0, y: 0, shown: [], spellOf: new Map(),
};

function spellOn(edge, day) {
  if (day === null) return edge.spells[edge.spells.length - 1] || { status: "unknown", certainty: "possible" };
  const extra = edge.relation.happening ? net.lookBack : 0;
  return edge.spells.find((spell) => spell.status !== "ended" && spell.start !== null
    && spell.start <= day && (spell.end === null || day < spell.end + extra));
}

function refresh() {
  state.spellOf.clear();
  for (const edge of edges) {
    const spell = state.hiddenRelations.has(edge.relation.name) ? undefined : spellOn(edge, state.day);
    if (spell) state.spellOf.set(edge, spell);
  }
  for (const bundle of bundles) {
    bundle.shown = bundle.ties.filter((edge) => state.spellOf.has(edge));
    bundle.weight = bundle.shown.reduce((sum, edge) => sum + edge.weight, 0);
  }
  state.shown = bundles.filter((bundle) => bundle.shown.length);
  document.body.dataset.shown = state.spellOf.size;
  for (const relation of net.relations) {
    relation.counter.textContent = edges.filter((edge) => edge.relation === relation && spellOn(edge, state.day)).length;
  }
  draw();
}

// --- Small makers of elements -----------------------------------------------------------------------------------

function make(tag, text, attributes = {}, ...children) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function vector(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

const inkOf = (colour) => (colour === "#000000" ? "currentColor" : colour);

function sample(colour, sign) {
  const svg = vector("svg", { width: 30, height: 10, "aria-hidden": "true" });
  svg.append(vector("line", {
    x1: 1, y1: 5, x2: 29, y2: 5, stroke: inkOf(colour), "stroke-width": 2.5, "stroke-dasharray": net.dashes[sign].join(" "),
  }));
  return svg;
}

function shapePoints(shape, x, y, r) {
  const corners = { square: [4, 1.15, Math.PI / 4], diamond: [4, 1.2, 0], triangle: [3, 1.3, -Math.PI / 2], hexagon: [6, 1.1, 0] }[shape];
  if (!corners) return null;
  const [count, scale, turn] = corners;
  return Array.from({ length: count }, (_, i) => {
    const angle = turn + (i * 2 * Math.PI) / count;
    return [x + r * scale * Math.cos(angle), y + r * scale * Math.sin(angle)];
  });
}

function shapeSample(shape) {
  const svg = vector("svg", { width: 30, height: 16, "aria-hidden": "true" });
  const points = shapePoints(shape, 15, 8, 6);
  const fill = shape === "ring" ? "none" : "var(--node)";
  if (points) svg.append(vector("polygon", { points: points.join(" "), fill }));
  else if (shape === "pill") svg.append(vector("rect", { x: 6, y: 4, width: 18, height: 8, rx: 4, fill }));
  else svg.append(vector("circle", { cx: 15, cy: 8, r: shape === "dot" ? 4 : 6, fill, stroke: "var(--node)", "stroke-width": 2 }));
  return svg;
}

// --- Lists and filters ------------------------------------------------------------------------------------------

const words = (text) => text.replaceAll("_", " ");

function listNodes() {
  const wanted = find("search").value.trim().toLocaleLowerCase();
  const fits = nodes.filter((node) => node.key.includes(wanted));
  fits.sort((a, b) => (b.key.startsWith(wanted) - a.key.startsWith(wanted)) || (b.degree - a.degree) || (a.key < b.key ? -1 : 1));
  const rows = fits.slice(0, 200).map((node) => make("li", "", {}, make(
    "button", "", { type: "button", onclick: () => choose(node, true) },
    make("span", node.label), make("span", String(node.degree), { class: "count", "aria-label": `${node.degree} neighbours` }),
  )));
  find("nodes").replaceChildren(...rows);
  const all = fits.length === 1 ? "1 actor" : `${fits.length} actors`;
  find("found").textContent = fits.length > 200 ? `${all}, the first 200 listed` : all;
}

function listRelations() {
  for (const relation of net.relations) {
    relation.counter = make("span", "", { class: "count" });
    const box = make("input", "", { type: "checkbox" });
    box.checked = true;
    box.addEventListener("change", () => {
      if (box.checked) state.hiddenRelations.delete(relation.name);
      else state.hiddenRelations.add(relation.name);
      refresh();
    });
    const mark = make("span", "", { "aria-hidden": "true" }, sample(relation.colour, 1));
    find("relations").append(make("label", "", { class: "row", title: relation.description }, box, mark, relation.name, relation.counter));
  }
}

function listLegend() {
  for (const [sign, name] of net.signs) find("legend").append(make("li", "", {}, sample("var(--quiet)", sign), name));
  for (const [shape, name] of net.shapes) find("legend").append(make("li", "", {}, shapeSample(shape), name));
  find("legend").append(make("li", "Fainter: planned, suspended or ended.", { class: "quiet" }));
  if (net.relations.some((relation) => relation.happening)) {
    find("legend").append(make("li", `On a date, meetings, accusations and harms show for ${net.lookBack} days.`, { class: "quiet" }));
  }
}

function setDay() {
  state.day = find("always").checked ? null : Number(find("day").value);
  find("dayname").textContent = state.day === null ? "Every tie, whenever it held" : toText(state.day);
  find("day").setAttribute("aria-valuetext", state.day === null ? "all dates" : toText(state.day));
  refresh();
  if (state.chosen) choose(state.chosen, false);
}

// --- Details ----------------------------------------------------------------------------------------------------

function span(spell) {
  const start = spell.start === null || spell.start === undefined ? "" : toText(spell.start);
  const end = spell.end === null || spell.end === undefined ? "" : toText(spell.end - 1);
  if (start && start === end) return start;
  if (end) return start ? `${start} to ${end}` : `until ${end}`;
  return start ? `from ${start}` : "undated";
}

function sentence(edge) {
  return `${edge.source.label} ${edge.relation.verb} ${edge.target.label}`;
}

function choose(thing, centre) {
  state.chosen = thing;
  const panel = find("details");
  if (thing === null) {
    panel.replaceChildren(make("p", "Choose an actor to see its neighbours, or a line to read its evidence.", { class: "quiet" }));
  } else if ("edges" in thing) {
    showNode(panel, thing);
    if (centre) lookAt(thing);
  } else if ("ties" in thing && thing.shown.length !== 1) {
    showBundle(panel, thing);
  } else {
    showEdge(panel, "ties" in thing ? thing.shown[0] : thing);
  }
  panel.scrollTop = 0;
  draw();
}

function showNode(panel, node) {
  const ties = node.edges.filter((edge) => state.spellOf.has(edge));
  const others = new Set(ties.map((edge) => (edge.source === node ? edge.target : edge.source)));
  panel.replaceChildren(
    make("h2", node.label),
    make("p", `${words(node.type)}, ${others.size} neighbours, ${ties.length} ties shown`, { class: "quiet" }),
  );
  for (const relation of net.relations) {
    const those = ties.filter((edge) => edge.relation === relation);
    if (!those.length) continue;
    those.sort((a, b) => (b.spells[0]?.start ?? 0) - (a.spells[0]?.start ?? 0));
    const list = make("ul", "", { class: "ties" });
    for (const edge of those) {
      const out = edge.source === node;
      list.append(tieRow(edge, (relation.directed ? (out ? "→ " : "← ") : "") + (out ? edge.target : edge.source).label));
    }
    panel.append(make("h3", `${relation.name} (${those.length})`), list);
  }
}

function tieRow(edge, name) {
  const what = make("span", "", {}, make("span", name), make("span", edge.label, { class: "what" }));
  const when = make("span", edge.spells[0]?.start ? toText(edge.spells[0].start) : "", { class: "when" });
  return make("li", "", {}, make("button", "", { type: "button", onclick: () => open(edge) }, sample(edge.relation.colour, edge.sign), what, when));
}

function showBundle(panel, bundle) {
  const list = make("ul", "", { class: "ties" });
  for (const edge of bundle.shown) list.append(tieRow(edge, words(state.spellOf.get(edge).status)));
  panel.replaceChildren(make("h2", sentence(bundle)), make("p", `${bundle.shown.length} ties`, { class: "quiet" }), list);
}

function open(edge) {
  choose(edge, false);
  find("details").focus();
}

function showEdge(panel, edge) {
  const facts = make("dl");
  const fact = (name, text) => text && facts.append(make("dt", name), make("dd", text));
  const spell = state.spellOf.get(edge) || edge.spells[edge.spells.length - 1];
  fact("what", edge.label);
  fact("kind", words(edge.detail));
  fact("status", spell && words(spell.status));
  fact("certainty", spell && spell.certainty);
  for (const one of edge.spells) fact(edge.spells.length > 1 ? words(one.status) : "when", span(one));
  fact("sign", net.signs.find(([sign]) => sign === edge.sign)[1]);
  fact("note", edge.byPublication ? "dated by its first publication" : "");
  fact("note", edge.inferred ? "who is behind it is worked out, not told" : "");
  const back = (node) => make("button", node.label, { type: "button", onclick: () => { choose(node, true); find("details").focus(); } });
  panel.replaceChildren(make("h2", sentence(edge)), facts, make("p", "", { class: "row" }, back(edge.source), back(edge.target)));
  panel.append(make("h3", edge.evidence.length ? `Evidence (${edge.evidence.length})` : "No evidence known"));
  for (const number of edge.evidence) panel.append(...evidence(net.evidence[number]));
}

function evidence([document_, quote, start, end, modality, confidence]) {
  const source = net.documents[document_];
  const line = make("p", "", { class: "source" });
  const title = source.title || source.name;
  line.append(/^https?:\/\//.test(source.url)
    ? make("a", title, { href: source.url, rel: "noopener noreferrer", target: "_blank" }) : title);
  const rest = [source.publisher, source.published || "undated", `${source.name} ${start}–${end}`, modality === "fact" ? "" : modality,
    `confidence ${confidence}`].filter(Boolean);
  line.append(`, ${rest.join(", ")}`);
  return quote ? [make("blockquote", quote), line] : [line];
}

// --- Drawing ----------------------------------------------------------------------------------------------------

let ink = {};
function readColours() {
  const style = getComputedStyle(document.documentElement);
  ink = Object.fromEntries(["paper", "ink", "quiet", "line", "node", "halo", "mark"].map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

let waiting = false;
function draw() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; paint(); });
}

const onPage = (x, y) => [x * state.zoom + state.x, y * state.zoom + state.y];
const inNet = (x, y) => [(x - state.x) / state.zoom, (y - state.y) / state.zoom];
const size = (node) => Math.max(2.4, node.r * Math.max(0.3, Math.min(1.5, state.zoom ** 0.7)));

function curve(bundle) {
  const [x1, y1] = onPage(bundle.source.x, bundle.source.y);
  const [x2, y2] = onPage(bundle.target.x, bundle.target.y);
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const bend = bundle.bend * 2 * Math.min(1, state.zoom);
  return { x1, y1, x2, y2, length, cx: (x1 + x2) / 2 - ((y2 - y1) / length) * bend, cy: (y1 + y2) / 2 + ((x2 - x1) / length) * bend };
}

function lit() {
  const focus = state.over || state.chosen;
  if (!focus) return null;
  if ("edges" in focus) {
    const lines = state.shown.filter((bundle) => bundle.source === focus || bundle.target === focus);
    return { lines: new Set(lines), nodes: new Set([focus, ...lines.flatMap((line) => [line.source, line.target])]) };
  }
  return { lines: new Set([focus.bundle || focus]), nodes: new Set([focus.source, focus.target]) };
}

function paint() {
  const ratio = window.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  const focus = lit();
  const crowd = Math.max(0.35, Math.min(1, 40 / Math.sqrt(state.shown.length + 1) / 1.5));
  for (const bundle of state.shown) if (!focus?.lines.has(bundle)) paintLine(bundle, focus ? 0.12 : crowd);
  for (const bundle of state.shown) if (focus?.lines.has(bundle)) paintLine(bundle, 1);
  const live = new Set(state.shown.flatMap((bundle) => [bundle.source, bundle.target]));
  for (const node of nodes) paintNode(node, (focus ? focus.nodes.has(node) : live.has(node)) ? 1 : 0.22);
  paintLabels(focus, live, width, height);
  document.body.dataset.drawn = live.size;
}

function paintLine(bundle, strength) {
  const line = curve(bundle);
  const width = Math.min(5, 1.5 + 0.8 * Math.log2(bundle.weight)) * Math.max(0.6, Math.min(1.3, state.zoom));
  pen.globalAlpha = strength * Math.max(...bundle.shown.map((edge) => FADED[state.spellOf.get(edge).status] || 1));
  pen.strokeStyle = pen.fillStyle = bundle.relation.colour === "#000000" ? ink.ink : bundle.relation.colour;
  pen.lineWidth = state.chosen === bundle || state.chosen?.bundle === bundle ? width + 1.5 : width;
  pen.setLineDash(net.dashes[bundle.sign]);
  pen.beginPath();
  pen.moveTo(line.x1, line.y1);
  pen.quadraticCurveTo(line.cx, line.cy, line.x2, line.y2);
  pen.stroke();
  pen.setLineDash([]);
  if (bundle.relation.directed && line.length > 30) paintArrow(line, size(bundle.target), width);
  pen.globalAlpha = 1;
}

function paintArrow(line, radius, width) {
  const angle = Math.atan2(line.y2 - line.cy, line.x2 - line.cx);
  const x = line.x2 - Math.cos(angle) * (radius + 2), y = line.y2 - Math.sin(angle) * (radius + 2);
  const long = 5 + 2 * width;
  pen.beginPath();
  pen.moveTo(x, y);
  for (const turn of [0.42, -0.42]) pen.lineTo(x - long * Math.cos(angle + turn), y - long * Math.sin(angle + turn));
  pen.fill();
}

function paintNode(node, strength) {
  const [x, y] = onPage(node.x, node.y);
  const r = size(node);
  const points = shapePoints(node.shape, x, y, r);
  pen.globalAlpha = strength;
  pen.beginPath();
  if (points) points.forEach(([px, py], i) => (i ? pen.lineTo(px, py) : pen.moveTo(px, py)));
  else if (node.shape === "pill") pen.roundRect(x - r * 1.5, y - r * 0.7, r * 3, r * 1.4, r * 0.7);
  else pen.arc(x, y, node.shape === "dot" ? r * 0.75 : r, 0, 2 * Math.PI);
  pen.closePath();
  pen.fillStyle = node.shape === "ring" ? ink.paper : ink.node;
  pen.fill();
  pen.lineWidth = node === state.chosen || node === state.over ? 3 : 1.5;
  pen.strokeStyle = node === state.chosen || node === state.over ? ink.mark : node.shape === "ring" ? ink.node : ink.halo;
  pen.stroke();
  pen.globalAlpha = 1;
}

// Labels never cover each other: the most connected first, each where there is room, none where there is not.
function paintLabels(focus, live, width, height) {
  const first = (node) => (node === state.over || node === state.chosen ? 2 : focus?.nodes.has(node) ? 1 : 0);
  const order = nodes.filter((node) => (focus ? focus.nodes.has(node) : live.has(node)));
  order.sort((a, b) => first(b) - first(a) || b.degree - a.degree || a.id - b.id);
  const meets = (box, list) => list.some((one) => box[0] < one[2] && box[2] > one[0] && box[1] < one[3] && box[3] > one[1]);
  const texts = [], bodies = [];
  for (const node of order) {
    const [x, y] = onPage(node.x, node.y), r = size(node);
    if (x > -100 && x < width + 100 && y > -50 && y < height + 50) bodies.push([x - r, y - r, x + r, y + r]);
  }
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  for (const [rank, node] of order.slice(0, 400).entries()) {
    const [x, y] = onPage(node.x, node.y), r = size(node) * (node.shape === "pill" ? 1.5 : 1) + 4;
    if (x < -50 || x > width + 50 || y < -20 || y > height + 20) continue;
    const strong = node.degree > 5 || first(node) > 1;
    pen.font = `${strong ? 600 : 400} ${strong ? 13 : 12}px system-ui, sans-serif`;
    const text = node.label.length > 34 ? `${node.label.slice(0, 32)}…` : node.label;
    const w = pen.measureText(text).width, h = 8;
    const spots = [[x + r, y], [x - r - w, y], [x - w / 2, y + r + 5], [x - w / 2, y - r - 5]];
    const box = ([lx, ly]) => [lx - 2, ly - h, lx + w + 2, ly + h];
    const clear = spots.filter((one) => !meets(box(one), texts));
    const inside = (one) => one[0] > 2 && one[0] + w < width - 2;
    // the best connected may cover the bodies of others, so that a crowd still has names
    const spot = clear.find((one) => inside(one) && !meets(box(one), bodies)) || (rank < 25 ? clear.find(inside) || clear[0] : null);
    if (!spot) continue;
    texts.push(box(spot));
    pen.lineWidth = 4;
    pen.strokeStyle = ink.halo;
    pen.strokeText(text, ...spot);
    pen.fillStyle = ink.ink;
    pen.fillText(text, ...spot);
  }
}

// --- Moving about -----------------------------------------------------------------------------------------------

function showAll() {
  const { clientWidth: width, clientHeight: height } = canvas;
  const xs = nodes.map((node) => node.x), ys = nodes.map((node) => node.y);
  const edge = 60;
  const [left, right, top, bottom] = nodes.length ? [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)] : [0, 1, 0, 1];
  state.zoom = Math.min(2, (width - 2 * edge) / (right - left || 1), (height - 2 * edge) / (bottom - top || 1));
  state.zoom = Math.max(state.zoom, 0.02);
  state.x = (width - (left + right) * state.zoom) / 2;
  state.y = (height - (top + bottom) * state.zoom) / 2;
  draw();
}

function zoomAt(factor, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) {
  const [nx, ny] = inNet(x, y);
  state.zoom = Math.max(0.02, Math.min(8, state.zoom * factor));
  state.x = x - nx * state.zoom;
  state.y = y - ny * state.zoom;
  draw();
}

function lookAt(node) {
  state.zoom = Math.max(state.zoom, 0.8);
  state.x = canvas.clientWidth / 2 - node.x * state.zoom;
  state.y = canvas.clientHeight / 2 - node.y * state.zoom;
}

function thingAt(x, y) {
  for (let i = nodes.length - 1; i >= 0; i -= 1) {
    const [nx, ny] = onPage(nodes[i].x, nodes[i].y);
    if (Math.hypot(x - nx, y - ny) <= size(nodes[i]) + 4) return nodes[i];
  }
  let best = null, least = 7;
  for (const bundle of state.shown) {
    const { x1, y1, cx, cy, x2, y2 } = curve(bundle);
    for (let t = 0.05; t < 1; t += 0.03) {
      const u = 1 - t;
      const far = Math.hypot(x - (u * u * x1 + 2 * u * t * cx + t * t * x2), y - (u * u * y1 + 2 * u * t * cy + t * t * y2));
      if (far < least) [best, least] = [bundle, far];
    }
  }
  return best;
}

function pointAt(event) {
  const box = canvas.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

const pointers = new Map();
let moved = 0;
canvas.addEventListener("pointerdown", (event) => {
  canvas.setPointerCapture(event.pointerId);
  pointers.set(event.pointerId, pointAt(event));
  moved = 0;
});
canvas.addEventListener("pointermove", (event) => {
  const [x, y] = pointAt(event);
  if (!pointers.has(event.pointerId)) return hover(x, y);
  const [ox, oy] = pointers.get(event.pointerId);
  moved += Math.hypot(x - ox, y - oy);
  if (pointers.size === 1) {
    state.x += x - ox;
    state.y += y - oy;
  } else {
    const [px, py] = [...pointers].find(([id]) => id !== event.pointerId)[1];
    zoomAt(Math.hypot(x - px, y - py) / (Math.hypot(ox - px, oy - py) || 1), px, py);
  }
  pointers.set(event.pointerId, [x, y]);
  canvas.classList.add("drag");
  draw();
});
for (const name of ["pointerup", "pointercancel"]) {
  canvas.addEventListener(name, (event) => {
    pointers.delete(event.pointerId);
    canvas.classList.remove("drag");
    if (name === "pointerup" && moved < 5) choose(thingAt(...pointAt(event)), false);
  });
}
canvas.addEventListener("pointerleave", () => hover(-1e6, -1e6));
canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  zoomAt(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), ...pointAt(event));
}, { passive: false });

function hover(x, y) {
  const thing = thingAt(x, y);
  const tip = find("tip");
  canvas.classList.toggle("over", Boolean(thing));
  tip.hidden = !thing;
  if (thing) {
    const what = (bundle) => (bundle.shown.length === 1 ? bundle.shown[0].label : `${bundle.shown.length} ties`);
    tip.textContent = "edges" in thing ? thing.label : `${sentence(thing)}: ${what(thing)}`;
    tip.style.left = `${Math.min(x + 14, canvas.clientWidth - 240)}px`;
    tip.style.top = `${Math.min(y + 14, canvas.clientHeight - 60)}px`;
  }
  if (thing !== state.over) {
    state.over = thing;
    draw();
  }
}

canvas.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
  if (step) {
    state.x += step[0];
    state.y += step[1];
  } else if (event.key === "+" || event.key === "=") zoomAt(1.25);
  else if (event.key === "-") zoomAt(0.8);
  else if (event.key === "0") showAll();
  else return;
  event.preventDefault();
  draw();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") choose(null, false);
});

// --- Start ------------------------------------------------------------------------------------------------------

find("search").addEventListener("input", listNodes);
find("search").addEventListener("keydown", (event) => {
  if (event.key === "Enter") find("nodes").querySelector("button")?.click();
});
find("closer").addEventListener("click", () => zoomAt(1.25));
find("farther").addEventListener("click", () => zoomAt(0.8));
find("whole").addEventListener("click", showAll);
find("always").addEventListener("change", setDay);
find("day").addEventListener("input", () => {
  find("always").checked = false;
  setDay();
});
if (Number.isFinite(firstDay)) {
  Object.assign(find("day"), { min: firstDay, max: lastDay, value: lastDay });
} else {
  find("day").disabled = find("always").disabled = true;
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColours(); draw(); });
new ResizeObserver(draw).observe(canvas);
readColours();
listNodes();
listRelations();
listLegend();
setDay();
showAll();
