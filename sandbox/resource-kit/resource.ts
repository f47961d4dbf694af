import type { Dice } from '../generate/dice.ts';
import type { Route } from '../http/route.ts';
import type { Row } from '../json.ts';
import type { Workspace } from '../workspace.ts';

/** All that the API can give for one stream now. */
export interface Table {
  /** Raw API objects; a child carries its parent's id. */
  rows(workspace: Workspace): Iterable<Row>;
  /** How many there are, where that is known without making them. */
  count?(workspace: Workspace): number;
}

/** A write to the workspace, as its users would make it; it takes effect at once. */
export type Change = (...args: never[]) => unknown;

/** A change that is made now and then when the workspace changes at random. */
export interface RandomChange {
  /** How often it comes, compared with the others. */
  readonly weight: number;
  /** Makes it once; tells the ids of the rows that changed or came, by stream. */
  make(workspace: Workspace, dice: Dice): Readonly<Record<string, string>>;
}

/**
 * One kind of object of the API, with all that the sandbox knows of it. `resources/all.ts` lists them; the routes, the
 * sizes, the truth and the changes of the sandbox are what these resources have together.
 */
export interface Resource {
  /** Kinds of rows whose number can be chosen, and the demo's number of each. */
  readonly sizes?: Readonly<Record<string, number>>;
  /** Makes the rows when the workspace is opened; without it they are made by the first request for them. */
  readonly open?: (workspace: Workspace) => unknown;
  readonly routes?: readonly Route[];
  /** By the name of the stream. */
  readonly tables?: Readonly<Record<string, Table>>;
  readonly changes?: (workspace: Workspace) => Readonly<Record<string, Change>>;
  readonly random?: RandomChange;
}
