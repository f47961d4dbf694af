import type { Outcome } from './outcome.ts';
import { TOKEN } from './workspaces.ts';

/**
 * What is wrong with how a command ended, whatever its input: it must print whole messages only, tell a failure by code
 * and trace, and in words that a user can act on.
 */
export function faultsOf(outcome: Outcome): readonly string[] {
  const { connectionStatus, errors, exitCode, lastStatuses, stderr, text } = outcome;
  const faults: string[] = [];
  if (exitCode === null) faults.push('did not end by itself');
  if (stderr !== '') faults.push(`stderr: ${stderr.slice(0, 200)}`);
  if (text.includes(TOKEN)) faults.push('shows the token');
  for (const { failure_type, message } of errors) {
    if (failure_type === 'system_error') faults.push(`system_error for an input: ${message.slice(0, 300)}`);
  }
  const sentences = [...errors, ...connectionStatus].flatMap(({ message }) => message ?? []);
  for (const sentence of sentences) faults.push(...faultsOfSentence(sentence));
  if (exitCode !== 0 && errors.length === 0) faults.push(`exit ${exitCode} without a trace`);
  if (exitCode === 0 && errors.length > 0) faults.push('exit 0 with an ERROR trace');
  if (exitCode !== 0 && connectionStatus.length > 0) faults.push(`a status with exit ${exitCode}`);
  const statuses = Object.entries(lastStatuses);
  const unfinished = statuses.filter(([, status]) => status !== 'COMPLETE' && status !== 'INCOMPLETE');
  if (unfinished.length > 0) faults.push(`neither complete nor not: ${unfinished}`);
  if (exitCode === 0 && statuses.some(([, status]) => status !== 'COMPLETE')) faults.push('exit 0 with INCOMPLETE');
  return faults;
}

function faultsOfSentence(sentence: string): string[] {
  const faults: string[] = [];
  if (/\n\s+at |\.[tj]s:\d+/.test(sentence)) faults.push(`a stack trace as message: ${sentence.slice(0, 300)}`);
  if (sentence.length > 2_000) faults.push(`a message of ${sentence.length} characters`);
  if (!/\.$/.test(sentence)) faults.push(`not a sentence: ${sentence.slice(0, 300)}`);
  return faults;
}
