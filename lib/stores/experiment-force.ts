import { type Control, controlKeys, DEFAULT_CONTROL, UpstreamError } from '../domain/index.ts';
import type { ConditionalWrite } from './documents.ts';
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

/** How a market's control row changes; `null` where it stands so already. */
type ForceChange = { next: Control; version: number | null } | null;

/**
 * Describe the write that gives an experiment's arms force in a market, or takes it: for a transaction with what it belongs to.
 *
 * @returns those that have force now, and the write; `null` where it stands so already
 */
export async function forceWriting(
  controls: Pick<ControlTable, 'get' | 'writing'>,
  place: Place & { experiment: string },
  force: boolean,
): Promise<{ held: readonly string[]; write: ConditionalWrite | null }> {
  const { held, change } = await changeOf(controls, place, force);
  const key = controlKeys.market(place.merchant, place.market);
  return { held, write: change === null ? null : controls.writing(key, change.next, change.version) };
}

/**
 * Take the force of an experiment's arms in a market: by the market's control row, so that the very next request goes by it.
 *
 * @throws UpstreamError when other writers were faster eight times
 */
export async function takeForce(controls: Controls, place: Place & { experiment: string }): Promise<void> {
  const key = controlKeys.market(place.merchant, place.market);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { change } = await changeOf(controls, place, false);
    if (change === null) return;
    const written =
      change.version === null
        ? await controls.putNew(key, change.next)
        : await controls.replace(key, change.next, change.version);
    if (written) return;
  }
  throw new UpstreamError(`the control row of ${place.market} is too busy: try again`);
}

async function changeOf(
  controls: Pick<ControlTable, 'get'>,
  { merchant, market, experiment }: Place & { experiment: string },
  force: boolean,
): Promise<{ held: readonly string[]; change: ForceChange }> {
  const stored = await controls.get(controlKeys.market(merchant, market), { consistent: true });
  const held = stored?.value.experiments ?? [];
  if (held.includes(experiment) === force) return { held, change: null };
  const experiments = force ? [...held, experiment] : held.filter((id) => id !== experiment);
  const next = { ...(stored?.value ?? DEFAULT_CONTROL), experiments };
  return { held, change: { next, version: stored?.version ?? null } };
}
