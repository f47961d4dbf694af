/**
 * Loaded into the connector by `--import`: the comparison for the scenario `priority`. All requests wait in one queue,
 * first come, first served, and no walk is held to a share of the limit.
 */
import { FairShares } from '../../dist/intercom/pace/fair-shares.js';
import { Turns } from '../../dist/intercom/pace/turns.js';

FairShares.prototype.opensAtMs = () => Number.NEGATIVE_INFINITY;
for (const method of ['add', 'remove']) {
  const original = Turns.prototype[method];
  Turns.prototype[method] = function (_name, item) {
    original.call(this, 'all', item);
  };
}
