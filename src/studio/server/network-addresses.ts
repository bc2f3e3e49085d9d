// The addresses of this machine.
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';

/** The addresses of this machine; none if the system does not tell. */
export function networkAddresses(): readonly NetworkInterfaceInfo[] {
  try {
    return Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  } catch {
    return [];
  }
}
