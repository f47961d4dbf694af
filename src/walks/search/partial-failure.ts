import { ConnectorError } from '../../errors.ts';
import { ApiError } from '../../intercom/api.ts';

/** A failure that leaves a part of a gap unread, while the rest may be read from the gap's other end. */
export type PartialFailure = ApiError | UnconfirmedEnd;

/** A search ended, and there may be more: to take it for the end could lose records. */
export class UnconfirmedEnd extends ConnectorError {
  override readonly name = 'UnconfirmedEnd';

  /** `doubt` continues "ended the search of a path", such as "after 3 of 5 records". */
  constructor(path: string, doubt: string) {
    super(`Intercom ended the search of ${path} ${doubt}. Sync again later; if it happens again, report it.`, {
      failureType: 'transient_error',
      internalMessage: `unconfirmed end of ${path} ${doubt}`,
    });
  }
}

/** Resolves a rejected promise with its failure when that is a partial one; rejects again otherwise. */
export function catchPartial(error: unknown): PartialFailure {
  if (error instanceof UnconfirmedEnd || (error instanceof ApiError && error.mayFitSmaller)) return error;
  throw error;
}
