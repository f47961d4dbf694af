import { z } from 'zod';
import type { Api } from './api.ts';
import { isMissingPermission } from './http/api-errors.ts';
import type { Region } from './http/base-url.ts';

/** The workspace that a token belongs to. */
export interface Workspace {
  /** Empty when the token may not read it. */
  readonly id: string;
  readonly name: string;
  /** IANA name, by whose days contact search compares; `UTC` when the API names none that is known. */
  readonly timeZone: string;
  readonly region: Region | undefined;
  /** Unix seconds; 0 when the API does not tell. */
  readonly createdAt: number;
}

/** Reads the workspace at `GET /me`. A token without permission for that gets the defaults; any other failure throws. */
export async function readWorkspace(api: Api): Promise<Workspace> {
  const body = await api.send({ method: 'GET', path: '/me' }, 'workspace').catch((error: unknown) => {
    if (isMissingPermission(error)) return {};
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

/** The API has been seen to spell regions as codes and as names. */
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
