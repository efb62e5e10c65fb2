export type { Random } from './random.ts';
export { createRandom, seedFrom, standardNormal } from './random.ts';
