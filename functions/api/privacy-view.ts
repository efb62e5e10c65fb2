import {
  LOG_DAYS,
  NONCURRENT_DAYS,
  type PrivacyRequest,
  type PrivacyView,
  RESTORABLE_DAYS,
} from '../../lib/domain/index.ts';
import { daysAfter, privacyEndsAt } from '../../lib/runtime/privacy-times.ts';

/** Show a request: what it held, what was done with it, and when the last copy of it is gone. */
export function privacyView(
  request: PrivacyRequest,
  { link, marketsElsewhere }: Pick<PrivacyView, 'link' | 'marketsElsewhere'>,
): PrivacyView {
  const { subject: _, position: __, rounds: ___, file: ____, requestId: _____, held, ...shown } = request;
  const { kind, finishedAt } = request;
  return {
    ...shown,
    held: held.map((each) => (kind === 'export' ? each : { ...each, done: doneWith(kind, each.store) })),
    marketsElsewhere,
    expires:
      finishedAt === undefined
        ? null
        : {
            objectVersions: daysAfter(finishedAt, NONCURRENT_DAYS),
            tableBackups: daysAfter(finishedAt, RESTORABLE_DAYS),
            logs: daysAfter(finishedAt, LOG_DAYS),
            receipt: privacyEndsAt(request),
          },
    link,
  };
}

/** Order lines stay without their buyer, so that what was sold stays; everything else goes. */
const doneWith = (kind: PrivacyRequest['kind'], store: string) => {
  if (kind === 'rehash') return store === 'exports' ? 'removed' : 'renamed';
  return store === 'lake/orders' || store === 'compacted/orders' ? 'made anonymous' : 'removed';
};
