// A piece of a curve as it is drawn, to stand beside its name.
interface CurveSampleProps {
  /** A CSS token. */
  readonly colour: string;
  readonly dash?: readonly number[] | undefined;
}

export function CurveSample({ colour, dash }: CurveSampleProps) {
  return (
    <svg aria-hidden="true" class="curve-sample" width="24" height="8" style={{ color: `var(${colour})` }}>
      <path d="M0 4H24" stroke-dasharray={dash?.join(' ')} />
    </svg>
  );
}
