import { z } from 'zod';
import { type Api, ApiError } from './api.ts';
import type { Region } from './http/base-url.ts';

/** The workspace that a token belongs to. */
export interface Workspace {
  /** Empty when the token lacks the permission to read it. */
  readonly id: string;
  readonly name: string;
  /** IANA name; contact search compares days in this time zone. `UTC` when the API names no zone that is known. */
  readonly timeZone: string;
  readonly region: Region | undefined;
  /** Unix seconds; 0 when the API does not say. */
  readonly createdAt: number;
}

/** Reads the workspace from `GET /me`. Without the permission for it, the defaults are returned; other failures throw. */
export async function readWorkspace(api: Api): Promise<Workspace> {
  const body = await api.send({ method: 'GET', path: '/me' }, 'workspace').catch((error: unknown) => {
    if (error instanceof ApiError && error.isMissingPermission) return {};
    throw error;
  });
  const app = meSchema.parse(body).app;
  return {
    id: app?.id_code ?? '',
    name: app?.name ?? '',
    timeZone: isTimeZone(app?.timezone) ? app.timezone : 'UTC',
    region: regions.get(app?.region?.toLowerCase() ?? ''),
    createdAt: app?.created_at ?? 0,
  };
}

const meSchema = z.looseObject({
  app: z
    .looseObject({
      id_code: z.string().nullish().catch(undefined),
      name: z.string().nullish().catch(undefined),
      timezone: z.string().nullish().catch(undefined),
      region: z.string().nullish().catch(undefined),
      created_at: z.number().int().nonnegative().nullish().catch(undefined),
    })
    .nullish()
    .catch(undefined),
});

/** The API writes regions as codes or as names. */
const regions: ReadonlyMap<string, Region> = new Map([
  ['us', 'us'],
  ['eu', 'eu'],
  ['europe', 'eu'],
  ['au', 'au'],
  ['australia', 'au'],
]);

function isTimeZone(name: unknown): name is string {
  if (typeof name !== 'string' || name === '') return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
