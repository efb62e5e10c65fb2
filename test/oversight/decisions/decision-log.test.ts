import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RunSeal } from '../../../lib/domain/index.ts';
import {
  auditPath,
  canonicalJson,
  commitTo,
  entryLeaf,
  includes,
  type LogEntry,
  leafHash,
  merkleRoot,
  opensCommitment,
  placeOf,
  rootOfLeaves,
  type SealedRun,
  sealRun,
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

describe('auditPath', () => {
  /** Seven leaves, as the examples of RFC 6962, §2.1.3, have them. */
  const seven = ['d0', 'd1', 'd2', 'd3', 'd4', 'd5', 'd6'].map((name) => leafHash(Buffer.from(name)));
  const [a, b, c, d, e, f, j] = seven as [Buffer, Buffer, Buffer, Buffer, Buffer, Buffer, Buffer];
  const above = (left: Buffer, right: Buffer) =>
    createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();
  const [g, h, i] = [above(a, b), above(c, d), above(e, f)];
  const [k, l] = [above(g, h), above(i, j)];

  test.each([
    ['d0', 0, [b, h, l]],
    ['d3', 3, [c, g, l]],
    ['d4', 4, [f, j, k]],
    ['d6', 6, [i, k]],
  ])('of %s is the one of the example', (_, index, path) => {
    expect(auditPath(seven, index).map((one) => one.toString('hex'))).toEqual(
      path.map((one) => one.toString('hex')),
    );
  });

  test('shows every leaf of every tree up to 70 to be in it, and no other leaf, place or size', () => {
    for (let size = 1; size <= 70; size++) {
      const leaves = Array.from({ length: size }, (_, n) => leafHash(Buffer.from(`entry ${n}`)));
      const root = rootOfLeaves(leaves);
      for (const [index, leaf] of leaves.entries()) {
        const path = auditPath(leaves, index);
        expect(includes(root, leaf, { index, size, path })).toBe(true);
        expect(includes(root, leafHash(Buffer.from('x')), { index, size, path })).toBe(false);
        expect(includes(root, leaf, { index: size, size, path })).toBe(false);
        if (size > 1) {
          expect(includes(root, leaf, { index: (index + 1) % size, size, path })).toBe(false);
          expect(includes(root, leaf, { index, size, path: path.slice(1) })).toBe(false);
          expect(includes(root, leaf, { index, size, path: [...path, leaf] })).toBe(false);
        }
      }
    }
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
  const night = (i: number): LogEntry => ({
    decision: `d${i}`,
    buyer: commitTo(`buyer-${i}`, salt),
    units: i,
  });
  const act = (place: number): LogEntry => ({ ...night(place), place });
  const seal = (runId: string, entries: readonly LogEntry[], before: RunSeal | null): SealedRun => {
    const about = {
      ...{ merchant: 'demo', market: 'de', runId, asOf: '2026-03-01', at: '2026-03-02T03:00:00Z' },
      nightRoot: '00'.repeat(32),
      file: { key: `log/${runId}`, bytes: 10, sha256: '11'.repeat(32) },
    };
    const places = entries.flatMap((entry) => placeOf(entry) ?? []);
    return { seal: sealRun(about, { leaves: entries.map(entryLeaf), places }, before), entries };
  };
  /** Three runs: of night's lines alone, with acts 1 and 2, and with act 3. */
  const log = (): [SealedRun, SealedRun, SealedRun] => {
    const one = seal('r1', [night(0), night(1), night(2)], null);
    const two = seal('r2', [act(1), act(2), night(12)], one.seal);
    return [one, two, seal('r3', [act(3), night(21)], two.seal)];
  };
  const anchor = log()[2].seal.digest;

  test('finds the log as it was written intact, an empty one and a run without entries too', () => {
    expect(verifyChain(log(), anchor)).toEqual({ kind: 'intact', seals: 3 });
    expect(verifyChain([])).toEqual({ kind: 'intact', seals: 0 });
    expect(verifyChain([seal('r1', [], null)]).kind).toBe('intact');
  });

  test('needs no salt: it stays intact when a person is erased, whose value nobody can test any more', () => {
    expect(verifyChain(log(), anchor).kind).toBe('intact');
    expect(JSON.stringify(log())).not.toContain('buyer-');
  });

  const [one, two, three] = log();
  test.each<[string, SealedRun[], number]>([
    ['a changed figure', [one, { ...two, entries: [act(1), { ...act(2), units: 99 }, night(12)] }, three], 2],
    ['an entry left out', [{ ...one, entries: one.entries.slice(1) }, two, three], 1],
    ['an entry put in', [{ ...one, entries: [...one.entries, night(77)] }, two, three], 1],
    ['entries in another order', [one, two, { ...three, entries: three.entries.toReversed() }], 3],
    ['a seal left out', [one, three], 3],
    ['the last seal left out', [one, two], 2],
    ['the first seal left out', [two, three], 2],
    ['seals in another order', [two, one, three], 2],
    ['a run sealed anew alone', [one, seal('r2', [], one.seal), three], 3],
    ['a changed seal', [one, { ...two, seal: { ...two.seal, asOf: '2026-03-03' } }, three], 2],
    ['all of it sealed anew', [seal('r1', [night(5)], null)], 1],
    ['an act that was gone before it was sealed', [one, seal('r2', [act(2)], one.seal)], 2],
    ['an act that is sealed twice', [one, two, seal('r3', [act(2), act(3)], two.seal)], 3],
  ])('finds %s, and where', (_, runs, at) => {
    expect(verifyChain(runs, anchor)).toMatchObject({ kind: 'broken', seal: at });
  });

  test('finds any single changed character of what is stored', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom('0', 'x', '9'), (at, character) => {
        const stored = JSON.stringify(log());
        const place = at % stored.length;
        const changed = stored.slice(0, place) + character + stored.slice(place + 1);
        if (changed === stored) return;
        let runs: SealedRun[];
        try {
          runs = JSON.parse(changed);
        } catch {
          return;
        }
        // a broken name of a part is refused where the seal is read
        if (!runs.every(({ seal, entries }) => seal !== undefined && Array.isArray(entries))) return;
        expect(verifyChain(runs, anchor).kind).toBe('broken');
      }),
      { numRuns: 400, seed: 2 },
    );
  });
});
