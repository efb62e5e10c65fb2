import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../../../../lib/client/index.ts';
import type { ExportView } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';

/** What may be asked of a file of a market's buyers. */
export type ExportWish = {
  kind: 'buyers' | 'segments' | 'segment_profiles';
  format: 'csv' | 'parquet';
  customerCodes: boolean;
};

/** A file on its way. */
export type ExportState = {
  made: ExportView | undefined;
  error: unknown;
  isAsking: boolean;
  ask: (wish: ExportWish) => Promise<void>;
};

/** A file of thousands of buyers takes seconds: so long between two looks. */
const LOOK_MS = 1500;

const isRefused = (failure: unknown): boolean =>
  failure instanceof ApiError && failure.status < 500 && failure.status !== 429;

/** Ask for a file, and look until it is ready or has failed. */
export function useExport({ market, region }: HomedMarket): ExportState {
  const [made, setMade] = useState<ExportView>();
  const [error, setError] = useState<unknown>();
  const [isAsking, setAsking] = useState(false);
  const ask = async ({ kind, format, customerCodes }: ExportWish) => {
    setAsking(true);
    setError(undefined);
    setMade(undefined);
    try {
      const body = { kind, format, ...(customerCodes ? { customerCodes } : {}) };
      const path = { market };
      setMade((await region.client.call('POST /v1/markets/{market}/exports', { path, body })).body);
    } catch (failure) {
      setError(failure);
    } finally {
      setAsking(false);
    }
  };
  useEffect(() => {
    if (made?.state !== 'pending') return;
    let current = true;
    const timer = setTimeout(() => {
      region.client.call('GET /v1/exports/{export}', { path: { export: made.export } }).then(
        ({ body }) => {
          if (!current) return;
          setError(undefined);
          setMade(body);
        },
        (failure: unknown) => {
          if (!current) return;
          setError(failure);
          // what is refused in words is refused for good; else it is looked for again
          setMade(isRefused(failure) ? undefined : { ...made });
        },
      );
    }, LOOK_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [made, region]);
  return { made, error, isAsking, ask };
}
