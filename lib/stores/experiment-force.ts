import { controlKeys, DEFAULT_CONTROL, UpstreamError } from '../domain/index.ts';
import type { ControlTable } from './tables.ts';

type Controls = Pick<ControlTable, 'get' | 'putNew' | 'replace'>;
type Place = { merchant: string; market: string };

const TRIES = 8;

/** Read which experiments have force in a market, strongly. */
export async function experimentsInForce(
  controls: Pick<ControlTable, 'get'>,
  { merchant, market }: Place,
): Promise<readonly string[]> {
  const stored = await controls.get(controlKeys.market(merchant, market), { consistent: true });
  return stored?.value.experiments ?? [];
}

/**
 * Give an experiment's arms force in a market, or take it: by the market's control row, so that the very next request goes by it.
 *
 * @param mayJoin - asked of those that have force already, each time that they are read; what it throws ends it
 * @throws UpstreamError when other writers were faster eight times
 */
export async function setForce(
  controls: Controls,
  place: Place & { experiment: string },
  force: boolean,
  mayJoin: (others: readonly string[]) => Promise<void> = async () => undefined,
): Promise<void> {
  const { merchant, market, experiment } = place;
  const key = controlKeys.market(merchant, market);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const stored = await controls.get(key, { consistent: true });
    const held = stored?.value.experiments ?? [];
    if (held.includes(experiment) === force) return;
    if (force) await mayJoin(held);
    const experiments = force ? [...held, experiment] : held.filter((id) => id !== experiment);
    const next = { ...(stored?.value ?? DEFAULT_CONTROL), experiments };
    const written =
      stored === undefined
        ? await controls.putNew(key, next)
        : await controls.replace(key, next, stored.version);
    if (written) return;
  }
  throw new UpstreamError(`the control row of ${market} is too busy: try again`);
}
