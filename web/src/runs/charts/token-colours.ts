// Colours of the CSS tokens for the canvas, which knows no variables: resolved as the page shows them, light or dark.

export class TokenColours {
  readonly #probe: HTMLElement;
  readonly #known = new Map<string, string>();

  constructor(place: HTMLElement) {
    this.#probe = document.createElement('span');
    this.#probe.hidden = true;
    place.append(this.#probe);
  }

  /** @param token e.g. `--train` */
  get(token: string): string {
    let colour = this.#known.get(token);
    if (colour === undefined) {
      this.#probe.style.color = `var(${token})`;
      colour = getComputedStyle(this.#probe).color;
      this.#known.set(token, colour);
    }
    return colour;
  }

  forget(): void {
    this.#known.clear();
  }

  remove(): void {
    this.#probe.remove();
  }
}
