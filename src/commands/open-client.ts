import { baseUrl } from '../intercom/http/base-url.ts';
import { type ClientOptions, IntercomClient } from '../intercom/http/client.ts';
import type { CommandContext } from './context.ts';

type Wishes = Pick<ClientOptions, 'signal' | 'patience' | 'onHold' | 'onRelease'>;

/** A client for the configured region, token and limits. */
export function openClient({ config, apiUrl, logger }: CommandContext, wishes: Wishes): IntercomClient {
  return new IntercomClient({
    baseUrl: baseUrl(config.region, apiUrl),
    token: config.accessToken,
    userAgent: 'source-intercom (https://github.com/source-intercom/source-intercom)',
    rateLimitShare: config.rateLimitShare,
    apiRateLimit: config.apiRateLimit,
    maxInFlight: config.maxInFlight,
    log: (level, message) => logger.log(level, message),
    ...wishes,
  });
}
