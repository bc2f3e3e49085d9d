// Why a request is not answered, as the page gets it.
import { sep } from 'node:path';
import { asCalled } from '../../errors/as-called.ts';
import { GoogLeNetError } from '../../errors/googlenet-error.ts';
import type { Failure } from '../protocol.ts';

/** Thrown by whoever answers a request. */
export class RequestFailure extends Error {
  readonly status: number;
  readonly failure: Failure;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(status: number, failure: Failure, headers: Readonly<Record<string, string>> = {}) {
    super(failure.message);
    this.status = status;
    this.failure = failure;
    this.#headers = headers;
  }

  /** @param program how it is called in hints */
  answer(program: string): Response {
    const { hint, ...failure } = this.failure;
    const value = hint === undefined ? failure : { ...failure, hint: asCalled(hint, program) };
    return jsonResponse(value, { status: this.status, headers: this.#headers });
  }
}

/** An answer that no cache keeps, since the next may be another. */
export function jsonResponse(
  value: unknown,
  {
    status = 200,
    headers = {},
  }: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {},
): Response {
  return Response.json(value, { status, headers: { 'Cache-Control': 'no-store', ...headers } });
}

/**
 * An error that this library throws on purpose, for the page. Its message ends with the hint, which has its own field.
 * @param folder absolute, without links; files in it are named from there: where it lies is nobody's business
 */
export function failureOf({ code, message, hint }: GoogLeNetError, folder?: string): Failure {
  const shown = folder === undefined ? message : message.replaceAll(`${folder}${sep}`, '');
  return hint === undefined ? { code, message: shown } : { code, message: shown.replace(` · hint: ${hint}`, ''), hint };
}

export interface ErrorAnswering {
  /** How the program is called. */
  readonly program: string;
  /** Told of an error that nobody foresaw; the page is not told what is inside of it. */
  readonly onUnexpected: (error: unknown) => void;
}

export function answerError(error: unknown, { program, onUnexpected }: ErrorAnswering): Response {
  if (error instanceof RequestFailure) return error.answer(program);
  onUnexpected(error);
  const message = 'the server failed';
  return jsonResponse({ code: 'UNEXPECTED', message, hint: 'its terminal says more' }, { status: 500 });
}

/** @throws RequestFailure in place of the library's own errors */
export async function answering<Result>(
  status: number,
  work: () => Result | Promise<Result>,
  folder?: string,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GoogLeNetError) throw new RequestFailure(status, failureOf(error, folder));
    throw error;
  }
}

export function badRequest(message: string, hint?: string): RequestFailure {
  return new RequestFailure(400, { code: 'BAD_REQUEST', message, ...(hint === undefined ? {} : { hint }) });
}

export function notFound(message = 'there is nothing at this address'): RequestFailure {
  return new RequestFailure(404, { code: 'NOT_FOUND', message });
}

export function noRun(id: string): RequestFailure {
  const message = `there is no run '${id}'`;
  return new RequestFailure(404, { code: 'RUN_NOT_FOUND', message, hint: 'it may have been deleted or renamed' });
}
