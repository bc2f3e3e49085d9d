// One request to the server. What is no success is thrown as a RequestError, whose failure has words for people.
import type { Failure } from '../../../src/studio/protocol.ts';

export class RequestError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** @throws RequestError; what `fetch` throws where no answer comes */
export async function request(url: string, init: RequestInit): Promise<Response> {
  const answer = await fetch(url, init);
  if (answer.ok) return answer;
  const failure: Failure = await answer
    .json()
    .catch(() => ({ code: 'UNEXPECTED', message: `${answer.status} ${answer.statusText}` }));
  throw new RequestError(failure);
}
