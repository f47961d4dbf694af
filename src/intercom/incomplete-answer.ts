import { ConnectorError } from '../errors.ts';

/** For an answer that is not what was asked for, or not all of it. Going on without the rest would lose records. */
export function incompleteAnswer(what: string): ConnectorError {
  return new ConnectorError(`Intercom sent ${what}. Sync again later; if it happens again, report it.`, {
    failureType: 'transient_error',
    internalMessage: `incomplete answer: ${what}`,
  });
}
