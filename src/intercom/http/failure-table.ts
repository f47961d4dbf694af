import type { FailureType, Reach } from '../../errors.ts';
import { permissionsFor } from '../permissions.ts';
import type { Failure } from './failure.ts';
import { pathShape } from './path-shape.ts';

/** What a failed exchange says about the request, the token or the server. */
export type Meaning =
  | 'no answer'
  | 'overload'
  | 'rate limit'
  | 'gone'
  | 'token refused'
  | 'permission missing'
  | 'feature missing'
  | 'scroll taken'
  | 'exports taken'
  | 'redirect'
  | 'invalid request';

/** Whether to send the request again: `never`, after a growing wait, or when the rate limit resets. */
export type Retry = 'never' | 'backoff' | 'reset';

export interface Judgement {
  readonly meaning: Meaning;
  readonly failureType: FailureType;
  readonly reach: Reach;
  /** For a request that may be sent twice. One that may not has `once` (see `ApiRequest`), and is repeated after a 429 only. */
  readonly retry: Retry;
  /** For the user: what happened and what to do next. `path` is the request's. */
  readonly advice: (failure: Failure, path: string) => string;
}

/** What has to be known besides the failure itself. */
export interface Situation {
  /** True when a request with the same token has succeeded before. */
  readonly tokenHasWorked?: boolean;
}

/** Judges a failure by its status, code and trouble. */
export function judge(failure: Failure, { tokenHasWorked = false }: Situation = {}): Judgement {
  return table.find(({ matches }) => matches({ ...failure, tokenHasWorked })) ?? invalidRequest;
}

type Case = Failure & Required<Situation>;

interface Row extends Judgement {
  readonly matches: (failure: Case) => boolean;
}

const invalidRequest: Judgement = {
  meaning: 'invalid request',
  failureType: 'system_error',
  reach: 'stream',
  retry: 'never',
  advice: ({ status }, path) =>
    `Intercom rejected a request of the connector as invalid (HTTP ${status}). ${missingParameter(path)}Please report ` +
    'this to the maintainers of the connector, together with the log.',
};

/** The first row that matches counts. Codes: https://developers.intercom.com/docs/references/rest-api/errors/error-codes */
const table: readonly Row[] = [
  {
    matches: ({ trouble }) => trouble === 'certificate',
    meaning: 'no answer',
    failureType: 'config_error',
    reach: 'stream',
    retry: 'never',
    advice: ({ detail }) =>
      `The server's certificate was not accepted (${detail}). If a proxy of yours inspects TLS, name its certificate ` +
      'authority in NODE_EXTRA_CA_CERTS.',
  },
  {
    matches: ({ trouble }) => trouble === 'proxy',
    meaning: 'no answer',
    failureType: 'config_error',
    reach: 'stream',
    retry: 'never',
    advice: ({ detail }) =>
      `Your proxy refused to connect to Intercom (${detail}). Check the address, user and password in HTTPS_PROXY, and ` +
      "that the proxy allows connections to Intercom's API.",
  },
  {
    matches: ({ trouble }) => trouble === 'oversized body',
    meaning: 'no answer',
    failureType: 'system_error',
    reach: 'call',
    retry: 'never',
    advice: () => 'Intercom sent an answer larger than 64 MB. Please report this to the maintainers of the connector.',
  },
  {
    matches: ({ trouble }) => trouble === 'broken body',
    meaning: 'no answer',
    failureType: 'transient_error',
    reach: 'call',
    retry: 'backoff',
    advice: () => 'Intercom kept sending answers that are cut off or not JSON. Try again later.',
  },
  {
    matches: ({ trouble }) => trouble === 'time-out',
    meaning: 'no answer',
    failureType: 'transient_error',
    reach: 'call',
    retry: 'backoff',
    advice: ({ host = 'Intercom' }) => `${host} did not answer in time, again and again. Try again later.`,
  },
  {
    matches: ({ status }) => status === undefined,
    meaning: 'no answer',
    failureType: 'transient_error',
    reach: 'call',
    retry: 'backoff',
    advice: ({ detail = 'no connection', host = 'Intercom' }) =>
      `${host} could not be reached (${detail}). Check the network, its DNS and proxy, or try again later.`,
  },
  {
    matches: ({ limit }) => limit === 'export jobs',
    meaning: 'exports taken',
    failureType: 'transient_error',
    reach: 'stream',
    retry: 'never',
    advice: () =>
      'This workspace runs as many export jobs as Intercom allows at a time. Try again when the other applications, or ' +
      'connections, that export from it are done.',
  },
  {
    matches: ({ status }) => status === 429,
    meaning: 'rate limit',
    failureType: 'transient_error',
    reach: 'call',
    retry: 'reset',
    advice: () => "Intercom's rate limit stayed used up. Try again when other applications use it less.",
  },
  {
    matches: ({ status = 0 }) => status === 408 || status >= 500,
    meaning: 'overload',
    failureType: 'transient_error',
    reach: 'call',
    retry: 'backoff',
    advice: ({ status }) =>
      `Intercom kept failing with HTTP ${status}. Try again later; https://www.intercomstatus.com reports outages.`,
  },
  {
    matches: ({ code }) => code === 'api_plan_restricted',
    meaning: 'feature missing',
    failureType: 'config_error',
    reach: 'stream',
    retry: 'never',
    advice: (_, path) =>
      `The workspace's Intercom plan does not include ${pathShape(path)}, or has no active subscription. ` +
      'Change the plan, or deselect this stream.',
  },
  {
    matches: ({ code }) => code === 'intercom_version_invalid',
    meaning: 'feature missing',
    failureType: 'config_error',
    reach: 'stream',
    retry: 'never',
    advice: (_, path) =>
      `Intercom does not offer ${pathShape(path)} in the API version that this connector uses. ` +
      'Update the connector, or deselect this stream.',
  },
  {
    matches: ({ code }) => code === 'scroll_exists',
    meaning: 'scroll taken',
    failureType: 'transient_error',
    reach: 'stream',
    retry: 'never',
    advice: () =>
      "Another application is reading this workspace's companies through Intercom's scroll, which serves one reader at " +
      'a time. Try again when that application is done.',
  },
  {
    // Older endpoints report a missing permission with a 401 of its own code, others with a 403.
    matches: ({ status, code }) => (status === 401 && code === 'token_unauthorized') || status === 403,
    meaning: 'permission missing',
    failureType: 'config_error',
    reach: 'stream',
    retry: 'never',
    advice: (_, path) =>
      `The access token lacks ${missingPermission(path)}, which reading ${pathShape(path)} requires. ` +
      'Grant it in the Developer Hub (Configure > Authentication) or deselect this stream.',
  },
  {
    matches: ({ status, code, tokenHasWorked }) => status === 401 && code === undefined && tokenHasWorked,
    meaning: 'permission missing',
    failureType: 'config_error',
    reach: 'stream',
    retry: 'never',
    advice: (_, path) =>
      `Intercom refused to show ${pathShape(path)} (HTTP 401), although it has accepted the access token before. The token ` +
      `probably lacks ${missingPermission(path)}: grant it in the Developer Hub (Configure > Authentication) or deselect ` +
      'this stream.',
  },
  {
    matches: ({ status }) => status === 401,
    meaning: 'token refused',
    failureType: 'config_error',
    reach: 'sync',
    retry: 'never',
    advice: () =>
      'Intercom rejected the access token. Copy the current token from the Developer Hub (Configure > Authentication) ' +
      'into the configuration, and check that the region is that of the workspace.',
  },
  {
    matches: ({ status }) => status === 404 || status === 410,
    meaning: 'gone',
    failureType: 'config_error',
    reach: 'stream',
    retry: 'never',
    advice: (_, path) =>
      `Intercom has nothing at ${pathShape(path)}. ${missingThing(path)} Check the region, or deselect this stream.`,
  },
  {
    // The value of one record may be what Intercom does not accept.
    matches: ({ status }) => status === 400 || status === 422,
    ...invalidRequest,
    reach: 'call',
  },
  {
    matches: ({ status = 0 }) => status < 400,
    meaning: 'redirect',
    failureType: 'config_error',
    reach: 'stream',
    retry: 'never',
    advice: ({ status }) =>
      `Intercom's address answered with a redirect (HTTP ${status}), which is not followed so that the access token goes ` +
      'nowhere else. Check the region, and any proxy in between.',
  },
];

/** https://developers.intercom.com/docs/references/rest-api/api.intercom.io/reporting-data-export */
function missingParameter(path: string): string {
  return /^\/(export|download)\/reporting_data\/(?!enqueue$|get_datasets$)/.test(path)
    ? 'It may need the client ID of the app: fill in client_id and sync again. If that does not help: '
    : '';
}

function missingThing(path: string): string {
  return path.startsWith('/custom_object_instances/')
    ? 'The workspace may have no custom object type of that identifier: upper and lower case matter.'
    : 'The feature may not be part of this workspace.';
}

function missingPermission(path: string): string {
  const names = permissionsFor(path).map((name) => `"${name}"`);
  return names.length > 0 ? `the permission ${names.join(' or ')}` : 'a permission';
}
