// A view in, its lines and nodes drawn by sigma on the graphics card out. The view moves; sigma's camera follows it.
import { MultiDirectedGraph } from "graphology";
import Sigma from "sigma";
import { crowdStrength, fading, lineColour, plainWidth } from "../../../src/regraph/network/viewer/looks.js";
import { lineProgram } from "./lines.js";
import { nodeProgram } from "./nodes.js";

const BASE = { x: 0.5, y: 0.5, angle: 0, ratio: 1 };

export function webglPainter(view) {
  const canvas = document.createElement("canvas");
  if (!canvas.getContext("webgl2") && !canvas.getContext("webgl")) throw new Error("this browser has no WebGL");
  const graph = graphOf(view.net);
  style(view, graph);
  const sigma = new Sigma(graph, view.layer, settings(view));
  sigma.setCustomBBox(boxOf(view.net));
  sigma.refresh();
  // pictures, not things to meet: the canvas above them speaks for them
  for (const one of view.layer.querySelectorAll("canvas")) {
    one.setAttribute("aria-hidden", "true");
    one.addEventListener("webglcontextlost", () => view.drawWithout("webgl"), { once: true });
  }
  return {
    name: "webgl",
    sigma,
    refresh() {
      style(view, graph);
      sigma.refresh();
    },
    paint() {
      const { offsetWidth, offsetHeight } = view.layer;
      const { width, height } = sigma.getDimensions();
      if (offsetWidth !== width || offsetHeight !== height) sigma.resize(true);
      follow(view, sigma);
      sigma.scheduleRender();
      sigma.render();
    },
    destroy: () => sigma.kill(),
  };
}

function settings(view) {
  return {
    allowInvalidContainer: true, autoRescale: true, stagePadding: 0, itemSizesReference: "screen",
    renderLabels: false, renderEdgeLabels: false, enableEdgeEvents: false, zIndex: true,
    minCameraRatio: null, maxCameraRatio: null,
    defaultNodeType: "shape", nodeProgramClasses: { shape: nodeProgram(view) },
    nodeHoverProgramClasses: {}, defaultDrawNodeHover: () => {},
    defaultEdgeType: "straight", edgeProgramClasses: { straight: lineProgram(view, 1), bent: lineProgram(view, 14) },
  };
}

// sigma's y runs upward
function graphOf(net) {
  const graph = new MultiDirectedGraph();
  for (const node of net.nodes) graph.addNode(node.id, { x: node.x, y: -node.y, size: node.r, type: "shape", shape: node.shape });
  for (const bundle of net.bundles) {
    graph.addEdgeWithKey(bundle.id, bundle.source.id, bundle.target.id, {
      type: bundle.bend ? "bent" : "straight", bend: bundle.bend, dash: net.dashes[bundle.sign], directed: bundle.relation.directed,
      size: 1,
    });
  }
  return graph;
}

function boxOf(net) {
  const xs = net.nodes.map((node) => node.x), ys = net.nodes.map((node) => -node.y);
  const extent = (values) => [Math.min(...values) - 1, Math.max(...values) + 1];
  return { x: extent(xs), y: extent(ys) };
}

function style(view, graph) {
  const { ink, state, net } = view;
  const crowd = crowdStrength(view);
  graph.updateEachNodeAttributes((id, node) => {
    const { shape } = net.nodes[id];
    const ring = shape === "ring";
    return { ...node, color: ring ? ink.paper : ink.node, rim: ring ? ink.node : ink.halo, strength: state.live.has(net.nodes[id]) ? 1 : 0.22 };
  });
  graph.updateEachEdgeAttributes((id, edge) => {
    const bundle = net.bundles[id];
    if (!bundle.shown.length) return { ...edge, hidden: true, color: ink.quiet };
    return { ...edge, hidden: false, color: lineColour(ink, bundle), strength: crowd * fading(view, bundle), width: plainWidth(bundle) };
  });
}

function follow(view, sigma) {
  const { state, canvas } = view;
  const on = (x, y) => sigma.graphToViewport({ x, y: -y }, { cameraState: BASE });
  const scale = (on(1000, 0).x - on(0, 0).x) / 1000;
  const centre = on((canvas.clientWidth / 2 - state.x) / state.zoom, (canvas.clientHeight / 2 - state.y) / state.zoom);
  const { x, y } = sigma.viewportToFramedGraph(centre, { cameraState: BASE });
  sigma.getCamera().setState({ x, y, angle: 0, ratio: scale / state.zoom });
}
