import type { ApiRequest, Body } from '../../intercom/api.ts';
import { incompleteAnswer } from '../../intercom/incomplete-answer.ts';
import type { Lease } from '../../intercom/pace/memory-budget.ts';
import { isObject } from '../../json.ts';
import type { Completion } from '../../walks/complete.ts';
import type { GoneRecords } from '../../walks/gone-records.ts';
import { RepeatedWarning } from '../../walks/repeated-warning.ts';
import type { WalkContext } from '../../walks/walk.ts';

/** The API returns up to 500 parts: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/tickets/getticket */
const MOST_PARTS = 500;
/** How often a ticket is asked for by itself at most, until two answers in a row have the same parts. */
const MOST_CALLS = 2;

/** Makes sure that tickets have all their parts, in one read. */
export class PartsCompletion implements Completion {
  readonly #context: WalkContext;
  readonly #requestFor: (id: string) => ApiRequest;
  readonly #cut: RepeatedWarning;
  readonly #fewer: RepeatedWarning;

  /** `requestFor` gives a ticket's own call. */
  constructor(context: WalkContext, requestFor: (id: string) => ApiRequest) {
    this.#context = context;
    this.#requestFor = requestFor;
    this.#cut = new RepeatedWarning(
      context,
      (others) => `… and ${others} more tickets with more parts than the ${MOST_PARTS} that Intercom returns.`,
    );
    this.#fewer = new RepeatedWarning(
      context,
      (others) => `… and ${others} more tickets with fewer parts than their count.`,
    );
  }

  /**
   * Resolves with the ticket and all its parts. One that holds fewer parts than it counts is asked for by itself. When
   * that brings as many as before, the ticket is taken as it is: real workspaces count archived parts too.
   */
  async complete(ticket: Body, lease: Lease, gone: GoneRecords): Promise<Body> {
    let latest = ticket;
    for (let call = 1; !hasAllParts(latest); call += 1) {
      if (isCut(latest)) {
        this.#tellCut(latest);
        return latest;
      }
      if (call > MOST_CALLS) throw incompleteAnswer(`ticket ${ticket.id} with other parts each time`);
      const asked = await gone.count(this.#ask(ticket, lease));
      // What came before is all there is of a ticket that was deleted.
      if (asked === undefined) return latest;
      if (hasSameCounts(asked, latest)) {
        this.#tellFewer(asked);
        return asked;
      }
      latest = asked;
    }
    return latest;
  }

  end(): void {
    this.#cut.end();
    this.#fewer.end();
  }

  async #ask({ id }: Body, lease: Lease): Promise<Body> {
    const ticket = await this.#context.api.send(this.#requestFor(String(id)), lease);
    if (ticket.id !== id || partsOf(ticket) === undefined) throw incompleteAnswer(`ticket ${id} without its parts`);
    return ticket;
  }

  #tellCut(ticket: Body): void {
    this.#cut.tell(
      `Ticket ${ticket.id} has ${totalParts(ticket)} parts, of which Intercom returns ${partsOf(ticket)?.length}: the others can't be read.`,
    );
  }

  #tellFewer(ticket: Body): void {
    this.#fewer.tell(
      `Ticket ${ticket.id} counts ${totalParts(ticket)} parts, but Intercom sends ${partsOf(ticket)?.length}, also when it is asked again: the others are probably archived.`,
    );
  }
}

function hasAllParts(ticket: Body): boolean {
  const parts = partsOf(ticket);
  return parts !== undefined && parts.length >= totalParts(ticket);
}

function isCut(ticket: Body): boolean {
  return (partsOf(ticket)?.length ?? 0) >= MOST_PARTS;
}

function hasSameCounts(ticket: Body, other: Body): boolean {
  return partsOf(ticket)?.length === partsOf(other)?.length && totalParts(ticket) === totalParts(other);
}

function partsOf({ ticket_parts: list }: Body): readonly unknown[] | undefined {
  const parts = isObject(list) ? list.ticket_parts : undefined;
  return Array.isArray(parts) ? parts : undefined;
}

/** 0 where a ticket does not say. */
function totalParts({ ticket_parts: list }: Body): number {
  const total = isObject(list) ? list.total_count : undefined;
  return typeof total === 'number' ? total : 0;
}
