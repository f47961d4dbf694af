import type { Api, ApiRequest, Body } from '../../../src/intercom/api.ts';

/** Answers each request as `answer` says, and keeps them all. */
export class ScriptedApi implements Api {
  readonly requests: ApiRequest[] = [];
  readonly #answer: (request: ApiRequest, index: number) => Body | Promise<Body>;

  constructor(answer: (request: ApiRequest, index: number) => Body | Promise<Body>) {
    this.#answer = answer;
  }

  get paths(): string[] {
    return this.requests.map(({ path }) => path);
  }

  async send(request: ApiRequest): Promise<Body> {
    this.requests.push(request);
    return this.#answer(request, this.requests.length - 1);
  }
}

/** Answers by path; a function is called with the request. */
export function answering(
  answers: Readonly<Record<string, Body | Error | ((request: ApiRequest) => Body)>>,
): ScriptedApi {
  return new ScriptedApi((request) => {
    const answer = answers[request.path];
    if (answer === undefined) throw new Error(`nobody expected ${request.method} ${request.path}`);
    if (answer instanceof Error) throw answer;
    return typeof answer === 'function' ? answer(request) : answer;
  });
}
