import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './measured-process.ts';
import { boundText, type Result, valueText } from './result.ts';
import type { Chart } from './scenario.ts';

const page = join(root, 'docs', 'performance.md');
const charts = join(root, 'docs', 'performance');
const renderer = fileURLToPath(new URL('render.mjs', import.meta.url));
const BEGIN = '<!-- From here to the end mark, `npm run bench` writes. -->';
const END = '<!-- The end mark. -->';

/** Puts the results into docs/performance.md, between its two marks, and draws the charts. */
export function writeReport(results: readonly Result[], minutes: number): void {
  const text = readFileSync(page, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${page} has lost the marks between which the results go`);
  const drawn = results.flatMap(({ findings }) => findings.charts ?? []);
  draw(drawn);
  const parts = [machine(minutes), table(results), details(results), drawn.map(picture).join('\n\n')];
  writeFileSync(page, `${text.slice(0, begin)}${BEGIN}\n\n${parts.join('\n\n')}\n\n${text.slice(end)}`);
}

function machine(minutes: number): string {
  const [first] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const [load = 0] = loadavg();
  return [
    `\`npm run bench\` on ${new Date().toISOString().slice(0, 10)}, in ${minutes.toFixed(1)} minutes, on ${cpus().length} cores`,
    `(${first?.model ?? 'unknown'}), ${gigabytes} GB, ${process.platform}, Node.js ${process.versions.node}.`,
    `Load average at the end: ${load.toFixed(1)}.`,
  ].join(' ');
}

function table(results: readonly Result[]): string {
  const lines = results.flatMap(({ scenario, rows }) =>
    rows.map(({ measure, value, verdict }) => {
      const told = { kept: '', missed: ' **missed**', 'not measured': '', 'machine busy': ' (machine busy)' }[verdict];
      const cells = [measure.what, boundText(measure.target, measure.unit), valueText(value, measure.unit) + told];
      return `| ${[...cells, `\`${scenario.name}\``].join(' | ')} |`;
    }),
  );
  return ['| what | target | measured | scenario |', '|---|---|---|---|', ...lines].join('\n');
}

function details(results: readonly Result[]): string {
  const lines = results.flatMap(({ scenario, findings, failure }) => {
    const sentences = [...(findings.details ?? []), ...(failure === undefined ? [] : [`Failed: ${failure}.`])];
    return sentences.length === 0 ? [] : [`- \`${scenario.name}\`: ${sentences.join(' ')}`];
  });
  return lines.join('\n');
}

function picture({ name, title }: Chart): string {
  return `![${title}](performance/${name}.svg)`;
}

/** The plotting library has a package of its own, and so a process. */
function draw(drawn: readonly Chart[]): void {
  mkdirSync(charts, { recursive: true });
  const input = JSON.stringify(
    drawn.map(({ name, title, spec }) => ({ file: join(charts, `${name}.svg`), title, spec })),
  );
  const { status } = spawnSync(process.execPath, [renderer], { input, stdio: ['pipe', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error('The charts could not be drawn; see above');
}
