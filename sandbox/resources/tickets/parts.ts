import { decimalIds, ids } from '../../generate/ids.ts';
import { spreadTimes, type Times } from '../../generate/times.ts';
import type { Row } from '../../json.ts';
import { perWorkspace, type Workspace } from '../../workspace.ts';
import { generatedState, ticketsOf } from './rows.ts';
import { stateCategory } from './types.ts';

const partsAtMost = 10_000;
const partIds = decimalIds(880_000_000);

interface Added {
  readonly at: number;
  readonly state: string;
}

/** The parts of tickets: a few, and once more than the API gives. */
class TicketParts {
  private readonly workspace: Workspace;
  private readonly times: (row: number) => Times;
  private readonly added = new Map<number, readonly Added[]>();

  constructor(workspace: Workspace) {
    this.workspace = workspace;
    this.times = spreadTimes(workspace, 'tickets');
  }

  /** How many parts there are, those beyond the API's reach included. */
  count(ticket: number): number {
    return this.generated(ticket) + this.addedTo(ticket).length;
  }

  /** The parts that the API gives: the newest ones, oldest first. */
  given(ticket: number): Row[] {
    const count = this.count(ticket);
    const first = Math.max(0, count - this.workspace.settings.partsCap);
    return Array.from({ length: count - first }, (_, position) => this.part(ticket, first + position, count));
  }

  /** Adds a part after which the ticket is in `state`. */
  add(ticket: number, at: number, state: string): void {
    this.added.set(ticket, [...this.addedTo(ticket), { at, state }]);
  }

  private addedTo(ticket: number): readonly Added[] {
    return this.added.get(ticket) ?? [];
  }

  private isGenerated(ticket: number): boolean {
    return ticket < this.workspace.size('tickets');
  }

  private generated(ticket: number): number {
    if (!this.isGenerated(ticket)) return 0;
    return ticket === 5 ? 505 : this.workspace.dice('ticket part counts')(ticket).below(6);
  }

  private timeOf(ticket: number, position: number): number {
    const generated = this.generated(ticket);
    const added = this.addedTo(ticket)[position - generated];
    if (added !== undefined) return added.at;
    if (!this.isGenerated(ticket)) return ticketsOf(this.workspace).timeOf(ticket, 'created_at');
    const { created, updated } = this.times(ticket);
    return created + Math.floor(((updated - created) * (position + 1)) / generated);
  }

  /** From submitted to the state that the ticket was generated with; some are resolved for a while in between. */
  private stateAfter(ticket: number, position: number): string {
    const generated = this.generated(ticket);
    const added = this.addedTo(ticket)[position - generated];
    if (added !== undefined) return added.state;
    const last = generatedState(this.workspace, ticket);
    if (position < 0) return stateCategory(generated > 0 ? 0 : last);
    if (position === generated - 1) return stateCategory(last);
    const isResolved = this.workspace.dice(`ticket resolved ${position}`)(ticket).chance(0.1);
    return stateCategory(isResolved ? 3 : Math.floor((last * (position + 1)) / generated));
  }

  /** Some tickets carry a last part that is a second newer than their own `updated_at`. */
  private part(ticket: number, position: number, count: number): Row {
    const dice = this.workspace.dice(`ticket part ${position}`)(ticket);
    const before = this.stateAfter(ticket, position - 1);
    const after = this.stateAfter(ticket, position);
    const at = this.timeOf(ticket, position) + (ticket % 25 === 3 && position === count - 1 ? 1 : 0);
    return {
      type: 'ticket_part',
      id: partIds.of(ticket * partsAtMost + position),
      part_type: before === after ? dice.pick(['comment', 'note', 'assignment']) : 'ticket_state_updated_by_admin',
      body: dice.maybe(0.6, `<p>${dice.pick(this.workspace.words.sentences)}</p>`),
      previous_ticket_state: before,
      ticket_state: after,
      created_at: at,
      updated_at: dice.maybe(0.98, at),
      assigned_to: null,
      author: { type: 'admin', id: ids.admin.of(0), name: 'Teammate', email: 'teammate1@example.com' },
      attachments: [],
      external_id: null,
      redacted: false,
      app_package_code: dice.maybe(0.1, 'test-integration'),
      updated_attribute_data: dice.maybe(0.1, {
        attribute: { type: 'attribute', id: '212', label: 'Amount' },
        value: { type: 'value', id: null, label: '43' },
      }),
    };
  }
}

export const ticketPartsOf = perWorkspace((workspace) => new TicketParts(workspace));
