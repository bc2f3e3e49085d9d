// A host as a header or an option names it, in one form for one meaning: small letters, no dot at the end, addresses as
// they are usually written. see: https://url.spec.whatwg.org/#host-parsing
import { isIPv6 } from 'node:net';

export interface Host {
  /** A name or an address, without brackets. */
  readonly name: string;
  /** Undefined where it is not said. */
  readonly port: number | undefined;
}

/** A name or address and a port, nothing else: as a part of a URL, other text could be taken for more. */
const form = /^(?:[a-z\d._-]{1,255}|\[[a-f\d:.]{2,45}\])(?::(\d{1,5}))?$/i;

/** @returns undefined for what is no host */
export function parseHost(text: string): Host | undefined {
  const [whole, port] = form.exec(text) ?? [];
  if (whole === undefined || !URL.canParse(`http://${text}`)) return undefined;
  return { name: nameOf(new URL(`http://${text}`)), port: port === undefined ? undefined : Number(port) };
}

/** @param text e.g. `studio.example` or `::1`. @returns undefined for what is no name, or says a port */
export function parseHostName(text: string): string | undefined {
  const host = parseHost(isIPv6(text) ? `[${text}]` : text);
  return host?.port === undefined ? host?.name : undefined;
}

export interface Origin extends Host {
  readonly scheme: string;
  readonly port: number;
}

/** The origin in a request's header; undefined for `null` and for what no browser sends. */
export function parseOrigin(text: string): Origin | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.origin !== text || !['http:', 'https:'].includes(url.protocol)) return undefined;
  const usual = url.protocol === 'http:' ? 80 : 443;
  return { scheme: url.protocol, name: nameOf(url), port: url.port === '' ? usual : Number(url.port) };
}

function nameOf({ hostname }: URL): string {
  const name = hostname.replace(/^\[|\]$|\.$/g, '');
  // An address of the older kind in the clothes of the newer.
  const [, high, low] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(name) ?? [];
  if (high === undefined) return name;
  const [left, right] = [high, low].map((part) => Number.parseInt(part, 16));
  return [left >> 8, left & 255, right >> 8, right & 255].join('.');
}
