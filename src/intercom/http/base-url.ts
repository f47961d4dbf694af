import { ConnectorError } from '../../errors.ts';

export type Region = 'us' | 'eu' | 'au';

/** Where each region's API lives: https://developers.intercom.com/docs/build-an-integration/learn-more/rest-apis */
const hosts: Readonly<Record<Region, string>> = {
  us: 'https://api.intercom.io',
  eu: 'https://api.eu.intercom.io',
  au: 'https://api.au.intercom.io',
};

/**
 * The API's address, without a trailing slash. `override` comes from the process and replaces the region's address. The
 * access token is sent there, so an address that is neither https, nor http on this machine, is a `config_error`.
 */
export function baseUrl(region: Region, override?: string): string {
  if (!override) return hosts[region];
  const url = URL.canParse(override) ? new URL(override) : undefined;
  if (!url || !isSafe(url) || url.username || url.password || url.search || url.hash) {
    throw new ConnectorError(
      'INTERCOM_API_URL must be an https address, or an http address of this machine such as http://127.0.0.1:8080, ' +
        'without user, query or fragment. Correct the variable, or remove it to use the address of the chosen region.',
      { failureType: 'config_error' },
    );
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

function isSafe(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
