/**
 * Hands on what `source` yields, one item ahead of the consumer. While the consumer is busy with an item, another one
 * is fetched every `intervalMs`, wanted or not, so that a source which expires when it is left alone stays alive.
 */
export async function* keepAlive<T>(source: AsyncGenerator<T, void>, intervalMs: number): AsyncGenerator<T, void> {
  // A generator serves its callers one after the other, so these are in order and never in flight together.
  const ready: Promise<IteratorResult<T, void>>[] = [];
  const fetch = () => {
    const next = source.next();
    next.catch(() => {});
    ready.push(next);
  };
  try {
    for (;;) {
      if (ready.length === 0) fetch();
      const result = await ready.shift();
      if (result === undefined || result.done) return;
      if (ready.length === 0) fetch();
      const timer = setInterval(fetch, intervalMs);
      try {
        yield result.value;
      } finally {
        clearInterval(timer);
      }
    }
  } finally {
    source.return().catch(() => {});
  }
}
