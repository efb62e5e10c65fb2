// read once: a global's property is slow to look up in a test runner's context
const { imul } = Math;

/** A source of uniform numbers in [0, 1). Always made from a seed, never global. */
export type Random = () => number;

/**
 * Create a seeded generator: xoshiro128** (Blackman & Vigna 2021), its state filled by splitmix32.
 *
 * Equal seeds give equal streams on every platform; 53 random bits a number.
 *
 * @param seed - any integer; taken modulo 2³²
 */
export function createRandom(seed: number): Random {
  let mix = seed | 0;
  const splitmix = (): number => {
    mix = (mix + 0x9e3779b9) | 0;
    let z = mix ^ (mix >>> 16);
    z = imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = imul(z, 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let a = splitmix();
  let b = splitmix();
  let c = splitmix();
  let d = splitmix();
  const next = (): number => {
    const scrambled = imul(rotateLeft(imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return scrambled;
  };
  return () => (next() * 2_097_152 + (next() >>> 11)) / 9_007_199_254_740_992;
}

/** Draw a standard normal number by the polar method (Marsaglia & Bray 1964). */
export function standardNormal(random: Random): number {
  for (;;) {
    const u = 2 * random() - 1;
    const v = 2 * random() - 1;
    const squared = u * u + v * v;
    if (squared > 0 && squared < 1) return u * Math.sqrt((-2 * Math.log(squared)) / squared);
  }
}

/**
 * Derive a seed from names, so that every series of a run has its own stream whatever shard it falls into (FNV-1a, 32 bits).
 *
 * @param base - the run's seed
 */
export function seedFrom(base: number, ...names: string[]): number {
  let hash = 0x811c9dc5 ^ base;
  for (const character of names.join('\u0000')) {
    hash = imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash >>> 0;
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
