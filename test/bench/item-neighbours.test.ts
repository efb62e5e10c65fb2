import { describe, expect, test } from '@jest/globals';
import type { Purchase } from '../../lib/purchasing/index.ts';
import { itemNeighbours } from './item-neighbours.ts';

describe('itemNeighbours', () => {
  const bought = (customer: string, sku: string, day = 0): Purchase => ({
    ...{ customer, sku, day, quantity: 1, price: 1 },
    ...{ invoice: `${customer}-${day}`, country: 'UK' },
  });

  // by hand: cup and tray share 2 buyers, 2 / (√(2 · 3) + 10) = .161; cup and lamp 1, 1 / (√(2 · 1) + 10) = .088;
  // lamp and tray 1, 1 / (√(1 · 3) + 10) = .085
  const known = [
    ...['cup', 'tray', 'lamp'].map((sku) => bought('a', sku)),
    ...['cup', 'tray'].map((sku) => bought('b', sku)),
    bought('c', 'tray'),
  ];

  test('ranks what the most buyers took beside what a buyer has', () => {
    const lists = itemNeighbours(known, { customers: ['c'], k: 10, asOf: 1, only: 'new' });

    expect(lists.get('c')).toEqual(['cup', 'lamp']);
  });

  test('scores an item that a buyer has by its other items alone', () => {
    const lists = itemNeighbours(known, { customers: ['b'], k: 10, asOf: 1 });

    expect(lists.get('b')).toEqual(['lamp', 'cup', 'tray']);
  });

  test('counts a late purchase for more than an early one', () => {
    const pairs = [bought('x', 'ink'), bought('x', 'pen'), bought('y', 'oil'), bought('y', 'pan')];
    const purchases = [...pairs, bought('z', 'pen', 0), bought('z', 'pan', 100)];

    const lists = itemNeighbours(purchases, { customers: ['z'], k: 1, asOf: 120, only: 'new' });

    expect(lists.get('z')).toEqual(['oil']);
  });

  test('has nothing for a buyer unknown', () => {
    expect(itemNeighbours(known, { customers: ['d'], k: 10, asOf: 1 }).get('d')).toEqual([]);
  });
});
