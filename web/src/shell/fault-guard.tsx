// The last guard of a view: whatever goes wrong while it is drawn is said in its place, and the rest of the page stays.
import { Component, type ComponentChildren } from 'preact';
import { textsOf } from '../language/language.ts';
import { shellTexts } from './shell-texts.ts';

interface FaultGuardProps {
  readonly children: ComponentChildren;
}

interface FaultGuardState {
  readonly fault?: string | undefined;
}

export class FaultGuard extends Component<FaultGuardProps, FaultGuardState> {
  static override getDerivedStateFromError(error: unknown): FaultGuardState {
    return { fault: error instanceof Error ? error.message : String(error) };
  }

  override componentDidCatch(error: unknown): void {
    // For whoever looks for the cause; the browser would have told it, had nobody caught it.
    console.error(error);
  }

  override render() {
    const { fault } = this.state;
    if (fault === undefined) return this.props.children;
    const texts = textsOf(shellTexts);
    return (
      <div class="empty" role="alert">
        <p>{texts.viewFailed(fault)}</p>
        <button type="button" onClick={() => this.setState({ fault: undefined })}>
          {texts.tryAgain}
        </button>
      </div>
    );
  }
}
