/** Maps row numbers to ids and back. */
export interface Ids {
  of(row: number): string;
  /** The row number that an id of this shape stands for; undefined for any other text. */
  row(id: string): number | undefined;
}

/** Ids of 24 hexadecimal digits, as contacts, companies and segments have them. `prefix` has 12 digits. */
export function hexIds(prefix: string): Ids {
  const shape = new RegExp(`^${prefix}[0-9a-f]{12}$`);
  return {
    of: (row) => prefix + row.toString(16).padStart(12, '0'),
    row: (id) => (shape.test(id) ? Number.parseInt(id.slice(12), 16) : undefined),
  };
}

/** Decimal ids counted up from `first`, as conversations, tickets, tags and admins have them. */
export function decimalIds(first: number): Ids {
  return {
    of: (row) => String(first + row),
    row: (id) => (/^\d{1,15}$/.test(id) && Number(id) >= first ? Number(id) - first : undefined),
  };
}

export const ids = {
  contact: hexIds('6762f0d01bb6'),
  /** What was merged into the contact of the same row before the workspace was opened. */
  mergedContact: hexIds('5ba682d23d7c'),
  company: hexIds('6653a1e97c40'),
  segment: hexIds('56203d253cba'),
  tag: decimalIds(7_001),
  admin: decimalIds(991_267_400),
  team: decimalIds(5_017_600),
  conversation: decimalIds(215_470_000_000),
  deletedConversation: decimalIds(115_470_000_000),
  ticket: decimalIds(631_000),
  note: decimalIds(17_495_000),
  subscription: decimalIds(91),
  brand: decimalIds(9),
  helpCenter: decimalIds(79),
  collection: decimalIds(15_900),
  article: decimalIds(39_000),
  audience: decimalIds(301),
  newsfeed: decimalIds(68),
  importSource: decimalIds(33),
} as const;
