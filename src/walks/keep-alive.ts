/**
 * Hands on what `source` yields, one item ahead of the consumer. When the consumer takes nothing for `intervalMs` after
 * a fetch, another item is fetched, so that a source which expires when it is left alone stays alive. Fetched items
 * wait for the consumer in their order.
 */
export async function* keepAlive<T>(source: AsyncGenerator<T, void>, intervalMs: number): AsyncGenerator<T, void> {
  const fetched: Promise<IteratorResult<T, void>>[] = [];
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const fetch = () => {
    clearTimeout(timer);
    const next = source.next();
    fetched.push(next);
    next.then(
      ({ done }) => {
        if (!done && !isStopped) timer = setTimeout(fetch, intervalMs);
      },
      () => undefined,
    );
  };
  try {
    for (;;) {
      if (fetched.length === 0) fetch();
      const result = await fetched.shift();
      if (result === undefined || result.done) return;
      if (fetched.length === 0) fetch();
      yield result.value;
    }
  } finally {
    isStopped = true;
    clearTimeout(timer);
    source.return().catch(() => undefined);
  }
}
