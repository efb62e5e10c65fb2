import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../../lib/domain/index.ts';
import { corrections } from './corrections.ts';
import type { DemoFile } from './demo-file.ts';
import { locationFiles, orderFiles } from './history-files.ts';
import { INTEREST_MARKET, interestFiles } from './interest.ts';
import { demoMarkets } from './markets.ts';
import { masterFiles } from './master-files.ts';
import { simulate } from './simulate.ts';
import { type DemoTruth, truthOf } from './truth.ts';
import { type DemoSettings, demoWorld } from './world.ts';

export type { DemoFile } from './demo-file.ts';
export { onlineRetailFiles } from './online-retail.ts';
export type { DemoTruth } from './truth.ts';

/** Say what the demo is, wherever it is shown. */
export const DEMO_NOTICE =
  'Demo data: every company, person, product and number is made up by a seeded program; none is real.';

/** `seed` (default 1) drives all chance; `scale` (default 1) multiplies SKUs, buyers and order lines, for load tests. */
export type DemoOptions = { readonly seed?: number; readonly scale?: number };

/**
 * Generate the demo files: a made-up wholesaler of 60 SKUs that sells to 320 made-up companies in de, gb, jp and us,
 * 2024-07-01 to 2026-06-30. Equal options give equal bytes.
 *
 * Per market: products, customers, suppliers, prices, events, rates, orders; per location, under the market that keeps its
 * files (`hamburg` of de and gb under de): stock at the close of each day, and orders to suppliers. Last comes a
 * corrections file for de with a few bad rows, and for jp what its buyers looked at and were quoted. Files of one market and kind stand in the order of their upload.
 *
 * @returns about 11 MB for scale 1, in about a second; time and size grow with `scale`
 * @throws InputError when seed or scale is not a whole number, or scale < 1
 */
export function generateDemo(options: DemoOptions = {}): DemoFile[] {
  const settings = demoSettings(options);
  const worlds = demoWorld(settings);
  const locations = simulate(worlds, settings.seed);
  const markets = locations.flatMap((location) => location.markets);
  const corrected = markets.map(({ world, lines }) => ({ world, lines, ...corrections(world, lines) }));
  const files = [
    ...worlds.flatMap((world) => masterFiles(world)),
    ...locations.flatMap((location) => locationFiles(location)),
    ...corrected.flatMap(({ world, lines, asFirstWritten }) => orderFiles(world, lines, asFirstWritten)),
    ...corrected.flatMap(({ files }) => files),
    ...markets
      .filter(({ world }) => world.market.market === INTEREST_MARKET)
      .flatMap(({ world, lines }) => interestFiles(world, lines, settings)),
  ];
  return demoMarkets.flatMap(({ market }) => files.filter((file) => file.market === market));
}

/**
 * Write the demo files into a folder as `{market}/{kind}/{fileName}`: what `npm start -- --data <folder>` takes.
 *
 * @returns the paths written, in the order of their upload
 */
export function writeDemo(folder: string, options: DemoOptions = {}): string[] {
  return generateDemo(options).map(({ market, kind, fileName, body }) => {
    mkdirSync(join(folder, market, kind), { recursive: true });
    const path = join(folder, market, kind, fileName);
    writeFileSync(path, body);
    return path;
  });
}

/** Tell the parameters that the demo of these options was made with, to hold engines against. */
export function demoTruth(options: DemoOptions = {}): DemoTruth {
  return truthOf(demoSettings(options));
}

function demoSettings({ seed = 1, scale = 1, ...unknown }: DemoOptions): DemoSettings {
  const names = Object.keys(unknown);
  if (names.length > 0) throw new InputError(`the demo takes seed and scale, not ${names.join(', ')}`);
  if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(scale) || scale < 1)
    throw new InputError(
      `the demo's seed ${seed} and scale ${scale} must be whole numbers, the scale 1 or more`,
    );
  return { seed, scale };
}
