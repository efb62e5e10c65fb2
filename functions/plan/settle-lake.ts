import type { Logger } from '@aws-lambda-powertools/logger';
import { ALL_MARKETS, type RunName, uploadKinds } from '../../lib/domain/index.ts';
import {
  type CatalogTable,
  compactLake,
  type ObjectStore,
  publishManifests,
} from '../../lib/stores/index.ts';

export type LakeKeeping = {
  /** The lake's bucket. */
  objects: Pick<ObjectStore, 'bucket' | 'download' | 'upload' | 'put' | 'remove'>;
  catalog: Pick<CatalogTable, 'queryAll' | 'compactions'>;
  temporaryDirectory: string;
  /** The present moment, RFC 3339. */
  now: () => string;
  logger: Pick<Logger, 'info' | 'warn'>;
};

/**
 * Merge a market's small files, those for all markets too, and write the manifests of every kind anew: whatever an
 * interrupted writer left is put right each night.
 *
 * A fault while merging is told and left: the files that were to be merged are still there and still right.
 */
export async function settleLake(
  stores: LakeKeeping,
  run: Pick<RunName, 'merchant' | 'market'>,
): Promise<void> {
  const { logger } = stores;
  for (const market of [run.market, ALL_MARKETS]) {
    const place = { merchant: run.merchant, market };
    try {
      const { compacted, removed } = await compactLake(stores, place);
      if (compacted + removed > 0) logger.info('lake compacted', { ...place, compacted, removed });
    } catch (error) {
      logger.warn('the lake was not compacted: the next night tries again', { ...place, error });
    }
    await publishManifests(stores, { ...place, kinds: uploadKinds });
  }
}
