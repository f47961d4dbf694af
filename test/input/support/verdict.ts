import { type Ended, errorsOf, messagesOf, statusesOf } from './connector.ts';
import { TOKEN } from './workspace.ts';

/** No input may hold a command longer than this against a sandbox that answers at once. */
const LIMIT_MS = 10_000;

/**
 * What is wrong with how a command ended, whatever its input: it must end in time, print whole messages only, tell a
 * failure by code and trace, and in words that a user can act on.
 */
export function faultsOf(ended: Ended, { maySystemFail = false } = {}): string[] {
  const faults: string[] = [];
  if (ended.code === null || ended.tookMs > LIMIT_MS) faults.push(`took ${Math.round(ended.tookMs)} ms`);
  if (ended.stderr !== '') faults.push(`stderr: ${ended.stderr.slice(0, 200)}`);
  if (ended.stdout.includes(TOKEN)) faults.push('shows the token');
  const errors = errorsOf(ended);
  const sentences = messagesOf(ended).flatMap(({ connectionStatus }) => connectionStatus?.message ?? []);
  for (const { message, failure_type } of errors) {
    if (failure_type === 'system_error' && !maySystemFail)
      faults.push(`system_error for an input: ${message.slice(0, 300)}`);
    sentences.push(message);
  }
  for (const sentence of sentences) faults.push(...faultsOfSentence(sentence));
  const hasStatus = messagesOf(ended).some(({ connectionStatus }) => connectionStatus !== undefined);
  if (ended.code !== 0 && errors.length === 0) faults.push(`exit ${ended.code} without a trace`);
  if (ended.code === 0 && errors.length > 0) faults.push('exit 0 with an ERROR trace');
  if (hasStatus && ended.code !== 0) faults.push(`a status with exit ${ended.code}`);
  const statuses = Object.entries(statusesOf(ended));
  const unfinished = statuses.filter(([, status]) => status !== 'COMPLETE' && status !== 'INCOMPLETE');
  if (unfinished.length > 0) faults.push(`neither complete nor not: ${unfinished}`);
  if (ended.code === 0 && statuses.some(([, status]) => status !== 'COMPLETE')) faults.push('exit 0 with INCOMPLETE');
  return faults;
}

function faultsOfSentence(sentence: string): string[] {
  const faults: string[] = [];
  if (/\n\s+at |\.[tj]s:\d+/.test(sentence)) faults.push(`a stack trace as message: ${sentence.slice(0, 300)}`);
  if (sentence.length > 2_000) faults.push(`a message of ${sentence.length} characters`);
  if (!/\.$/.test(sentence)) faults.push(`not a sentence: ${sentence.slice(0, 300)}`);
  return faults;
}
