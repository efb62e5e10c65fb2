import { useState } from 'preact/hooks';
import { ApiError } from '../../../../lib/client/index.ts';
import type { Adjustment, AdjustmentsRequest, AdjustmentsView } from '../../../../lib/domain/index.ts';
import { type State, useLoaded } from '../load.tsx';
import { withoutAuthor } from './adjustment-draft.ts';
import { pathOf, type SkuPlace } from './sku-place.ts';

type Known = { view: AdjustmentsView; etag: string };

/** What became of a change: it holds, somebody was in between and nothing was done, or the API refused it. */
export type Saved = { kind: 'saved' } | { kind: 'overtaken' } | { kind: 'refused'; error: unknown };

export type Adjustments = {
  state: State<Known>;
  /** As they are now, by what was last read or saved. */
  view: AdjustmentsView | undefined;
  /** Make them hold as said, by the version that was read. */
  save: (request: AdjustmentsRequest) => Promise<Saved>;
};

/** Read what persons make of a SKU's forecast, and change it by the version that was read. */
export function useAdjustments(of: SkuPlace, onSaved: () => void): Adjustments {
  const { client } = of.market.region;
  const path = pathOf(of);
  const [newer, setNewer] = useState<Known>();
  const read = async (): Promise<Known> => {
    const { body, etag = '' } = await client.call('GET /v1/markets/{market}/forecasts/{sku}/adjustments', {
      path,
    });
    setNewer(undefined);
    return { view: body, etag };
  };
  const state = useLoaded(`adjustments ${of.market.market}/${of.sku}`, read);
  const known = newer ?? (state.kind === 'loaded' ? state.value : undefined);
  const save = async (request: AdjustmentsRequest): Promise<Saved> => {
    if (known === undefined) return { kind: 'overtaken' };
    try {
      const { body, etag = '' } = await client.call('PUT /v1/markets/{market}/forecasts/{sku}/adjustments', {
        path,
        ifMatch: known.etag,
        body: request,
      });
      setNewer({ view: body, etag });
      onSaved();
      return { kind: 'saved' };
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'stale') return { kind: 'refused', error };
      return settleStale(read, request, (now) => {
        setNewer(now);
        onSaved();
      });
    }
  };
  return { state, view: known?.view, save };
}

/** What is stale may be our own: a request that was answered into a broken connection is sent once more. */
async function settleStale(
  read: () => Promise<Known>,
  { adjustments }: AdjustmentsRequest,
  onRead: (now: Known) => void,
): Promise<Saved> {
  try {
    const now = await read();
    onRead(now);
    return holdsAll(now.view, adjustments) ? { kind: 'saved' } : { kind: 'overtaken' };
  } catch (error) {
    return { kind: 'refused', error };
  }
}

const holdsAll = ({ adjustments }: AdjustmentsView, wanted: readonly Adjustment[]): boolean =>
  adjustments.length === wanted.length &&
  wanted.every((one) =>
    adjustments.some((held) => JSON.stringify(sorted(withoutAuthor(held))) === JSON.stringify(sorted(one))),
  );

const sorted = (adjustment: Adjustment) => Object.entries(adjustment).sort();
