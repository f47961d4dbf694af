import { pathMatches } from './paths.ts';
import { Refusal } from './refusal.ts';

/** Refuses a path that the workspace lacks: because of its plan, or because there is no such endpoint here. */
export function checkFeature(path: string, lacking: Readonly<Record<string, 'plan' | 'missing'>>): void {
  const [, why] = Object.entries(lacking).find(([pattern]) => pathMatches(pattern, path)) ?? [];
  if (why === 'plan') throw new Refusal(403, 'api_plan_restricted', 'Active subscription needed.');
  if (why === 'missing') throw noSuchEndpoint();
}

export function noSuchEndpoint(): Refusal {
  return new Refusal(404, 'not_found', 'The requested resource was not found');
}
