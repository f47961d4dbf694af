import https from 'node:https';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';
import { ConnectorError } from '../../errors.ts';

/**
 * Connections to an https address, kept open between requests. They go through the proxy that HTTPS_PROXY or ALL_PROXY
 * names, unless NO_PROXY excludes the address. A proxy's address that can't be understood is a `config_error`.
 */
export function createHttpsAgent(baseUrl: string): https.Agent | HttpsProxyAgent<string> {
  const proxy = getProxyForUrl(baseUrl);
  if (proxy === '') return new https.Agent({ keepAlive: true });
  if (!URL.canParse(proxy)) {
    throw new ConnectorError(
      'The address of the proxy in HTTPS_PROXY is not a URL. It must look like http://proxy.example.com:3128.',
      { failureType: 'config_error' },
    );
  }
  const agent = new HttpsProxyAgent(proxy, { keepAlive: true });
  // Otherwise the proxy's own answer would pass for one of the API.
  agent.on('proxyConnect', ({ statusCode }, request) => {
    if (statusCode !== 200) request.destroy(new ProxyError(statusCode));
  });
  return agent;
}

/** The proxy did not open a tunnel. */
export class ProxyError extends Error {
  readonly code: string;
  /** True when another try would be refused too: the proxy wants a password, or does not allow the address. */
  readonly isFinal: boolean;

  constructor(status: number) {
    super('The proxy did not open a tunnel.');
    this.code = `HTTP ${status} from the proxy`;
    this.isFinal = status >= 400 && status < 500 && status !== 408 && status !== 429;
  }
}
