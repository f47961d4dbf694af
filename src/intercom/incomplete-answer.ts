import { ConnectorError } from '../errors.ts';

/** The failure of an answer that is not the one asked for, or not all of it: to go on would lose what is missing. */
export function incompleteAnswer(what: string): ConnectorError {
  return new ConnectorError(`Intercom sent ${what}. Sync again later; if it happens again, report it.`, {
    failureType: 'transient_error',
    internalMessage: `incomplete answer: ${what}`,
  });
}
