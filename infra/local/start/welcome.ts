import {
  type Recommendation,
  type SkuSummary,
  type UnitPrice,
  type Upload,
  unitPriceText,
} from '../../../lib/domain/index.ts';
import type { ApiClient } from './api-client.ts';
import type { Started } from './start.ts';

/**
 * Say what a newcomer does next: open the console, or take the token, fetch a recommendation.
 *
 * @returns lines for standard output
 */
export async function welcome(started: Started, markets: readonly string[]): Promise<string> {
  const token = await started.token();
  const { url } = started.cloud;
  const example = await firstReady(started, markets);
  const lines = [
    '',
    `Console   ${url}/`,
    '          sign in as Anna or Ben, who may do everything, or as Vera, who may look',
    `Token     ${token}`,
    `API       ${url}/v1/openapi.json`,
    '',
  ];
  if (example === undefined)
    lines.push('No SKU has a recommendation yet: see GET /v1/uploads for what was refused or is missing.');
  else {
    const path = `/v1/markets/${example.market}/skus/${encodeURIComponent(example.sku)}/recommendation`;
    lines.push(
      'What to charge and reorder, here and now:',
      '',
      `curl -s -H "Authorization: Bearer ${token}" "${url}${path}"`,
      '',
      example.said,
      '',
    );
  }
  lines.push(...questions(started.uploads), 'Ctrl-C stops; the next start goes on from here.');
  return `${lines.join('\n')}\n`;
}

/** Find the market's most urgent SKU that has a policy, and ask for its advice as the printed line does. */
async function firstReady(started: Started, markets: readonly string[]) {
  for (const market of markets) {
    const api = started.apiOf(market);
    const sku = api === undefined ? undefined : await firstSku(api, market);
    if (api === undefined || sku === undefined) continue;
    const path = `/v1/markets/${market}/skus/${encodeURIComponent(sku)}/recommendation`;
    const advice = await api.get<Recommendation>(path);
    return { market, sku, said: sentence(advice) };
  }
  return undefined;
}

async function firstSku(api: ApiClient, market: string): Promise<string | undefined> {
  const { items } = await api.get<{ items: SkuSummary[] }>(`/v1/markets/${market}/skus?limit=50`);
  return items.find(({ kind }) => kind === 'ready')?.sku;
}

const textOf = ({ micros, currency }: UnitPrice) => unitPriceText(micros, currency);

function sentence(advice: Recommendation): string {
  if (advice.kind !== 'ready' || advice.proposal === null) return '';
  const { price, orderUnits } = advice.proposal;
  const [first] = advice.reasons;
  const why = first === undefined ? '' : ` ${first.text}`;
  const now = advice.effective.price === null ? '' : `charge ${textOf(advice.effective.price)} now; `;
  return `${advice.sku} in ${advice.market}: ${now}proposed are ${textOf(price)} and an order of ${orderUnits.toLocaleString('en')}.${why}`;
}

function questions(uploads: readonly Upload[]): string[] {
  return uploads
    .filter(({ state }) => state === 'needsAnswer')
    .map(({ fileName, questions: [first] }) => `${fileName} waits for an answer: ${first?.text ?? ''}`);
}
