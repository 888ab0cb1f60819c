// A view in, names beside their nodes out; they never cover each other.
// The most connected come first, each where there is room, none where there is not. Long names take two lines.
import { nodeSize, onPage } from "./looks.js";

const WIDEST = 26; // letters of a line
const MOST = 500; // labels that are tried
const FORCED = 25; // of the best connected, whose label may cover the bodies of other nodes, on a page of usual size
const CROWD = 12; // lines of a node, from which on they run everywhere
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

export function drawLabels(view, pen, lit, [width, height]) {
  const { state } = view;
  const first = (node) => (node === state.over || node === state.chosen ? 2 : lit?.nodes.has(node) ? 1 : 0);
  const order = view.net.nodes.filter((node) => (lit ? lit.nodes.has(node) : state.live.has(node)));
  order.sort((a, b) => first(b) - first(a) || b.degree - a.degree || a.id - b.id);
  const taken = new Boxes(), bodies = new Boxes();
  for (const node of order) {
    const [x, y] = onPage(view, node.x, node.y), r = nodeSize(view, node);
    if (x > -100 && x < width + 100 && y > -50 && y < height + 50) bodies.add([x - r, y - r, x + r, y + r]);
  }
  const forced = Math.min(FORCED, (width * height) / 20000);
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  for (const [rank, node] of order.slice(0, MOST).entries()) {
    const [x, y] = onPage(view, node.x, node.y);
    if (x < -50 || x > width + 50 || y < -20 || y > height + 20) continue;
    const label = measured(pen, node, first(node) > 1);
    const spots = around(view, node, x, y, label).filter(([left]) => left > 2 && left + label.width < width - 2);
    const box = ([left, top]) => [left - 2, top - 1, left + label.width + 2, top + label.height + 1];
    const clear = spots.filter((spot) => !taken.meets(box(spot)));
    const spot = clear.find((one) => !bodies.meets(box(one))) || (rank < forced || first(node) > 1 ? clear[0] : null);
    if (!spot) continue;
    taken.add(box(spot));
    write(view, pen, label, spot, node);
  }
}

function measured(pen, node, chosen) {
  if (!node.lines) node.lines = inLines(node.label);
  const strong = chosen || node.degree > 5;
  const size = Math.round(2 * Math.min(15, 11 + 0.75 * Math.log2(node.degree + 1))) / 2;
  const font = `${strong ? 600 : 400} ${size}px ${FONT}`;
  pen.font = font;
  if (node.font !== font) {
    node.font = font;
    node.long = Math.max(...node.lines.map((line) => pen.measureText(line).width));
  }
  return { font, size, lines: node.lines, width: node.long, height: node.lines.length * (size + 2) };
}

// Two lines at most, as even as they can be; a third is cut off.
function inLines(text) {
  if (text.length <= WIDEST) return [text];
  const words = text.split(" ");
  const half = Math.min(WIDEST, Math.max(14, text.length / 2 + 3));
  let head = words.shift();
  while (words.length && head.length + 1 + words[0].length <= half) head += ` ${words.shift()}`;
  const cut = (line) => (line.length > WIDEST ? `${line.slice(0, WIDEST - 1).trimEnd()}…` : line);
  return words.length ? [cut(head), cut(words.join(" "))] : [cut(head)];
}

function around(view, node, x, y, { width, height }) {
  const r = nodeSize(view, node), side = r * (node.shape === "pill" ? 1.5 : 1) + 4;
  const [middle, low, high] = [y - height / 2, y + r + 2, y - r - 2 - height];
  const spots = [
    [x + side, middle], [x - side - width, middle], [x - width / 2, low], [x - width / 2, high],
    [x + side * 0.7, low - r * 0.6], [x + side * 0.7, high + r * 0.6], [x - side * 0.7 - width, low - r * 0.6], [x - side * 0.7 - width, high + r * 0.6],
  ];
  if (node.ways.length > CROWD) return spots;
  // a name keeps off the lines of its own node, where it can
  const crossed = ([left, top]) => {
    const angle = Math.atan2(top + height / 2 - y, left + width / 2 - x);
    return node.ways.reduce((sum, way) => sum + Math.max(0, Math.cos(way - angle) - 0.7), 0);
  };
  return spots.map((spot) => [Math.round(10 * crossed(spot)), spot]).sort(([a], [b]) => a - b).map(([, spot]) => spot);
}

function write(view, pen, label, [left, top], node) {
  const [x] = onPage(view, node.x, node.y);
  pen.font = label.font;
  pen.textAlign = left >= x ? "left" : left + label.width <= x ? "right" : "center";
  const at = { left, right: left + label.width, center: left + label.width / 2 }[pen.textAlign];
  for (const [number, line] of label.lines.entries()) {
    const y = top + (number + 0.5) * (label.size + 2);
    pen.lineWidth = 4;
    pen.strokeStyle = view.ink.halo;
    pen.strokeText(line, at, y);
    pen.fillStyle = view.ink.ink;
    pen.fillText(line, at, y);
  }
}

// Boxes in a grid, so that a crowd is asked about its neighbours only.
class Boxes {
  #cells = new Map();

  #near([left, top, right, bottom], visit) {
    for (let i = Math.floor(left / 64); i <= Math.floor(right / 64); i += 1) {
      for (let j = Math.floor(top / 32); j <= Math.floor(bottom / 32); j += 1) if (visit(i * 100003 + j)) return true;
    }
    return false;
  }

  add(box) {
    this.#near(box, (cell) => {
      if (!this.#cells.has(cell)) this.#cells.set(cell, []);
      this.#cells.get(cell).push(box);
    });
  }

  meets(box) {
    return this.#near(box, (cell) => this.#cells.get(cell)?.some(
      (one) => box[0] < one[2] && box[2] > one[0] && box[1] < one[3] && box[3] > one[1],
    ));
  }
}
