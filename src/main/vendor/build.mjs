// Makes the bundles; with --check it says which differ and writes nothing.
import { build } from 'esbuild';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, '../resources/META-INF/resources/assets/vendor');
const check = process.argv.includes('--check');

const result = await build({
  absWorkingDir: here,
  entryPoints: ['htmx.js', 'uplot.js', 'codemirror.js'],
  outdir: target,
  bundle: true,
  minify: true,
  write: false,
  format: 'esm',
  target: 'es2022',
  legalComments: 'none',
  metafile: true,
});

const files = new Map(result.outputFiles.map(file => [file.path, file.text]));
files.set(join(target, 'uplot.css'), readFileSync(join(here, 'node_modules/uplot/dist/uPlot.min.css'), 'utf8'));
files.set(join(target, 'licences.txt'), licences());

const different = [...files].filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
for (const [path, text] of different) {
  console.log(`${check ? 'differs' : 'written'}: ${path}`);
  if (!check) {
    writeFileSync(path, text);
  }
}
process.exitCode = check && different.length > 0 ? 1 : 0;

/** Name, version and licence of every package that is in a bundle. */
function licences() {
  const packages = new Set(
    Object.keys(result.metafile.inputs)
      .map(path => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
      .filter(Boolean),
  );
  return [...packages].sort().map(name => {
    const folder = join(here, 'node_modules', name);
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find(entry => /^licen[cs]e/i.test(entry));
    const text = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim();
    return `${name} ${version}\n\n${text}\n`;
  }).join(`\n${'-'.repeat(80)}\n\n`);
}
