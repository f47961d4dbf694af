import type { CallReport, WindowCalls } from '../servers/call-report.ts';
import { SHARE } from './planning.ts';
import type { Chart } from './scenario.ts';

/** What our share allows of a window with so many calls. */
export function ours(perWindow: number): number {
  return Math.floor(perWindow * SHARE);
}

/** The part that was used of what our share allows, in the windows between the first and the last one, 0–1. */
export function used({ windows }: CallReport, perWindow: number): number {
  const full = fullWindows(windows);
  return sum(full.map(({ calls }) => calls)) / (full.length * ours(perWindow));
}

/** Answers with 429 per call. */
export function refusals({ windows }: CallReport): number {
  return sum(windows.map(({ refused }) => refused)) / sum(windows.map(({ calls }) => calls));
}

/** All calls of the connector. */
export function callsIn({ windows }: CallReport): number {
  return sum(windows.map(({ calls }) => calls));
}

export function windowsText({ windows }: CallReport): string {
  return windows.map(({ calls, others }) => (others > 0 ? `${calls} (and ${others})` : `${calls}`)).join(', ');
}

/** A bar per window, and a line at what is allowed. */
export function windowsChart(name: string, title: string, report: CallReport, perWindow: number): Chart {
  const [first] = report.windows;
  const values = report.windows.map(({ startsAt, calls }) => ({ second: startsAt - (first?.startsAt ?? 0), calls }));
  return {
    name,
    title,
    spec: {
      width: 640,
      height: 220,
      layer: [
        {
          data: { values },
          mark: { type: 'bar', width: { band: 0.8 } },
          encoding: {
            x: { field: 'second', type: 'ordinal', title: 'window of ten seconds, by its first second' },
            y: { field: 'calls', type: 'quantitative', title: 'calls' },
          },
        },
        {
          data: {
            values: [
              { limit: perWindow, of: "Intercom's limit" },
              { limit: ours(perWindow), of: 'our share' },
            ],
          },
          mark: { type: 'rule', strokeDash: [6, 3] },
          encoding: {
            y: { field: 'limit', type: 'quantitative' },
            color: { field: 'of', type: 'nominal', title: null, scale: { range: ['#c0392b', '#27ae60'] } },
          },
        },
      ],
    },
  };
}

/** Without the windows in which the sync began and ended. */
function fullWindows(windows: readonly WindowCalls[]): readonly WindowCalls[] {
  const own = windows.filter(({ calls }) => calls > 0);
  if (own.length < 3) throw new Error('The sync was over before a whole window had passed');
  return own.slice(1, -1);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
