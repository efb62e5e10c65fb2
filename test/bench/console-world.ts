import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { MarketView, SkuSummary } from '../../lib/domain/index.ts';

/** The built page and an API of one market with many SKUs, on one address of this machine. */
export type ConsoleWorld = { address: string; close: () => void };

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const euros = (minor: number) => ({ minor, currency: 'EUR' });

const aMarket = (): MarketView => ({
  ...{ market: 'de', name: 'Germany', country: 'DE', currency: 'EUR', timeZone: 'Europe/Berlin' },
  ...{ homeRegion: 'eu-central-1', location: 'hamburg', runAt: '03:30', mode: 'suggest', killed: false },
  lastRun: { runId: 'r', asOf: '2026-06-30', state: 'finished', startedAt: '2026-07-01T01:30:00.000Z' },
});

const attentions = [['stockOut', 'price'], ['overstock'], ['price'], [], ['drift']] as const;

/** A line as different from its neighbours as those of a real worklist are. */
const aLine = (place: number): SkuSummary => ({
  ...{ sku: `SKU-${String(place).padStart(6, '0')}`, name: `Hinge ${place % 977}, zinc`, kind: 'ready' },
  moneyAtRisk: euros(9_000_000 - 90 * place),
  attention: [...(attentions[place % attentions.length] ?? [])],
  ...{ onHand: (place * 7) % 990, daysOfCover: (place * 3) % 120 },
  price: { micros: 10_000_000 + (place % 500) * 10_000, currency: 'EUR' },
  proposedPrice: { micros: 10_000_000 + (place % 450) * 10_000, currency: 'EUR' },
  ...{ orderUnits: (place * 24) % 480, next28Days: { p10: 40, p50: 60, p90: 95 } },
  ...{ asOf: '2026-06-30', missing: [] },
});

/** Serve the page built into a folder, and what it asks: a worklist of so many SKUs, and nothing else yet. */
export async function serveConsole(folder: string, skus: number): Promise<ConsoleWorld> {
  const lack = { kind: 'insufficientData', runId: 'r', asOf: '2026-06-30', missing: ['run'], detail: 'none' };
  const answers = (address: URL): unknown => {
    const { pathname, searchParams } = address;
    if (pathname === '/config.json') return { regions: [{ region: 'eu-central-1', api: address.origin }] };
    if (pathname === '/v1/markets') return { items: [aMarket()] };
    if (pathname.endsWith('/skus')) return pageOf(searchParams, skus);
    if (pathname.endsWith('/automation')) return { pending: null };
    if (pathname.endsWith('/earnings')) return { month: '2026-06', items: [] };
    if (pathname.endsWith('/health') || /\/(skus|forecasts)\//.test(pathname)) return undefined;
    if (pathname.endsWith('/decision-log'))
      return { items: [], names: {}, from: '2026-06-01', to: '2026-06-30' };
    return /\/v1\/(decisions|uploads|runs|purchase-orders)$/.test(pathname) ? { items: [] } : lack;
  };
  const server = createServer((request, response) => {
    const address = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const isApi = address.pathname.startsWith('/v1/') || address.pathname === '/config.json';
    if (isApi) {
      const answer = answers(address);
      if (answer === undefined) response.writeHead(404).end();
      else send(response, 'application/json', JSON.stringify(answer));
    } else {
      const name = address.pathname === '/' ? 'index.html' : address.pathname;
      readFile(join(folder, name)).then(
        (body) => send(response, types[extname(name)] ?? 'application/octet-stream', body),
        () => response.writeHead(404).end(),
      );
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the server listens on no port');
  return { address: `http://127.0.0.1:${bound.port}`, close: () => server.close() };
}

function send(response: ServerResponse, type: string, body: string | Buffer): void {
  const packed = gzipSync(body, { level: 1 });
  response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip' }).end(packed);
}

function pageOf(query: URLSearchParams, skus: number) {
  const start = Number(query.get('cursor') ?? 0);
  const end = Math.min(skus, start + Number(query.get('limit') ?? 50));
  const items = Array.from({ length: end - start }, (_, i) => aLine(start + i));
  return end < skus ? { items, cursor: String(end) } : { items };
}
