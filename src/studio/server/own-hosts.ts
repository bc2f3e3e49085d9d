// The names under which the studio answers. A page of another site can point a name of its own at this machine (DNS
// rebinding), and then reads what is answered to that name: so only this machine's own names and addresses are, and
// those that its owner gave.
import { hostname } from 'node:os';
import { OptionError } from '../../errors/option-error.ts';
import { type Host, type Origin, parseHostName } from './host.ts';
import { networkAddresses } from './network-addresses.ts';

export interface BoundAddress {
  readonly address: string;
  readonly port: number;
}

export interface OwnHostsOptions {
  /** Known when the server listens. */
  readonly bound: () => BoundAddress;
  /** Names of tunnels and proxies before the studio, which have ports of their own, and https. */
  readonly allowed?: readonly string[];
  /** Names by which other machines reach this one. */
  readonly outside?: () => readonly string[];
}

export class OwnHosts {
  readonly #bound: () => BoundAddress;
  readonly #allowed: ReadonlySet<string>;
  readonly #outside: () => readonly string[];

  /** @throws OptionError for a name that is none */
  constructor({ bound, allowed = [], outside = outsideNames }: OwnHostsOptions) {
    this.#bound = bound;
    this.#allowed = new Set(allowed.map(requireName));
    this.#outside = outside;
  }

  has({ name, port = 80 }: Host): boolean {
    if (this.#allowed.has(name)) return true;
    const bound = this.#bound();
    if (port !== bound.port) return false;
    return isLoopback(name) || (!isLoopback(bound.address) && this.#outside().includes(name));
  }

  /** @param host that the request names. @returns whether a page from there is the studio's */
  hasOrigin({ scheme, name, port }: Origin, host: Host): boolean {
    // A proxy may name the studio by its address behind it.
    if (this.#allowed.has(name)) return true;
    return scheme === 'http:' && name === host.name && port === (host.port ?? 80);
  }
}

/** Whether only this machine has it. */
export function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/i.test(name);
}

function requireName(text: string): string {
  const name = parseHostName(text);
  if (name !== undefined) return name;
  throw new OptionError(`allowedHosts: '${text}' is not a name of a host`, { hint: 'e.g. studio.example' });
}

/** Looked up each time: a laptop goes from one network to another. */
function outsideNames(): readonly string[] {
  const own = hostname().toLowerCase();
  const [first] = own.split('.');
  return [own, first, `${first}.local`, ...networkAddresses().map(({ address }) => address)];
}
