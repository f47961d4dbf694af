import http from 'node:http';
import axios, { type AxiosInstance } from 'axios';
import axiosRetry from 'axios-retry';
import { ConnectorError } from '../../errors.ts';
import { createHttpsAgent } from './tunnels.ts';

/** Names and types of fields depend on it: https://developers.intercom.com/docs/build-an-integration/learn-more/rest-apis/api-versioning */
const API_VERSION = '2.16';

export interface Address {
  /** From `baseUrl`: the token is sent there. */
  readonly baseUrl: string;
  readonly token: string;
  readonly userAgent: string;
}

/**
 * A pool of connections to the API that puts the token and the API version on each request, and uses the proxy that the
 * environment's variables name. A token that can't be sent in a header is a `config_error`, and is not quoted.
 */
export function createHttp({ baseUrl, token, userAgent }: Address): AxiosInstance {
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new ConnectorError(
      'The access token contains spaces, line breaks or characters other than ASCII. Copy it again from the Developer Hub.',
      { failureType: 'config_error' },
    );
  }
  const instance = axios.create({
    baseURL: baseUrl,
    allowAbsoluteUrls: false,
    // Through a proxy, axios would open a tunnel for each request to an https address.
    ...(baseUrl.startsWith('https:')
      ? { proxy: false, httpsAgent: createHttpsAgent(baseUrl) }
      : { httpAgent: new http.Agent({ keepAlive: true }) }),
    transformResponse: [],
    headers: {
      Authorization: `Bearer ${token}`,
      Accept: 'application/json',
      'Accept-Encoding': 'gzip',
      'Content-Type': 'application/json',
      'Intercom-Version': API_VERSION,
      'User-Agent': userAgent,
    },
  });
  axiosRetry(instance);
  return instance;
}
