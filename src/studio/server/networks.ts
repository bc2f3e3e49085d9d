// The networks that the page can draw: those of this library, described when they are first asked for.
import { GoogLeNet } from '../../models/googlenet.ts';
import { LeNet } from '../../models/lenet.ts';
import { describeNetwork } from '../../network/describe-network.ts';
import type { NetworkDescription } from '../../network/network-description.ts';
import type { Module } from '../../nn/module.ts';
import type { NetworkName } from '../protocol.ts';
import { RequestFailure } from './failure.ts';

interface KnownNetwork extends NetworkName {
  readonly create: () => Module;
}

const known: readonly KnownNetwork[] = [
  { name: 'GoogLeNet', imageShape: [1, 96, 96], create: () => new GoogLeNet() },
  { name: 'LeNet', imageShape: [1, 28, 28], create: () => new LeNet() },
];

export const networkNames: readonly NetworkName[] = known.map(({ name, imageShape }) => ({ name, imageShape }));

/** @throws RequestFailure for a name that is none of `networkNames` */
export function describeNamedNetwork(name: string): NetworkDescription {
  const network = known.find((candidate) => candidate.name === name);
  if (network !== undefined) return describeNetwork(network.create(), network.imageShape);
  throw new RequestFailure(404, {
    code: 'NETWORK_NOT_FOUND',
    message: `there is no network '${name}'`,
    hint: `there are ${known.map((candidate) => candidate.name).join(' and ')}`,
  });
}
