// Sources of web/ and of the viewer in, the bundle out: modules, a NOTICE of what is in them, a manifest.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = dirname(fileURLToPath(import.meta.url));
const top = dirname(here);
const SOURCES = ["web/package.json", "web/package-lock.json", "web/vite.config.js", "web/src", "src/regraph/network/viewer"];
const PERMISSIVE = new Set(["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Apache-2.0", "CC0-1.0", "Unlicense"]);

const hash = (kind, data, form) => createHash(kind).update(data).digest(form);

function files(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path).sort().flatMap((name) => files(join(path, name))).filter((name) => /\.(js|css)$/.test(name));
}

// The same as `sources_hash` in hatch_build.py, which rebuilds only where this one is another.
function sourcesHash() {
  const all = SOURCES.flatMap((name) => files(join(top, name))).map((path) => [relative(top, path).replaceAll("\\", "/"), path]);
  all.sort(([a], [b]) => (a < b ? -1 : 1));
  return hash("sha256", all.map(([name, path]) => `${name}\0${hash("sha256", readFileSync(path), "hex")}\n`).join(""), "hex");
}

// Folder of the package that a module belongs to, null for our own.
function packageOf(id) {
  const path = id.replace(/^\0/, "").split("?")[0];
  const found = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(path);
  return found && existsSync(join(found[1], "package.json")) ? found[1] : null;
}

function licenceOf(folder) {
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (!PERMISSIVE.has(about.license)) throw new Error(`${about.name} has the licence ${about.license}, which is not known as permissive`);
  const name = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  if (!name) throw new Error(`${about.name} has no licence file`);
  return { title: `${about.name} ${about.version} (${about.license})`, text: readFileSync(join(folder, name), "utf8").trim() };
}

function notice(bundle) {
  const used = Object.values(bundle).flatMap((chunk) => (chunk.type === "chunk" ? Object.keys(chunk.modules) : []));
  const folders = new Set(used.map(packageOf).filter(Boolean));
  const parts = [...folders].map(licenceOf).sort((a, b) => (a.title < b.title ? -1 : 1));
  const head = "The files beside this one hold code of these packages, under their licences.\n";
  return [head, ...parts.map(({ title, text }) => `${"=".repeat(78)}\n${title}\n\n${text}\n`)].join("\n");
}

// Written last, of the files as they are.
function papers() {
  return {
    name: "papers",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const written = Object.values(bundle).map((file) => [file.fileName, file.type === "chunk" ? file.code : file.source]);
        written.push(["NOTICE", notice(bundle)]);
        this.emitFile({ type: "asset", fileName: "NOTICE", source: written.at(-1)[1] });
        const about = written.map(([name, text]) => {
          const data = Buffer.from(text);
          return [name, { size: data.length, integrity: `sha384-${hash("sha384", data, "base64")}` }];
        });
        about.sort(([a], [b]) => (a < b ? -1 : 1));
        const manifest = { sources: sourcesHash(), files: Object.fromEntries(about) };
        this.emitFile({ type: "asset", fileName: "manifest.json", source: `${JSON.stringify(manifest, null, 1)}\n` });
      },
    },
  };
}

export default defineConfig({
  root: here,
  logLevel: "warn",
  plugins: [papers()],
  build: {
    outDir: resolve(top, "src/regraph/_bundle"),
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    reportCompressedSize: false,
    license: false,
    rollupOptions: {
      checks: { pluginTimings: false },
      // htmx can evaluate attributes; src/htmx.js switches that off
      onwarn: (warning, tell) => warning.code === "EVAL" && /htmx/.test(warning.id || warning.message) || tell(warning),
      input: Object.fromEntries(["network", "sparql-editor", "htmx"].map((name) => [name, join(here, "src", `${name}.js`)])),
      preserveEntrySignatures: "strict",
      output: { entryFileNames: "[name].js", chunkFileNames: "[name].js", assetFileNames: "[name][extname]" },
    },
  },
});
