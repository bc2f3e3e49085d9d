// One request to the server. What is no success is thrown as a RequestError, whose failure has words for people; so is an
// answer that is not of the form that the page expects, before anything is drawn from it.

import { checked, type Shape } from '../../../src/studio/checked.ts';
import type { Failure } from '../../../src/studio/protocol.ts';
import { failureShape } from '../../../src/studio/protocol-shapes.ts';

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
  const value: unknown = await answer.json().catch(() => undefined);
  const { data: failure } = failureShape.safeParse(value);
  throw new RequestError(failure ?? { code: 'UNEXPECTED', message: `${answer.status} ${answer.statusText}` });
}

/** @throws RequestError; what `fetch` throws where no answer comes, or not all of it */
export async function requestJson<T>(url: string, shape: Shape<T>, init: RequestInit): Promise<T> {
  const body = await (await request(url, init)).text();
  try {
    return checked(shape, JSON.parse(body));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const [place] = url.split('?');
    const message = `the answer of ${place} is not what this page expects: ${reason}`;
    throw new RequestError({ code: 'NOT_UNDERSTOOD', message });
  }
}
