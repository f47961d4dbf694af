/** Draws charts: reads [{ file, title, spec }] as JSON from stdin, and writes each Vega-Lite spec as SVG to its file. */
import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { parse, View } from 'vega';
import { compile } from 'vega-lite';

for (const { file, title, spec } of JSON.parse(await text(process.stdin))) {
  const whole = { background: 'white', padding: 10, title: { text: title, anchor: 'start' }, ...spec };
  const view = new View(parse(compile(whole).spec), { renderer: 'none' });
  writeFileSync(file, `${await view.toSVG()}\n`);
  view.finalize();
}
