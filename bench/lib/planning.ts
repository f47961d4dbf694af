/** The thirteen streams of Airbyte's own connector. */
export const AIRBYTE_STREAMS: readonly string[] = [
  ...['activity_logs', 'admins', 'companies', 'company_attributes', 'company_segments', 'contact_attributes'],
  ...['contacts', 'conversation_parts', 'conversations', 'segments', 'tags', 'teams', 'tickets'],
];

/** How long a first sync of these streams takes: docs/performance.md tells of it. */
export interface Workspace {
  readonly contacts: number;
  readonly conversations: number;
  /** Further calls per contact: one for each page of tags, companies or notes of a contact that has more than ten. */
  readonly callsPerContact: number;
}

const PER_SEARCH = 150;
/** The default of `rate_limit_share`, 0–1. */
export const SHARE = 0.95;

/** A call per conversation; contacts once and conversations twice in pages of a search; the rest is small beside them. */
export function firstSyncCalls({ contacts, conversations, callsPerContact }: Workspace): number {
  return conversations * (1 + 2 / PER_SEARCH) + contacts * (1 / PER_SEARCH + callsPerContact);
}

/** Minutes at a limit in calls a minute. */
export function firstSyncMinutes(workspace: Workspace, callsPerMinute: number): number {
  return firstSyncCalls(workspace) / (SHARE * callsPerMinute);
}

/** In the unit that a person would choose. */
export function durationText(minutes: number): string {
  if (minutes < 90) return `${minutes < 10 ? minutes.toFixed(1) : minutes.toFixed(0)} minutes`;
  const hours = minutes / 60;
  if (hours < 36) return `${hours.toFixed(1)} hours`;
  return `${(hours / 24).toFixed(1)} days`;
}
