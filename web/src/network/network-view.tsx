// The network as a drawing: which one is in the address, e.g. /network/GoogLeNet, or /network?run=ID for a run's own.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { MeasuredProfile } from '../../../src/studio/protocol.ts';
import { networkNamesShape, networkShape, profilesShape, weightsShape } from '../../../src/studio/protocol-shapes.ts';
import { runs } from '../connection/connection.ts';
import { textsOf } from '../language/language.ts';
import { address, go } from '../shell/address.ts';
import { useJson } from './load-json.ts';
import './network.css';
import { NetworkExplorer } from './network-explorer.tsx';
import { networkTexts } from './network-texts.ts';
import { weightsTexts } from './weights/weights-texts.ts';

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
  const known = runs.value ?? [];
  const hasWeights = run !== null && known.some(({ id, hasWeights }) => id === run && hasWeights);
  const weights = useJson(hasWeights ? `/api/runs/${encodeURIComponent(run)}/weights` : null, weightsShape);
  useEffect(() => {
    if (asked === '' && run === null && first !== undefined) go(addressOf(first), { replace: true });
  }, [asked, run, first]);

  if (names.state === 'failed') return <p class="empty">{texts.failed(names.message)}</p>;
  if (names.state === 'loading') return <p class="empty">{texts.loading}</p>;
  if (first === undefined) return <p class="empty">{texts.noNetworks}</p>;
  const choice = (
    <select
      aria-label={texts.network}
      value={run === null ? addressOf(asked) : addressOfRun(run)}
      onChange={({ currentTarget }) => go(currentTarget.value)}
    >
      {run === null && !isKnown && <option value={addressOf(asked)}>{asked}</option>}
      <optgroup label={textsOf(weightsTexts).networks}>
        {names.value.map(({ name }) => (
          <option key={name} value={addressOf(name)}>
            {name}
          </option>
        ))}
      </optgroup>
      <RunOptions run={run} known={known.filter(({ model }) => model !== null).map(({ id }) => id)} />
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
      weights={hasWeights ? weights : null}
      onOpened={(profile) => {
        opened.value = [...opened.value, profile];
      }}
    />
  );
}

/** Networks as they were trained, with their weights. */
function RunOptions({ run, known }: { readonly run: string | null; readonly known: readonly string[] }) {
  const ids = run === null || known.includes(run) ? known : [run, ...known];
  if (ids.length === 0) return null;
  return (
    <optgroup label={textsOf(weightsTexts).runs}>
      {ids.map((id) => (
        <option key={id} value={addressOfRun(id)}>
          {id}
        </option>
      ))}
    </optgroup>
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

function addressOfRun(run: string): string {
  return `${root}?${new URLSearchParams({ run })}`;
}

function addressOf(name: string): string {
  return `${root}/${encodeURIComponent(name)}`;
}
