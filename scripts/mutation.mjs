/**
 * `npm run test:mutation`: mutation tests of the code that decides on speed, second chances and completeness.
 * Arguments: names of parts, all by default (test/mutation/parts.mjs); `--survivors` lists the mutants no test notices.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parts } from '../test/mutation/parts.mjs';
import { install, installIn, root } from './bootstrap.mjs';

/** A part passes from this share of noticed mutants on, in percent. */
const ENOUGH = 92;

const home = join(root, 'test', 'mutation');
const equivalents = JSON.parse(readFileSync(join(home, 'equivalent.json'), 'utf8'));

const names = process.argv.slice(2).filter((argument) => argument !== '--survivors');
const listsSurvivors = process.argv.includes('--survivors');
const unknown = names.filter((name) => parts[name] === undefined);
if (unknown.length > 0) {
  console.error(`No such part: ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}.`);
  process.exit(1);
}

install();
installIn(home);
const results = (names.length > 0 ? names : Object.keys(parts)).map(runPart);

console.log(`\n${row('part', 'mutants', 'unnoticed', 'equivalent', 'score', 'minutes')}`);
for (const { part, mutants, unnoticed, equivalent, score, minutes } of results) {
  const cells = [mutants, unnoticed.length, equivalent, `${score.toFixed(1)} %`, minutes.toFixed(1)];
  console.log(row(part, ...cells.map(String)));
}
for (const { problems } of results) for (const problem of problems) console.log(problem);
if (listsSurvivors) for (const { unnoticed } of results) for (const mutant of unnoticed) console.log(toText(mutant));

const failed = results.filter(({ score, problems }) => score < ENOUGH || problems.length > 0).length;
console.log(`\n${results.length - failed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;

function runPart(part) {
  console.log(`\n== ${part}`);
  const started = Date.now();
  const report = join(root, '.cache', 'mutation', `${part}.json`);
  rmSync(report, { force: true });
  const stryker = join(home, 'node_modules', '.bin', 'stryker');
  const { status } = spawnSync(stryker, ['run', join('test', 'mutation', 'stryker.config.mjs')], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, MUTATION_PART: part },
  });
  const minutes = (Date.now() - started) / 60_000;
  if (status !== 0 || !existsSync(report)) {
    return {
      part,
      mutants: 0,
      unnoticed: [],
      equivalent: 0,
      score: 0,
      minutes,
      problems: [`${part}: Stryker failed.`],
    };
  }
  return { part, minutes, ...judge(JSON.parse(readFileSync(report, 'utf8'))) };
}

/** Counts a part's mutants without the equivalent ones. A listed mutant that is gone or noticed is a problem. */
function judge({ files }) {
  const all = Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants.map((mutant) => describe(file, source.split('\n'), mutant)),
  );
  const listed = equivalents.filter(({ file }) => files[file] !== undefined);
  const problems = listed
    .filter((entry) => !all.some((mutant) => isUnnoticed(mutant) && isSame(mutant, entry)))
    .map((entry) => `test/mutation/equivalent.json lists a mutant that is gone or noticed: ${toText(entry)}`);
  const candidates = all.filter((mutant) => isUnnoticed(mutant));
  const unnoticed = candidates.filter((mutant) => !listed.some((entry) => isSame(mutant, entry)));
  const noticed = all.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
  const mutants = noticed + unnoticed.length;
  const score = mutants === 0 ? 0 : (100 * noticed) / mutants;
  return { mutants, unnoticed, equivalent: candidates.length - unnoticed.length, score, problems };
}

function describe(file, lines, { status, replacement, location: { start, end } }) {
  const taken = lines.slice(start.line - 1, end.line);
  taken.push(taken.pop().slice(0, end.column - 1));
  taken[0] = taken[0].slice(start.column - 1);
  const original = taken.map((line) => line.trim()).join(' ');
  return {
    status,
    file,
    number: start.line,
    line: lines[start.line - 1].trim(),
    mutant: `${original} -> ${replacement.replaceAll(/\s+/g, ' ')}`,
  };
}

function isUnnoticed({ status }) {
  return status === 'Survived' || status === 'NoCoverage';
}

function isSame(mutant, entry) {
  return mutant.file === entry.file && mutant.line === entry.line && mutant.mutant === entry.mutant;
}

function toText({ file, number, line, mutant }) {
  const text = mutant.length > 200 ? `${mutant.slice(0, 200)} …` : mutant;
  return `${file}${number === undefined ? '' : `:${number}`}  ${line}\n    ${text}`;
}

function row(name, ...cells) {
  return name.padEnd(10) + cells.map((cell) => cell.padStart(12)).join('');
}
