import { useState } from 'preact/hooks';
import type { AutomationLimits, AutomationView } from '../../../../lib/domain/index.ts';
import { currencyDigits } from '../../../../lib/domain/money.ts';
import { useLanguage } from '../language/language.tsx';
import {
  amounts,
  currencyShown,
  modes,
  neededToAct,
  settingsBefore,
  shares,
  typedOf,
} from './automation-form.ts';

type Props = { view: AutomationView; currencies: readonly string[]; isMarket: boolean };

/** The fields of what is to hold, with what is set now. */
export function AutomationFields({ view, currencies, isMarket }: Props) {
  const { words } = useLanguage();
  const told = words.limits;
  const before = settingsBefore(view, isMarket);
  const [mode, setMode] = useState<string>(before.mode);
  const given = currencyShown(before.limits);
  const [currency, setCurrency] = useState(given ?? currencies[0] ?? '');
  // an amount that is set in another currency is shown in it, until another one is chosen for all
  const unitOf = (name: (typeof amounts)[number]) =>
    currency === given ? (before.limits[name]?.currency ?? currency) : currency;
  const isNeeded = (name: string) => mode === 'automatic' && isMarket && neededToAct.has(name);
  const field = (name: keyof AutomationLimits) => ({
    ...{ name, isNeeded: isNeeded(name), value: typedOf(before.limits, name) },
  });
  return (
    <>
      <fieldset class="modes">
        <legend>{told.mode}</legend>
        {modes.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="mode"
              value={one}
              required
              defaultChecked={one === before.mode}
              onChange={() => setMode(one)}
            />{' '}
            {isMarket || one !== 'automatic' ? words.modes[one] : told.leftToMarkets}
          </label>
        ))}
      </fieldset>
      <div class="fields">
        {shares.map((name) => (
          <Field key={name} {...field(name)} unit="%" most={100} step="any" />
        ))}
        <Field {...field('oldestDataDays')} unit={told.days} most={366} step="1" />
        {amounts.map((name) => (
          <Field
            key={name}
            {...field(name)}
            unit={unitOf(name)}
            step={String(10 ** -currencyDigits(currency))}
          />
        ))}
        <label class="field" hidden={currencies.length < 2}>
          {told.currency}
          <select
            name="currency"
            value={currency}
            onChange={(event) => setCurrency(event.currentTarget.value)}
          >
            {[...new Set([...currencies, ...(given === undefined ? [] : [given])])].map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <label class="field wide">
          {told.terms.approvers}
          <textarea
            name="approvers"
            rows={2}
            spellcheck={false}
            defaultValue={typedOf(before.limits, 'approvers')}
          />
          <span class="quiet">{told.approversMeans}</span>
        </label>
      </div>
    </>
  );
}

type FieldProps = {
  name: keyof AutomationLimits;
  value: string;
  unit: string;
  step: string;
  most?: number;
  isNeeded: boolean;
};

/** One limit; left empty it bounds nothing. */
function Field({ name, value, unit, step, most, isNeeded }: FieldProps) {
  const { words } = useLanguage();
  return (
    <label class="field">
      {`${words.limits.terms[name]} (${unit})`}
      <input
        name={name}
        type="number"
        inputMode="decimal"
        min="0"
        max={most}
        step={step}
        required={isNeeded}
        defaultValue={value}
      />
      <span class="quiet">{isNeeded ? words.limits.needed : words.limits.empty[name]}</span>
    </label>
  );
}
