// The network as a drawing: which one is in the address, e.g. /network/GoogLeNet, or /network?run=ID for a run's own.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { MeasuredProfile } from '../../../src/studio/protocol.ts';
import { networkNamesShape, networkShape, profilesShape } from '../../../src/studio/protocol-shapes.ts';
import { textsOf } from '../language/language.ts';
import { address, go } from '../shell/address.ts';
import { useJson } from './load-json.ts';
import './network.css';
import { NetworkExplorer } from './network-explorer.tsx';
import { networkTexts } from './network-texts.ts';

const root = '/network';

/** Profiles that were opened from files; they stay while the page does. */
const opened = signal<readonly MeasuredProfile[]>([]);

export function NetworkView() {
  const texts = textsOf(networkTexts);
  const names = useJson('/api/networks', networkNamesShape);
  const profiles = useJson('/api/profiles', profilesShape);
  const asked = nameIn(address.value.pathname);
  const first = names.state === 'ready' ? names.value[0]?.name : undefined;
  const isKnown = names.state === 'ready' && names.value.some(({ name }) => name === asked);
  const run = address.value.searchParams.get('run');
  const path = isKnown ? `/api/networks/${encodeURIComponent(asked)}` : null;
  const network = useJson(run === null ? path : `/api/runs/${encodeURIComponent(run)}/network`, networkShape);
  useEffect(() => {
    if (asked === '' && run === null && first !== undefined) go(addressOf(first), { replace: true });
  }, [asked, run, first]);

  if (names.state === 'failed') return <p class="empty">{texts.failed(names.message)}</p>;
  if (names.state === 'loading') return <p class="empty">{texts.loading}</p>;
  if (first === undefined) return <p class="empty">{texts.noNetworks}</p>;
  const choice = (
    <select
      aria-label={texts.network}
      value={asked}
      onChange={({ currentTarget }) => go(addressOf(currentTarget.value))}
    >
      {!isKnown && <option value={asked}>{run}</option>}
      {names.value.map(({ name }) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
  if (network.state !== 'ready') {
    return (
      <>
        {choice}
        <p class="empty">
          {run === null && asked !== '' && !isKnown
            ? texts.unknownNetwork(asked)
            : network.state === 'failed'
              ? texts.failed(network.message)
              : texts.loading}
        </p>
      </>
    );
  }
  return (
    <NetworkExplorer
      key={run ?? asked}
      network={network.value}
      choice={choice}
      profiles={[...(profiles.state === 'ready' ? profiles.value : []), ...opened.value]}
      onOpened={(profile) => {
        opened.value = [...opened.value, profile];
      }}
    />
  );
}

function nameIn(pathname: string): string {
  const encoded = pathname.slice(root.length + 1);
  try {
    return decodeURIComponent(encoded);
  } catch {
    // A stray `%`: there is no network of that name.
    return encoded;
  }
}

function addressOf(name: string): string {
  return `${root}/${encodeURIComponent(name)}`;
}
