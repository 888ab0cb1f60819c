// The viewer of src/regraph/network/viewer with WebGL before its canvas. Interface: web/README.md, "Network".
import "../../src/regraph/network/viewer/viewer.css";
import { canvasPainter } from "../../src/regraph/network/viewer/canvas.js";
import { mountAll, mountNetwork, mountWhenReady, painters } from "../../src/regraph/network/viewer/page.js";
import { webglPainter } from "./webgl/painter.js";

painters.clear();
painters.set("webgl", webglPainter).set("canvas", canvasPainter);
mountWhenReady();

export { mountAll, mountNetwork };
