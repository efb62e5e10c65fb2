import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  canonicalJson,
  commitTo,
  type DayDigest,
  merkleRoot,
  opensCommitment,
  type SealedDay,
  sealDay,
  verifyChain,
} from '../../../lib/oversight/index.ts';

describe('merkleRoot', () => {
  const leaves = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ];

  // the test tree of Certificate Transparency's reference code (RFC 6962)
  test.each([
    [0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    [1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
    [2, 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
    [3, 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
    [4, 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'],
    [5, '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
    [6, '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef'],
    [7, 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c'],
    [8, '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
  ])('of the first %d reference leaves is the published one', (count, root) => {
    expect(merkleRoot(leaves.slice(0, count).map((hex) => Buffer.from(hex, 'hex'))).toString('hex')).toBe(
      root,
    );
  });
});

describe('commitTo', () => {
  test('is HMAC-SHA-256 (RFC 4231, test case 2)', () => {
    expect(commitTo('what do ya want for nothing?', Buffer.from('Jefe'))).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  test('opens for the value and salt alone', () => {
    const salt = Buffer.alloc(16, 7);
    const commitment = commitTo('buyer-1', salt);

    expect(opensCommitment(commitment, 'buyer-1', salt)).toBe(true);
    expect(opensCommitment(commitment, 'buyer-2', salt)).toBe(false);
    expect(opensCommitment(commitment, 'buyer-1', Buffer.alloc(16, 8))).toBe(false);
    expect(opensCommitment('not hex', 'buyer-1', salt)).toBe(false);
  });
});

describe('canonicalJson', () => {
  test('gives equal values equal bytes whatever the order of their names', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'é' }], a: true })).toBe(
      '{"a":true,"b":[1,{"c":"é","d":null}]}',
    );
  });
});

describe('verifyChain', () => {
  const salt = Buffer.alloc(16, 3);
  const entry = (i: number) => ({ decision: `d${i}`, buyer: commitTo(`buyer-${i}`, salt), units: i });
  const log = (): SealedDay[] => {
    let previous = '';
    return ['2026-03-01', '2026-03-02', '2026-03-04'].map((day, i) => {
      const entries = Array.from({ length: 3 }, (_, j) => entry(10 * i + j));
      const seal: DayDigest = sealDay(day, entries, previous);
      previous = seal.digest;
      return { seal, entries };
    });
  };
  const anchor = log().at(-1)!.seal.digest;

  test('finds the log as it was written intact, an empty one and a day without decisions too', () => {
    expect(verifyChain(log(), anchor)).toEqual({ kind: 'intact', days: 3 });
    expect(verifyChain([])).toEqual({ kind: 'intact', days: 0 });
    expect(verifyChain([{ seal: sealDay('2026-03-01', [], ''), entries: [] }]).kind).toBe('intact');
  });

  test('needs no salt: it stays intact when a person is erased, whose value nobody can test any more', () => {
    const days = log();
    expect(verifyChain(days, anchor).kind).toBe('intact');
    expect(JSON.stringify(days)).not.toContain('buyer-');
  });

  const replace = (days: SealedDay[], at: number, change: Partial<SealedDay>) =>
    days.map((day, i) => (i === at ? { ...day, ...change } : day));

  test.each<[string, (days: SealedDay[]) => SealedDay[]]>([
    [
      'a changed figure',
      (days) =>
        replace(days, 1, {
          entries: days[1]!.entries.map((one, i) => (i === 1 ? { ...one, units: 99 } : one)),
        }),
    ],
    ['an entry left out', (days) => replace(days, 0, { entries: days[0]!.entries.slice(1) })],
    ['an entry put in', (days) => replace(days, 0, { entries: [...days[0]!.entries, entry(77)] })],
    ['entries in another order', (days) => replace(days, 2, { entries: days[2]!.entries.toReversed() })],
    ['a day left out', (days) => [days[0]!, days[2]!]],
    ['the last day left out', (days) => days.slice(0, 2)],
    ['the first day left out', (days) => days.slice(1)],
    ['days in another order', (days) => [days[1]!, days[0]!, days[2]!]],
    [
      'a day resealed alone',
      (days) => replace(days, 1, { entries: [], seal: sealDay('2026-03-02', [], days[0]!.seal.digest) }),
    ],
    ['a changed seal', (days) => replace(days, 1, { seal: { ...days[1]!.seal, day: '2026-03-03' } })],
    [
      'all of it sealed anew',
      (days) => {
        const seal = sealDay('2026-03-01', [entry(5)], '');
        return [{ seal, entries: [entry(5)] }, ...days.slice(3)];
      },
    ],
  ])('finds %s', (_, tamper) => {
    expect(verifyChain(tamper(log()), anchor).kind).toBe('broken');
  });

  test('finds any single changed character of what is stored', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom('0', 'x', '9'), (at, character) => {
        const stored = JSON.stringify(log());
        const place = at % stored.length;
        const changed = stored.slice(0, place) + character + stored.slice(place + 1);
        if (changed === stored) return;
        let days: SealedDay[];
        try {
          days = JSON.parse(changed);
        } catch {
          return;
        }
        // a broken name of a part is refused where the day is read
        if (!days.every(({ seal, entries }) => seal !== undefined && Array.isArray(entries))) return;
        expect(verifyChain(days, anchor).kind).toBe('broken');
      }),
      { numRuns: 400, seed: 2 },
    );
  });
});
