// Lines for sigma: straight or bent, whole, dashed or dotted, with an arrow where they run one way.
import { EdgeProgram } from "sigma/rendering";
import { floatColor } from "sigma/utils";
import { LEAST_SIZE, bendScale, lineScale, sizeScale } from "../../../src/regraph/network/viewer/looks.js";

// The curve is the quadratic one of the canvas; each vertex is a place along it (t), a side, or a corner of the arrow.
const VERTEX = /* glsl */ `
attribute vec2 a_from;
attribute vec2 a_to;
attribute float a_bend;
attribute float a_width;
attribute float a_strength;
attribute float a_target;
attribute float a_directed;
attribute vec2 a_dash;
attribute vec4 a_color;
attribute vec4 a_id;
attribute vec3 a_vertex;
uniform mat3 u_matrix;
uniform vec2 u_page;
uniform float u_line;
uniform float u_bend;
uniform float u_scale;
uniform float u_least;
varying vec4 v_color;
varying vec4 v_id;
varying float v_along;
varying float v_across;
varying float v_half;
varying vec2 v_dash;
vec2 pixel(vec2 place) {
  return ((u_matrix * vec3(place, 1.0)).xy * vec2(0.5, -0.5) + 0.5) * u_page;
}
void main() {
  vec2 from = pixel(a_from), to = pixel(a_to);
  vec2 way = to - from;
  float far = max(length(way), 0.001);
  vec2 handle = (from + to) * 0.5 + vec2(-way.y, way.x) / far * a_bend * u_bend;
  float width = a_width * u_line;
  float radius = max(u_least, a_target * u_scale);
  float tip = 4.0 + 2.0 * width;
  float arrow = a_directed * step(30.0, far);
  vec2 place;
  if (a_vertex.z < 0.5) {
    // the line ends within its arrow, or under its node
    float t = a_vertex.x * (1.0 - arrow * min(0.6, (radius + tip * 0.8) / far));
    place = mix(mix(from, handle, t), mix(handle, to, t), t);
    vec2 along = normalize(mix(handle - from, to - handle, t) + vec2(0.00001, 0.0));
    float bow = length(handle - from) + length(to - handle);
    v_along = t * (far * 2.0 + bow) / 3.0;
    v_half = width * 0.5;
    v_across = a_vertex.y * (v_half + 1.0);
    v_dash = a_dash;
    place += vec2(-along.y, along.x) * v_across;
  } else {
    vec2 along = normalize(to - handle + vec2(0.00001, 0.0));
    vec2 point = to - along * (radius + 2.0);
    place = point - along * a_vertex.x * tip + vec2(-along.y, along.x) * a_vertex.y * tip * 0.42 * arrow;
    place = mix(point, place, arrow);
    v_along = 0.0;
    v_across = 0.0;
    v_half = 10.0;
    v_dash = vec2(0.0);
  }
  gl_Position = vec4((place / u_page * 2.0 - 1.0) * vec2(1.0, -1.0), 0.0, 1.0);
  v_color = vec4(a_color.rgb, 1.0) * a_strength;
  v_id = a_id;
}`;

const FRAGMENT = /* glsl */ `
precision highp float;
varying vec4 v_color;
varying vec4 v_id;
varying float v_along;
varying float v_across;
varying float v_half;
varying vec2 v_dash;
void main() {
  float cover = clamp(v_half + 0.5 - abs(v_across), 0.0, 1.0) * min(1.0, v_half * 2.0);
  float period = v_dash.x + v_dash.y;
  if (period > 0.0) {
    float at = mod(v_along, period);
    cover *= clamp(min(at + 0.5, v_dash.x + 0.5 - at), 0.0, 1.0) + clamp(at - period + 0.5, 0.0, 1.0);
  }
#ifdef PICKING_MODE
  gl_FragColor = v_id;
#else
  gl_FragColor = v_color * cover;
#endif
}`;

function vertices(segments) {
  const out = [];
  for (let i = 0; i < segments; i += 1) {
    const a = i / segments, b = (i + 1) / segments;
    out.push([a, -1, 0], [b, -1, 0], [a, 1, 0], [a, 1, 0], [b, -1, 0], [b, 1, 0]);
  }
  return [...out, [0, 0, 1], [1, 1, 1], [1, -1, 1]];
}

export function lineProgram(view, segments) {
  return class extends EdgeProgram {
    getDefinition() {
      const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;
      const data = vertices(segments);
      const number = (name, size = 1) => ({ name, size, type: FLOAT });
      return {
        VERTICES: data.length,
        VERTEX_SHADER_SOURCE: VERTEX,
        FRAGMENT_SHADER_SOURCE: FRAGMENT,
        METHOD: TRIANGLES,
        UNIFORMS: ["u_matrix", "u_page", "u_line", "u_bend", "u_scale", "u_least"],
        ATTRIBUTES: [
          number("a_from", 2), number("a_to", 2), number("a_bend"), number("a_width"), number("a_strength"), number("a_target"),
          number("a_directed"), number("a_dash", 2),
          { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
        ],
        CONSTANT_ATTRIBUTES: [number("a_vertex", 3)],
        CONSTANT_DATA: data,
      };
    }

    processVisibleItem(index, start, source, target, data) {
      const [on, off] = data.dash.length ? data.dash : [0, 0];
      this.array.set([
        source.x, source.y, target.x, target.y, data.bend, data.width ?? 1, data.strength ?? 1, target.size, data.directed ? 1 : 0, on, off,
        floatColor(data.color), index,
      ], start);
    }

    setUniforms({ matrix, width, height }, { gl, uniformLocations: at }) {
      const { zoom } = view.state;
      gl.uniformMatrix3fv(at.u_matrix, false, matrix);
      gl.uniform2f(at.u_page, width, height);
      gl.uniform1f(at.u_line, lineScale(zoom));
      gl.uniform1f(at.u_bend, bendScale(zoom));
      gl.uniform1f(at.u_scale, sizeScale(zoom));
      gl.uniform1f(at.u_least, LEAST_SIZE);
    }
  };
}
