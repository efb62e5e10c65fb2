import { useEffect, useId, useState } from 'preact/hooks';
import { useLanguage } from '../language/language.tsx';

type Props = {
  name: string;
  least: number;
  greatest: number;
  step: number;
  /** What can be tried at all: more may be typed than is drawn. */
  bounds: { least: number; greatest: number };
  /** The value that holds today. */
  now: number;
  /** The value that is tried; `undefined` leaves today's. */
  value: number | undefined;
  /** Writes a value. */
  told: (value: number) => string;
  /** Why the API refuses the value. */
  problem: string | undefined;
  /** What is to be known of the value though it can be tried. */
  hint?: string | undefined;
  onChange: (value: number | undefined) => void;
};

/** One figure to try, drawn by a slider or typed. What is typed stays as it is typed, a value or not. */
export function Slider(props: Props) {
  const { name, least, greatest, step, bounds, now, value, told, problem, hint, onChange } = props;
  const { words, say } = useLanguage();
  const id = useId();
  const [typed, setTyped] = useState<string>();
  // a slider that is drawn, or a reset, overrules what was typed
  useEffect(() => {
    if (value === undefined || Number(typed) !== value) setTyped(undefined);
  }, [value]);
  const shown = value ?? now;
  const isOutside = typed !== undefined && (Number(typed) < bounds.least || Number(typed) > bounds.greatest);
  const wrong = isOutside
    ? say(words.sku.whatIf.outOfBounds, { least: told(bounds.least), greatest: told(bounds.greatest) })
    : problem;
  const change = (next: number) => onChange(next === now ? undefined : next);
  const type = (text: string) => {
    setTyped(text);
    const next = Number(text);
    if (text.trim() !== '' && next >= bounds.least && next <= bounds.greatest) change(next);
  };
  return (
    <fieldset class="slider">
      <legend>{name}</legend>
      <input
        type="range"
        aria-label={name}
        aria-valuetext={told(shown)}
        aria-describedby={`${id}-now`}
        min={least}
        max={greatest}
        step={step}
        value={shown}
        onInput={(event) => change(Number(event.currentTarget.value))}
      />
      <input
        type="number"
        aria-label={say(words.sku.whatIf.typed, { name })}
        aria-describedby={`${id}-now ${id}-problem`}
        aria-invalid={wrong !== undefined}
        step="any"
        inputMode="decimal"
        value={typed ?? String(Number(shown.toFixed(6)))}
        onInput={(event) => type(event.currentTarget.value)}
      />
      <span id={`${id}-now`} class="quiet">
        {say(words.sku.whatIf.now, { value: told(now) })}
      </span>
      <span id={`${id}-problem`} class="problem">
        {wrong !== undefined && <span class="alert">{wrong}</span>}
        {wrong === undefined && hint !== undefined && <span class="alert">{hint}</span>}
      </span>
    </fieldset>
  );
}
