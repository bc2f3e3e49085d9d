// Why a request is not answered, as the page gets it.
import { GoogLeNetError } from '../../errors/googlenet-error.ts';
import type { Failure } from '../protocol.ts';

/** Thrown by whoever answers a request. */
export class RequestFailure extends Error {
  readonly status: number;
  readonly failure: Failure;

  constructor(status: number, failure: Failure) {
    super(failure.message);
    this.status = status;
    this.failure = failure;
  }

  answer(): Response {
    return failureResponse(this.status, this.failure);
  }
}

export function failureResponse(status: number, failure: Failure): Response {
  return Response.json(failure, { status, headers: { 'Cache-Control': 'no-store' } });
}

/** An error that this library throws on purpose, for the page. Its message ends with the hint, which has its own field. */
export function failureOf({ code, message, hint }: GoogLeNetError): Failure {
  if (hint === undefined) return { code, message };
  return { code, message: message.replace(` · hint: ${hint}`, ''), hint };
}

/** @throws RequestFailure in place of the library's own errors */
export async function answering<Result>(status: number, work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GoogLeNetError) throw new RequestFailure(status, failureOf(error));
    throw error;
  }
}

export function noRun(id: string): RequestFailure {
  const message = `there is no run '${id}'`;
  return new RequestFailure(404, { code: 'RUN_NOT_FOUND', message, hint: 'it may have been deleted or renamed' });
}
