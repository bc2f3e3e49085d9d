// The frame of every view: where one is, where one can go, the language, and whether the server is heard.
import { ConnectionSign } from '../connection/connection-sign.tsx';
import { useStudioFacts } from '../connection/studio-facts.ts';
import { textsOf } from '../language/language.ts';
import { NetworkView } from '../network/network-view.tsx';
import { PlaygroundView } from '../playground/playground-view.tsx';
import { ComparisonView } from '../runs/comparison/comparison-view.tsx';
import { RunListView } from '../runs/run-list-view.tsx';
import { RunView } from '../runs/run-view.tsx';
import { address } from './address.ts';
import { FaultGuard } from './fault-guard.tsx';
import { LanguageChoice } from './language-choice.tsx';
import { SchemeChoice } from './scheme-choice.tsx';
import { shellTexts } from './shell-texts.ts';

export function Page() {
  const texts = textsOf(shellTexts);
  useStudioFacts();
  const { pathname } = address.value;
  const places = [
    {
      path: '/',
      name: texts.runs,
      isHere: pathname === '/' || pathname.startsWith('/runs') || pathname === '/compare',
    },
    { path: '/network', name: texts.network, isHere: pathname.startsWith('/network') },
    { path: '/playground', name: texts.playground, isHere: pathname === '/playground' },
  ];
  return (
    <>
      <a class="skip-link" href="#main">
        {texts.skip}
      </a>
      <header class="page-header">
        <a class="brand" href="/">
          <img src="/icon.svg" alt="" width="28" height="28" /> googlenet
        </a>
        <nav aria-label={texts.views}>
          {places.map(({ path, name, isHere }) => (
            <a key={path} href={path} aria-current={isHere ? 'page' : undefined}>
              {name}
            </a>
          ))}
        </nav>
        <SchemeChoice />
        <LanguageChoice />
      </header>
      <ConnectionSign />
      <main id="main" tabIndex={-1}>
        <FaultGuard key={pathname}>
          <View />
        </FaultGuard>
      </main>
    </>
  );
}

function View() {
  const texts = textsOf(shellTexts);
  const { pathname } = address.value;
  if (pathname === '/') return <RunListView />;
  if (pathname.startsWith('/runs/')) {
    const id = decoded(pathname.slice('/runs/'.length));
    return id === undefined ? <p class="empty">{texts.nothingHere}</p> : <RunView key={id} id={id} />;
  }
  if (pathname === '/compare') return <ComparisonView />;
  if (pathname.startsWith('/network')) return <NetworkView />;
  if (pathname === '/playground') return <PlaygroundView />;
  return <p class="empty">{texts.nothingHere}</p>;
}

/** Undefined where the address is not well written, e.g. `%`. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
