import { AxiosError } from 'axios';
import type { Failure, Trouble } from './failure.ts';
import { ProxyError } from './tunnels.ts';

/** Why no whole answer arrived. */
export type NoAnswer = Failure & { readonly trouble: Trouble };

/** Keeps the system's code and nothing of the error itself, which holds the request with its token. */
export function troubleOf(error: unknown): NoAnswer {
  if (error instanceof AxiosError) {
    const { code } = error;
    return { trouble: kindOf(error), ...(code && { detail: code }) };
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return { trouble: 'network', ...(typeof code === 'string' && { detail: code }) };
}

function kindOf({ code = '', message, cause }: AxiosError): Trouble {
  if (message.startsWith('maxContentLength')) return 'oversized body';
  if (cause instanceof ProxyError && cause.isFinal) return 'proxy';
  return isCertificateError(code) ? 'certificate' : 'network';
}

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes */
function isCertificateError(code: string): boolean {
  return /CERT|SIGNATURE|ISSUER|HOSTNAME_MISMATCH/.test(code);
}
