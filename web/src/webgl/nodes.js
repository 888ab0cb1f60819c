// Nodes for sigma: their shapes are distances worked out in the shader, sharp at every size.
import { NodeProgram } from "sigma/rendering";
import { floatColor } from "sigma/utils";
import { LEAST_SIZE, sizeScale } from "../../../src/regraph/network/viewer/looks.js";

const NUMBERS = { circle: 0, square: 1, diamond: 2, triangle: 3, hexagon: 4, pill: 5, ring: 6, dot: 7 };

const VERTEX = /* glsl */ `
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
attribute float a_strength;
attribute vec4 a_color;
attribute vec4 a_rim;
attribute vec4 a_id;
attribute vec2 a_corner;
uniform mat3 u_matrix;
uniform vec2 u_page;
uniform float u_scale;
uniform float u_least;
varying vec4 v_color;
varying vec4 v_rim;
varying vec4 v_id;
varying vec2 v_from;
varying float v_radius;
varying float v_shape;
varying float v_strength;
void main() {
  v_radius = max(u_least, a_size * u_scale);
  v_from = a_corner * (v_radius * 1.7 + 3.0);
  vec2 middle = (u_matrix * vec3(a_position, 1.0)).xy;
  gl_Position = vec4(middle + v_from * vec2(2.0, -2.0) / u_page, 0.0, 1.0);
  v_color = a_color;
  v_rim = a_rim;
  v_id = a_id;
  v_shape = a_shape;
  v_strength = a_strength;
}`;

// Distance to the rim in pixels, negative inside; y downward. Sources: I. Quilez, 2D distance functions.
const FRAGMENT = /* glsl */ `
precision highp float;
varying vec4 v_color;
varying vec4 v_rim;
varying vec4 v_id;
varying vec2 v_from;
varying float v_radius;
varying float v_shape;
varying float v_strength;
uniform float u_ratio;

float polygon(vec2 p, float count, float radius, float turn) {
  float sector = 6.2831853 / count;
  float angle = atan(p.y, p.x) - turn - sector * 0.5;
  float inner = radius * cos(sector * 0.5);
  return cos(mod(angle + sector * 0.5, sector) - sector * 0.5) * length(p) - inner;
}

float distance_to(vec2 p, float r) {
  if (v_shape < 0.5 || (v_shape > 5.5 && v_shape < 6.5)) return length(p) - r;
  if (v_shape < 1.5) return max(abs(p.x), abs(p.y)) - r * 0.813;
  if (v_shape < 2.5) return (abs(p.x) + abs(p.y) - r * 1.2) * 0.7071;
  if (v_shape < 3.5) return polygon(p, 3.0, r * 1.3, -1.5707963);
  if (v_shape < 4.5) return polygon(p, 6.0, r * 1.1, 0.0);
  if (v_shape < 5.5) return length(p - vec2(clamp(p.x, -0.8 * r, 0.8 * r), 0.0)) - r * 0.7;
  return length(p) - r * 0.75;
}

void main() {
  float rim = v_radius < 4.0 ? 0.4 : 0.75;
  float far = distance_to(v_from, v_radius);
  float soft = 0.5 / u_ratio;
  float inside = 1.0 - smoothstep(-soft, soft, far - rim);
#ifdef PICKING_MODE
  if (inside < 0.5) discard;
  gl_FragColor = v_id;
#else
  float core = 1.0 - smoothstep(-soft, soft, far + rim);
  vec4 color = mix(v_rim, v_color, core);
  gl_FragColor = vec4(color.rgb, 1.0) * inside * v_strength;
#endif
}`;

export function nodeProgram(view) {
  return class extends NodeProgram {
    getDefinition() {
      const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;
      return {
        VERTICES: 6,
        VERTEX_SHADER_SOURCE: VERTEX,
        FRAGMENT_SHADER_SOURCE: FRAGMENT,
        METHOD: TRIANGLES,
        UNIFORMS: ["u_matrix", "u_page", "u_scale", "u_least", "u_ratio"],
        ATTRIBUTES: [
          { name: "a_position", size: 2, type: FLOAT },
          { name: "a_size", size: 1, type: FLOAT },
          { name: "a_shape", size: 1, type: FLOAT },
          { name: "a_strength", size: 1, type: FLOAT },
          { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: "a_rim", size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
        ],
        CONSTANT_ATTRIBUTES: [{ name: "a_corner", size: 2, type: FLOAT }],
        CONSTANT_DATA: [[-1, -1], [1, -1], [-1, 1], [-1, 1], [1, -1], [1, 1]],
      };
    }

    processVisibleItem(index, start, data) {
      const { array } = this;
      array.set([data.x, data.y, data.size, NUMBERS[data.shape] ?? 0, data.strength ?? 1, floatColor(data.color), floatColor(data.rim), index], start);
    }

    setUniforms({ matrix, width, height, pixelRatio }, { gl, uniformLocations: at }) {
      gl.uniformMatrix3fv(at.u_matrix, false, matrix);
      gl.uniform2f(at.u_page, width, height);
      gl.uniform1f(at.u_scale, sizeScale(view.state.zoom));
      gl.uniform1f(at.u_least, LEAST_SIZE);
      gl.uniform1f(at.u_ratio, pixelRatio);
    }
  };
}
