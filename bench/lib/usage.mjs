/**
 * Loaded into a measured process by `--import`: on its exit, writes what it has used to the file that BENCH_USAGE_FILE
 * names. Memory is looked at five times a second.
 */
import { writeFileSync } from 'node:fs';
import process from 'node:process';

const LOOK_MS = 200;
const memory = [];
const look = () => memory.push({ atMs: Date.now(), bytes: process.memoryUsage.rss() });

setInterval(look, LOOK_MS).unref();
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = { cpuMs: (userCPUTime + systemCPUTime) / 1000, peakBytes: maxRSS * 1024, memory };
  writeFileSync(process.env.BENCH_USAGE_FILE, JSON.stringify(usage));
});
