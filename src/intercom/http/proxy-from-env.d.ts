declare module 'proxy-from-env' {
  /** The proxy that the environment's variables name for this address; empty when there is none. */
  export function getProxyForUrl(url: string): string;
}
