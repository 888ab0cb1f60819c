// State and data in, the picture on the canvas out.

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
