// A view in, its lines and nodes on a canvas out: the picture where there is no WebGL, and what is lit where there is.
import { crowdStrength, curveOf, fading, lineColour, lineWidth, nodeSize, onPage, shapePoints } from "./looks.js";

export function canvasPainter(view) {
  const canvas = document.createElement("canvas");
  canvas.setAttribute("aria-hidden", "true");
  view.layer.append(canvas);
  const pen = canvas.getContext("2d");
  return {
    name: "canvas",
    paint() {
      fitCanvas(canvas, pen);
      const crowd = crowdStrength(view);
      for (const bundle of view.state.shown) drawLine(view, pen, bundle, crowd);
      for (const node of view.net.nodes) drawNode(view, pen, node, view.state.live.has(node) ? 1 : 0.22);
    },
    destroy: () => canvas.remove(),
  };
}

// Make a canvas as sharp as the screen and empty.
export function fitCanvas(canvas, pen) {
  const ratio = window.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  return [width, height];
}

export function drawLine(view, pen, bundle, strength, extra = 0) {
  const line = curveOf(view, bundle);
  const width = lineWidth(view, bundle) + extra;
  pen.globalAlpha = strength * fading(view, bundle);
  pen.strokeStyle = pen.fillStyle = lineColour(view.ink, bundle);
  pen.lineWidth = width;
  pen.setLineDash(view.net.dashes[bundle.sign]);
  pen.beginPath();
  pen.moveTo(line.x1, line.y1);
  pen.quadraticCurveTo(line.cx, line.cy, line.x2, line.y2);
  pen.stroke();
  pen.setLineDash([]);
  if (bundle.relation.directed && line.length > 30) drawArrow(pen, line, nodeSize(view, bundle.target), width);
  pen.globalAlpha = 1;
}

function drawArrow(pen, line, radius, width) {
  const angle = Math.atan2(line.y2 - line.cy, line.x2 - line.cx);
  const x = line.x2 - Math.cos(angle) * (radius + 2), y = line.y2 - Math.sin(angle) * (radius + 2);
  const long = 4 + 2 * width;
  pen.beginPath();
  pen.moveTo(x, y);
  for (const turn of [0.42, -0.42]) pen.lineTo(x - long * Math.cos(angle + turn), y - long * Math.sin(angle + turn));
  pen.fill();
}

export function drawNode(view, pen, node, strength) {
  const { ink, state } = view;
  const [x, y] = onPage(view, node.x, node.y);
  const r = nodeSize(view, node);
  const points = shapePoints(node.shape, x, y, r);
  const marked = node === state.chosen || node === state.over;
  pen.globalAlpha = strength;
  pen.beginPath();
  if (points) points.forEach(([px, py], i) => (i ? pen.lineTo(px, py) : pen.moveTo(px, py)));
  else if (node.shape === "pill") pen.roundRect(x - r * 1.5, y - r * 0.7, r * 3, r * 1.4, r * 0.7);
  else pen.arc(x, y, node.shape === "dot" ? r * 0.75 : r, 0, 2 * Math.PI);
  pen.closePath();
  pen.fillStyle = node.shape === "ring" ? ink.paper : ink.node;
  pen.fill();
  pen.lineWidth = marked ? 3 : r < 4 ? 0.8 : 1.5;
  pen.strokeStyle = marked ? ink.mark : node.shape === "ring" ? ink.node : ink.halo;
  pen.stroke();
  pen.globalAlpha = 1;
}
