import type { ComponentChildren } from 'preact';
import {
  type ExperimentMetric,
  experimentKinds,
  experimentMetrics,
} from '../../../../lib/domain/experiment.ts';
import type { HomedMarket } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { type Draft, isWholeWeeks, lacksTolerance, WEEKS } from './draft.ts';
import { metricWriting } from './metric-words.ts';

type Props = {
  draft: Draft;
  markets: readonly HomedMarket[];
  currency: string;
  onChange: (change: Partial<Draft>) => void;
};

/** Chances that are usual to ask for. */
const POWERS = [0.7, 0.8, 0.9, 0.95];
const SHARES = [0.2, 0.5, 0.8];

/** What is settled before the first day. */
export function DraftForm({ draft, markets, currency, onChange }: Props) {
  const language = useLanguage();
  const { words, say, format } = language;
  const told = words.experiments;
  const { unit } = metricWriting(draft.metric, currency, language);
  return (
    <>
      <Choice
        name={told.kind}
        value={draft.kind}
        of={experimentKinds}
        say={(kind) => told.kinds[kind]}
        onChoose={(kind) => onChange({ kind })}
      />
      <MarketBoxes draft={draft} markets={markets} onChange={onChange} />
      <Choice
        name={told.metric}
        value={draft.metric}
        of={experimentMetrics}
        say={(metric) => told.metrics[metric]}
        onChoose={(metric) => onChange({ metric, effect: '' })}
      />
      <NumberField
        name={say(told.effectIn, { unit })}
        value={draft.effect}
        onType={(effect) => onChange({ effect })}
      >
        <span class="quiet evidence">{told.effectWhy}</span>
      </NumberField>
      <div class="choices">
        <Choice
          name={told.power}
          value={draft.power}
          of={POWERS}
          say={format.share}
          onChoose={(power) => onChange({ power })}
        />
        <Choice
          name={told.aiShare}
          value={draft.aiShare}
          of={SHARES}
          say={format.share}
          onChoose={(aiShare) => onChange({ aiShare })}
        />
      </div>
      <NumberField
        name={told.weeksWanted}
        value={draft.weeks}
        {...WEEKS}
        onType={(weeks) => onChange({ weeks })}
      >
        {!isWholeWeeks(draft) && <span class="alert evidence">{say(told.weeksBounds, WEEKS)}</span>}
      </NumberField>
      <GuardFields draft={draft} currency={currency} onChange={onChange} />
      <label class="field">
        {told.name}
        <input
          value={draft.name}
          maxLength={200}
          onInput={(event) => onChange({ name: event.currentTarget.value })}
        />
      </label>
    </>
  );
}

function MarketBoxes({ draft, markets, onChange }: Pick<Props, 'draft' | 'markets' | 'onChange'>) {
  const { words } = useLanguage();
  if (markets.length < 2) return null;
  const toggled = (market: string) =>
    draft.markets.includes(market)
      ? draft.markets.filter((one) => one !== market)
      : [...draft.markets, market];
  return (
    <fieldset class="boxes">
      <legend>{words.experiments.markets}</legend>
      {markets.map(({ market, name }) => (
        <label key={market}>
          <input
            type="checkbox"
            checked={draft.markets.includes(market)}
            onChange={() => onChange({ markets: toggled(market) })}
          />{' '}
          {name}
        </label>
      ))}
    </fieldset>
  );
}

function GuardFields({ draft, currency, onChange }: Pick<Props, 'draft' | 'currency' | 'onChange'>) {
  const language = useLanguage();
  const { words, say } = language;
  const told = words.experiments;
  const guard = experimentMetrics.find((one) => one === draft.guard);
  return (
    <>
      <Choice<ExperimentMetric | ''>
        name={told.guard}
        value={draft.guard}
        of={['', ...experimentMetrics]}
        say={(metric) => (metric === '' ? told.noGuard : told.metrics[metric])}
        onChoose={(metric) => onChange({ guard: metric, tolerated: '' })}
      />
      {guard !== undefined && (
        <NumberField
          name={say(told.toleratedIn, { unit: metricWriting(guard, currency, language).unit })}
          value={draft.tolerated}
          isRequired
          onType={(tolerated) => onChange({ tolerated })}
        >
          {lacksTolerance(draft) && <span class="quiet evidence">{told.toleratedNeeded}</span>}
        </NumberField>
      )}
    </>
  );
}

type ChoiceProps<Value> = {
  name: string;
  value: Value;
  of: readonly Value[];
  say: (value: Value) => string;
  onChoose: (value: Value) => void;
};

function Choice<Value extends string | number>({ name, value, of, say, onChoose }: ChoiceProps<Value>) {
  return (
    <label class="field">
      {name}
      <select
        value={String(value)}
        onChange={(event) => {
          const chosen = of.find((one) => String(one) === event.currentTarget.value);
          if (chosen !== undefined) onChoose(chosen);
        }}
      >
        {of.map((one) => (
          <option key={one} value={String(one)}>
            {say(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

type NumberProps = {
  name: string;
  value: string;
  least?: number;
  most?: number;
  isRequired?: boolean;
  onType: (typed: string) => void;
  children?: ComponentChildren;
};

function NumberField({ name, value, least = 0, most, isRequired = false, onType, children }: NumberProps) {
  return (
    <label class="field">
      {name}
      <input
        type="number"
        inputMode="decimal"
        step="any"
        required={isRequired}
        min={least}
        max={most}
        value={value}
        onInput={(event) => onType(event.currentTarget.value)}
      />
      {children}
    </label>
  );
}
