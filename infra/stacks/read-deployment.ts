import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import {
  InputError,
  isLoopback,
  type Market,
  type Merchant,
  marketSchema,
  merchantSchema,
  parseAs,
} from '../../lib/domain/index.ts';

/** What is deployed: who trades, where, and in which regions of the cloud. The first region is the home of identity and console. */
export type Deployment = {
  markets: readonly Market[];
  merchants: readonly Merchant[];
  /** Home regions in the order of the markets, each once, never empty. */
  regions: readonly [string, ...string[]];
};

/**
 * The scheduler skips a local time that the spring change removes, and the sweep then starts the run later; of the zones of today only
 * Chatham's change (2:45 to 3:45) reaches beyond this.
 */
const EARLIEST_RUN = '03:30';

/**
 * Read `markets.json` and `merchants.json` beside the app and check them.
 *
 * @throws InputError that names the file, the market and what does not fit
 */
export function readDeployment(): Deployment {
  return checkDeployment(readJson('markets.json'), readJson('merchants.json'));
}

/**
 * Check markets and merchants against one another.
 *
 * @param markets - what `markets.json` holds
 * @param merchants - what `merchants.json` holds
 * @throws InputError at the first rule that is broken, in words that an operator can act on
 */
export function checkDeployment(markets: unknown, merchants: unknown): Deployment {
  const parsedMarkets = parseAs(z.array(marketSchema), markets, 'infra/markets.json');
  const parsedMerchants = parseAs(z.array(merchantSchema), merchants, 'infra/merchants.json');
  checkUnique(
    'infra/markets.json names the market',
    parsedMarkets.map(({ market }) => market),
  );
  checkUnique(
    'infra/merchants.json names the merchant',
    parsedMerchants.map(({ merchant }) => merchant),
  );
  for (const market of parsedMarkets) checkMarket(market);
  checkLocations(parsedMarkets);
  checkMerchants(parsedMarkets, parsedMerchants);
  const [home, ...others] = new Set(parsedMarkets.map(({ homeRegion }) => homeRegion));
  if (home === undefined) throw new InputError('infra/markets.json names no market; one is needed');
  return { markets: parsedMarkets, merchants: parsedMerchants, regions: [home, ...others] };
}

function readJson(name: string): unknown {
  const file = new URL(`../${name}`, import.meta.url);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new InputError(`infra/${name} cannot be read as JSON`, { cause });
  }
}

function checkUnique(what: string, names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new InputError(`${what} ${twice} twice`);
}

function checkMarket({ market, homeRegion, timeZone, runAt }: Market): void {
  if (homeRegion.startsWith('cn-'))
    throw new InputError(
      `the market ${market} has its home in ${homeRegion}: China is another partition of the cloud, with accounts, ` +
        'endpoints and laws of its own; it is not supported',
    );
  if (!isKnownZone(timeZone)) throw new InputError(`the market ${market} has an unknown zone ${timeZone}`);
  const [hour = 24, minute = 60] = runAt.split(':').map(Number);
  if (hour > 23 || minute > 59) throw new InputError(`the market ${market} runs at ${runAt}: no such time`);
  if (runAt < EARLIEST_RUN)
    throw new InputError(
      `the market ${market} runs at ${runAt}; ${EARLIEST_RUN} or later is needed, since a time that the spring ` +
        'change removes is skipped',
    );
}

function isKnownZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}

/** Stock is planned per location, beside the demand of every market that it serves: they must lie together. */
function checkLocations(markets: readonly Market[]): void {
  const first = new Map<string, Market>();
  for (const market of markets) {
    const other = first.get(market.location);
    if (other !== undefined && other.homeRegion !== market.homeRegion)
      throw new InputError(
        `the location ${market.location} serves ${other.market} (${other.homeRegion}) and ${market.market} ` +
          `(${market.homeRegion}): markets that share a location need one home region`,
      );
    first.set(market.location, market);
  }
}

function checkMerchants(markets: readonly Market[], merchants: readonly Merchant[]): void {
  if (merchants.length === 0) throw new InputError('infra/merchants.json names no merchant; one is needed');
  const known = new Set(markets.map(({ market }) => market));
  for (const merchant of merchants) {
    checkUnique(`the merchant ${merchant.merchant} names the market`, merchant.markets);
    for (const market of merchant.markets)
      if (!known.has(market))
        throw new InputError(
          `the merchant ${merchant.merchant} trades in ${market}, which infra/markets.json lacks`,
        );
  }
}

/**
 * Check that every webhook can be called from the cloud, where nothing of the merchant's runs on a function's own machine.
 *
 * @throws InputError that names the merchant, the webhook and its address
 */
export function checkWebhooks({ merchants }: Pick<Deployment, 'merchants'>): void {
  for (const { merchant, notices } of merchants)
    for (const { name, url } of notices?.webhooks ?? [])
      if (isLoopback(url))
        throw new InputError(
          `the webhook ${name} of ${merchant} is ${url}: a deployment needs an https address`,
        );
}
