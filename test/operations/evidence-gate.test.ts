import { describe, expect, test } from '@jest/globals';
import type { EvidenceGate, RuleProof, SkuDrift } from '../../lib/domain/index.ts';
import { evidenceGate, ruleStanding, triedPrices } from '../../lib/operations/index.ts';
import { aRow } from './a-row.ts';
import { aSeries, euro } from './a-series.ts';
import { askReady, automatic } from './ask.ts';

const aProof = (lowerMinor: number, withdrawn = lowerMinor < 0): RuleProof => ({
  ...{ kind: 'measured', withdrawn, nightsAboveZero: 1, level: 0.9, gainShare: 0.02, skus: 40, weeks: 900 },
  ...{ gainPerDay: { minor: 500, currency: 'EUR' }, lower: { minor: lowerMinor, currency: 'EUR' } },
  ...{ upper: { minor: 900, currency: 'EUR' }, text: 'measured' },
});
const unproven: RuleProof = {
  ...{ kind: 'noEvidence', withdrawn: false, nightsAboveZero: 0, skus: 0, weeks: 0, text: 'none' },
};
const noProof = { triedMicros: [], proof: null };

describe('evidenceGate', () => {
  test.each([
    [0, 'suggest'],
    [25, 'suggest'],
    [51, 'suggest'],
    [52, 'testedPrices'],
    [103, 'testedPrices'],
    [104, 'automatic'],
  ] as const)('with %d weeks of history and no proof lets a policy go as far as %s', (weeks, level) => {
    const gate = evidenceGate({ ...noProof, weeks });

    expect(gate.level).toBe(level);
    expect(gate.orders).toBe(level === 'suggest' ? 'suggest' : 'automatic');
    expect(gate.reasons[0]).toContain(`${weeks} weeks`);
  });

  test('opens all prices from 52 weeks where the market’s price rule is proven to gain', () => {
    const proven = { triedMicros: [], proof: { orders: unproven, prices: aProof(1) } };

    expect(evidenceGate({ ...proven, weeks: 52 }).level).toBe('automatic');
    expect(evidenceGate({ ...proven, weeks: 51 }).level).toBe('suggest');
    // a bound of zero proves nothing
    const even = { ...proven, proof: { orders: unproven, prices: aProof(0) } };
    expect(evidenceGate({ ...even, weeks: 52 }).level).toBe('testedPrices');
  });

  test('withdraws orders alone where the order rule lost, and says by what', () => {
    const gate = evidenceGate({
      triedMicros: [],
      weeks: 200,
      proof: { orders: aProof(-1), prices: unproven },
    });

    expect(gate).toMatchObject({ level: 'suggest', orders: 'suggest', prices: 'automatic' });
    expect(gate.reasons[1]).toMatch(/order rule is withdrawn .* measured/);
  });

  test('falls back to suggesting alone while an alarm of drift stands, whatever history and proof say', () => {
    const proof = { orders: aProof(1), prices: aProof(1) };
    const drift = 'sells 60 % more than before for 9 days';

    const gate = evidenceGate({ triedMicros: [10 * euro], weeks: 200, proof, drift });

    expect(gate).toMatchObject({ level: 'suggest', orders: 'suggest', prices: 'suggest', drift });
    expect(gate.triedMicros).toBeUndefined();
    // and back, on the night after
    expect(evidenceGate({ triedMicros: [], weeks: 200, proof })).toMatchObject({
      ...{ level: 'automatic', orders: 'automatic', prices: 'automatic' },
    });
  });

  test('withdraws prices alone where the price rule lost', () => {
    const gate = evidenceGate({
      triedMicros: [],
      weeks: 200,
      proof: { orders: aProof(1), prices: aProof(-1) },
    });

    expect(gate).toMatchObject({ level: 'suggest', orders: 'automatic', prices: 'suggest' });
  });
});

describe('ruleStanding', () => {
  const nights = (bounds: readonly (number | null)[]) => {
    const told: ReturnType<typeof ruleStanding>[] = [];
    for (const bound of bounds) told.push(ruleStanding(told.at(-1) ?? null, bound));
    return told;
  };

  test('withdraws on the night on which the lower bound falls below zero', () => {
    expect(nights([3, -0.01]).map(({ withdrawn }) => withdrawn)).toEqual([false, true]);
  });

  test('gives a rule back after seven nights above zero in a row, not before', () => {
    const told = nights([-1, 1, 1, 1, 1, 1, 1, 1]);

    expect(told.map(({ withdrawn }) => withdrawn)).toEqual([...new Array(7).fill(true), false]);
  });

  test('does not flap where the bound wavers about zero', () => {
    const told = nights([-1, 1, -1, 1, 1, -1, 1, 0, 1, 1, 1, 1, 1, 1]);

    // the night at zero begins the count anew
    expect(told.every(({ withdrawn }) => withdrawn)).toBe(true);
  });

  test('changes nothing on a night without evidence', () => {
    expect(nights([-1, 1, null, 1])).toEqual([
      { withdrawn: true, nightsAboveZero: 0 },
      { withdrawn: true, nightsAboveZero: 1 },
      { withdrawn: true, nightsAboveZero: 1 },
      { withdrawn: true, nightsAboveZero: 2 },
    ]);
    expect(nights([null])).toEqual([{ withdrawn: false, nightsAboveZero: 0 }]);
  });
});

describe('triedPrices', () => {
  const ladder = [9, 9.5, 10, 10.5, 11].map((price) => price * euro);
  const days = new Array<number>(100).fill(1);
  const pricesOf = (priceSteps: [number, number][], priceSource: 'list' | 'paid' = 'list') => {
    const groups = [{ priceGroup: '', demand: days, priceSteps }];
    return triedPrices(aSeries({ groups, demand: days, priceSource }), ladder, 10 * euro);
  };

  test('counts a price that held for three weeks, and today’s always', () => {
    expect(
      pricesOf([
        [0, 10.4 * euro],
        [21, 10 * euro],
      ]),
    ).toEqual([10 * euro, 10.5 * euro]);
    expect(
      pricesOf([
        [0, 10.4 * euro],
        [20, 9 * euro],
        [40, 10 * euro],
      ]),
    ).toEqual([10 * euro]);
    expect(pricesOf([])).toEqual([10 * euro]);
  });

  test('counts no price far beyond the ladder, and none that buyers merely paid', () => {
    expect(
      pricesOf([
        [0, 13 * euro],
        [50, 10 * euro],
      ]),
    ).toEqual([10 * euro]);
    expect(
      pricesOf(
        [
          [0, 10.5 * euro],
          [50, 10 * euro],
        ],
        'paid',
      ),
    ).toEqual([10 * euro]);
  });
});

describe('recommend, where the mode is automatic', () => {
  const askWith = (gate: EvidenceGate | undefined, merchantControl = automatic) =>
    askReady({}, { merchantControl, marketControl: automatic }, aRow(gate === undefined ? {} : { gate }));

  test('acts as far as the mode says on a row of before there were gates', () => {
    expect(askWith(undefined).effective).toEqual({
      ...{ price: { micros: 10.5 * euro, currency: 'EUR' }, source: 'automatic', orderUnits: 24 },
    });
  });

  test('only suggests where the history is short, and says so', () => {
    const answer = askWith(evidenceGate({ ...noProof, weeks: 30 }));

    expect(answer.effective).toMatchObject({
      price: { micros: 10 * euro },
      source: 'current',
      orderUnits: null,
    });
    expect(answer.proposal).toMatchObject({ price: { micros: 10.5 * euro }, orderUnits: 24 });
    expect(answer.reasons.at(-1)).toMatchObject({
      code: 'evidence',
      text: expect.stringMatching(/^Price and order wait for approval: 30 weeks/),
    });
  });

  test('lets only a price that was tried take effect from 52 weeks, and the order', () => {
    const untried = askWith(evidenceGate({ weeks: 60, triedMicros: [10 * euro], proof: null }));
    const tried = askWith(evidenceGate({ weeks: 60, triedMicros: [10.5 * euro], proof: null }));

    expect(untried.effective).toMatchObject({ source: 'current', orderUnits: 24 });
    expect(untried.reasons.at(-1)?.text).toMatch(/^The price waits for approval/);
    expect(tried.effective).toMatchObject({ price: { micros: 10.5 * euro }, source: 'automatic' });
    expect(tried.reasons.map(({ code }) => code)).not.toContain('evidence');
  });

  test('charges the learnt price but orders nothing by itself where the order rule is withdrawn', () => {
    const proof = { orders: aProof(-5), prices: unproven };
    const answer = askWith(evidenceGate({ weeks: 104, triedMicros: [], proof }));

    expect(answer.effective).toMatchObject({ source: 'automatic', orderUnits: null });
    expect(answer.reasons.at(-1)?.text).toMatch(/^The order waits for approval/);
  });

  test('charges and orders nothing by itself while the SKU drifts, and says which change it waits for', () => {
    const words = 'sells 60 % more than before for 9 days';
    const gate = evidenceGate({ triedMicros: [], weeks: 200, proof: null, drift: words });
    const drift: SkuDrift = {
      ...{ signal: 'level', direction: 1, size: 0.6, since: '2024-06-20', daysSince: 9 },
      ...{ raisedOn: '2024-06-28', qValue: 0.001, words },
    };
    const controls = { merchantControl: automatic, marketControl: automatic };

    const answer = askReady({}, controls, aRow({ gate, drift }));

    expect(answer.effective).toMatchObject({
      ...{ price: { micros: 10 * euro }, source: 'current', orderUnits: null },
    });
    expect(answer.proposal).toMatchObject({ price: { micros: 10.5 * euro }, orderUnits: 24 });
    expect(answer.reasons.at(-1)).toEqual({
      code: 'drift',
      text: `Price and order wait for approval: the SKU ${words}; it acts by itself again when it has settled.`,
      figures: { signal: 'level', rises: true, sizeShare: 0.6, since: '2024-06-20' },
    });
  });

  test('says nothing of evidence where the mode only suggests anyway', () => {
    const suggest = { mode: 'suggest', killed: false } as const;
    const answer = askWith(evidenceGate({ ...noProof, weeks: 30 }), suggest);

    expect(answer.effective.orderUnits).toBeNull();
    expect(answer.reasons.map(({ code }) => code)).not.toContain('evidence');
  });
});
