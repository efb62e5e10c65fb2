import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PolicyDocument } from '../../lib/domain/index.ts';
import { recommendationSchema } from '../../lib/domain/index.ts';
import { aRow } from './a-row.ts';
import { euro } from './a-series.ts';
import { ask, askReady, automatic } from './ask.ts';

describe('recommend', () => {
  test('answers a bare call from the last known state, as a suggestion', () => {
    const answer = askReady();

    expect(answer).toMatchObject({
      effective: { price: { micros: 10 * euro }, source: 'current' },
      proposal: { price: { micros: 10.5 * euro }, orderUnits: 24, reorderPoint: 15, orderUpTo: 40 },
      state: { onHand: 12, onOrder: 0, stockLevel: 1 },
      expectedGain: { perDay: { minor: 60 }, lower: { minor: 6 }, upper: { minor: 66 } },
      mode: 'suggest',
      stale: false,
      fallback: { price: { micros: 10 * euro }, orderUnits: 36 },
    });
    expect(recommendationSchema.safeParse({ ...answer, decisionId: 'd' }).success).toBe(true);
  });

  test('judges the state that the caller gives: enough stock, no order', () => {
    const answer = askReady({ onHand: 20, onOrder: 12 });

    expect(answer.state).toMatchObject({ onHand: 20, onOrder: 12, stockLevel: 3 });
    expect(answer.proposal).toMatchObject({ price: { micros: 10 * euro }, orderUnits: 0 });
  });

  test('puts half a lot into the lower level: (s − ½, s + ½]', () => {
    expect(askReady({ onHand: 15, onOrder: 0 }).state.stockLevel).toBe(1);
    expect(askReady({ onHand: 15.1, onOrder: 0 }).state.stockLevel).toBe(2);
  });

  test('judges a state beyond the table at its edge and says so', () => {
    const answer = askReady({ onHand: 900 });

    expect(answer.state.stockLevel).toBe(4);
    expect(answer.warnings.join()).toContain('beyond the learnt table: judged as 40');
  });

  test('keeps the guardrails from the live price, not from the last known one', () => {
    const answer = askReady({ price: 9 });

    // 10.50 is more than 10 % above 9.00
    expect(answer.proposal?.price.micros).toBe(9.9 * euro);
    expect(answer.limitsApplied.map(({ limit }) => limit)).toEqual(['largestStep']);
    expect(answer.fallback.price?.micros).toBe(9 * euro);
  });

  test('says at which price the expected gain was worked out, where the live price is another', () => {
    const said = (price?: number) =>
      askReady(price === undefined ? {} : { price }).warnings.filter((warning) => warning.includes('gain'));

    expect(said()).toEqual([]);
    expect(said(10)).toEqual([]);
    expect(said(10.5)).toContain('the expected gain is that at the last known price of 10.00 EUR');
  });

  test('keeps the live price where only the order was learnt', () => {
    const unlearnt = aRow({
      priceMicros: [10 * euro],
      actions: [
        { price: 0, orderUnits: 0 },
        { price: 0, orderUnits: 24 },
      ],
    });

    expect(askReady({ price: 10.7 }, {}, unlearnt).proposal).toMatchObject({
      price: { micros: 10.7 * euro },
      orderUnits: 24,
    });
  });

  test('charges the proposal only where merchant and market are automatic', () => {
    const price = (context: object) => askReady({}, context).effective;

    expect(price({ marketControl: automatic, merchantControl: automatic })).toMatchObject({
      source: 'automatic',
    });
    expect(price({ marketControl: automatic })).toMatchObject({ source: 'automatic' });
    expect(price({ merchantControl: automatic })).toMatchObject({ source: 'current' });
    expect(
      price({ marketControl: automatic, merchantControl: { mode: 'suggest', killed: false } }),
    ).toMatchObject({ source: 'current' });
  });

  test.each(['merchantControl', 'marketControl'])('proposes nothing when the %s is killed', (control) => {
    const answer = askReady({}, { marketControl: automatic, [control]: { mode: 'automatic', killed: true } });

    expect(answer).toMatchObject({ killed: true, proposal: null, effective: { source: 'current' } });
    expect(answer.fallback).toMatchObject({ price: { micros: 10 * euro } });
  });

  test('proposes nothing when off', () => {
    expect(askReady({}, { marketControl: { mode: 'off', killed: false } }).proposal).toBeNull();
  });

  test('says when it is stale, and charges nothing automatically then', () => {
    const answer = askReady({}, { marketControl: automatic, now: '2024-07-02T00:00:01.000Z' });

    expect(answer.stale).toBe(true);
    expect(answer.effective.source).toBe('current');
  });

  test('tells the human arm, which keeps its own price', () => {
    expect(askReady({}, { marketControl: automatic, arm: 'human' })).toMatchObject({
      arm: 'human',
      effective: { source: 'current' },
    });
  });

  describe('in an experiment', () => {
    const trial = { arm: 'human', holdout: false, experiment: 'exp-1' } as const;
    const running = { ...automatic, experiments: ['exp-1'] };

    test('proposes nothing for what people operate, and keeps contract and fallback', () => {
      const answer = askReady({ customer: 'c1' }, { marketControl: running, customerTrial: trial });

      expect(answer).toMatchObject({
        arm: 'human',
        proposal: null,
        effective: { source: 'contract', orderUnits: null },
      });
      expect(answer.fallback.price).not.toBeNull();
      expect(answer.reasons[0]?.text).toContain('People alone operate it');
    });

    test('proposes as ever once the control row lists the experiment no more', () => {
      expect(askReady({}, { marketControl: automatic, customerTrial: trial })).toMatchObject({
        arm: 'ai',
        effective: { source: 'automatic' },
      });
    });

    test('leaves the holdout to people whatever runs', () => {
      const held = { arm: 'human', holdout: true } as const;

      expect(askReady({}, { marketControl: automatic, customerTrial: held }).arm).toBe('human');
    });
  });

  test.each([
    ['a contract', { customer: 'c1' }, 'gold', 8, 'contract'],
    ['no contract that has ended', { customer: 'c2' }, undefined, 10.5, 'automatic'],
    ['the price group', {}, 'gold', 9.2, 'priceGroup'],
    ['the quantity break of the group', { quantity: 150 }, 'gold', 8.5, 'quantityBreak'],
    ['the quantity break of the list', { quantity: 100 }, undefined, 9, 'quantityBreak'],
    ['the proposal below the quantity break', { quantity: 99 }, undefined, 10.5, 'automatic'],
  ])('charges %s', (_, query, priceGroup, expected, source) => {
    const answer = askReady(query, { marketControl: automatic, priceGroup });

    expect(answer.effective).toMatchObject({ price: { micros: expected * euro, currency: 'EUR' }, source });
  });

  test.each([
    ['the contract', { customer: 'c1' }, 'gold', "The customer's contract says 8.00 EUR."],
    ['the group', { customer: 'c9' }, 'gold', 'The customer is in price group gold, which pays 9.20 EUR.'],
    ['its break', { quantity: 150 }, 'gold', 'For 150 units the price list of group gold says 8.50 EUR.'],
    [
      'the break of all',
      { customer: 'c9', quantity: 100 },
      '',
      'For 100 units the price list says 9.00 EUR.',
    ],
    [
      'the unknown customer',
      { customer: 'c9' },
      undefined,
      'This customer is not known in the market: the price for all holds.',
    ],
  ])('says why this buyer pays this price: %s', (_, query, priceGroup, text) => {
    const [stock, order, price, ...more] = askReady(query, { priceGroup }).reasons;

    expect([stock?.code, order?.code, price?.code]).toEqual(['stock', 'order', 'price']);
    expect(more.map((reason) => reason.text)).toEqual([text]);
  });

  test('says nothing of a known customer for whom nothing is agreed', () => {
    expect(askReady({ customer: 'c9' }, { priceGroup: '' }).reasons).toEqual(askReady().reasons);
  });

  test('names the contract as the limit that bound', () => {
    expect(askReady({ customer: 'c1' }).limitsApplied).toContainEqual(
      expect.objectContaining({
        limit: 'contract',
        detail: 'the contract price 8.00 EUR holds',
      }),
    );
  });

  test('keeps the price and says why when limits contradict each other', () => {
    const answer = askReady({}, {}, aRow({ limits: { ...aRow().limits, floorMicros: 12 * euro } }));

    expect(answer.proposal?.price.micros).toBe(10 * euro);
    expect(answer.warnings.join()).toContain('does not reach the floor 12.00 EUR');
  });

  test('orders what is owed to customers on top of what an empty shelf needs', () => {
    const owing = aRow({ lastKnown: { ...aRow().lastKnown, onHand: -30 } });

    const answer = askReady({}, {}, owing);

    // 24 at level 0, and 30 owed: 54, in packs of 12; by the textbook 40 + 30 = 70
    expect(answer.proposal?.orderUnits).toBe(60);
    expect(answer.fallback.orderUnits).toBe(72);
    expect(answer.limitsApplied).toContainEqual(
      expect.objectContaining({
        limit: 'orderLot',
        detail: 'raised from 54 to 60 units: whole packs, and the minimum order',
      }),
    );
    expect(answer.reasons[0]?.text).toContain('30 owed to customers and 0 on order make −30 units: 0 days');
  });

  test('says a warning once, though night and answer both meet it', () => {
    const contradiction =
      "price limits contradict: a step of 10 % from today's 10.00 EUR does not reach the floor 12.00 EUR";
    const row = aRow({ limits: { ...aRow().limits, floorMicros: 12 * euro }, warnings: [contradiction] });

    const { warnings } = askReady({}, {}, row);

    expect(warnings.filter((warning) => warning.includes('contradict'))).toEqual([contradiction]);
  });

  test('answers insufficient data with what is missing, what is agreed and the last known price', () => {
    const lacking: PolicyDocument = {
      kind: 'insufficientData',
      sku: 'B-2',
      runId: 'r',
      asOf: '2024-06-30',
      missing: ['unit_cost'],
      detail: 'Missing unit_cost (no file gives its cost).',
      lastKnown: { onHand: null, onOrder: null, unitPriceMicros: 10 * euro },
      currency: 'EUR',
      priceList: [],
      contracts: [{ customer: 'c1', minQuantity: 0, unitPriceMicros: 8 * euro, validTo: null }],
    };

    expect(ask({}, {}, lacking)).toMatchObject({
      kind: 'insufficientData',
      missing: ['unit_cost'],
      effective: { price: { micros: 10 * euro }, source: 'current' },
      fallback: { price: { micros: 10 * euro }, orderUnits: 0 },
    });
    expect(ask({ customer: 'c1' }, {}, lacking).effective.source).toBe('contract');
    expect(recommendationSchema.safeParse(ask({}, {}, lacking)).success).toBe(true);
  });

  test('lets no query through price limits, packs or minimum order', () => {
    const queries = fc.record(
      {
        onHand: fc.double({ min: 0, max: 1e12, noNaN: true }),
        onOrder: fc.double({ min: 0, max: 1e12, noNaN: true }),
        price: fc.double({ min: 0.001, max: 1e6, noNaN: true }),
      },
      { requiredKeys: [] },
    );

    fc.assert(
      fc.property(queries, fc.integer({ min: 1, max: 50 }), (query, packSize) => {
        const { limits, replenishment } = aRow();
        const row = aRow({ replenishment: { ...replenishment, packSize } });
        const { proposal, state, warnings, fallback } = askReady(query, {}, row);
        const micros = proposal?.price.micros ?? Number.NaN;
        for (const units of [proposal?.orderUnits ?? Number.NaN, fallback.orderUnits]) {
          expect(units % packSize).toBe(0);
          expect(units === 0 || units >= replenishment.minimumOrderUnits).toBe(true);
        }
        if (warnings.some((warning) => warning.includes('contradict')))
          return expect(micros).toBe(state.price.micros);
        expect(micros).toBeGreaterThanOrEqual(limits.floorMicros);
        expect(Math.abs(micros - state.price.micros)).toBeLessThanOrEqual(state.price.micros * 0.1 + 1e-6);
      }),
      { seed: 7, numRuns: 1000 },
    );
  });
});
