import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { badAnswers } from './requests.ts';

/** Makes a share of all answers bad, each kind of bad answer as often as the others. */
export function spoilAnswers(sandbox: Sandbox, share: number, seed: number): void {
  for (const [index, { fault }] of badAnswers.entries()) {
    const probability = share / badAnswers.length;
    sandbox.faults.add({ ...fault, probability, times: Number.POSITIVE_INFINITY, seed: seed * 100 + index });
  }
}
