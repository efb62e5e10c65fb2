import { createHash } from 'node:crypto';
import { savedMappingKey, type UploadKind } from '../../lib/domain/index.ts';
import { type Answers, answersReaching } from '../../lib/importing/index.ts';
import type { SavedMappingTable } from '../../lib/stores/index.ts';

/** Whose files they are, and what they hold. */
type Of = { merchant: string; market: string; kind: UploadKind };

/** Recall what was answered about earlier files with this header: for all markets, and for this one. */
export async function recallAnswers(
  mappings: Pick<SavedMappingTable, 'get'>,
  of: Of,
  shape: string,
): Promise<Answers> {
  const found = await mappings.get(keyOf(of, shape), { consistent: true });
  return found === undefined ? {} : { ...found.value.answers, ...found.value.markets[of.market] };
}

/** Keep answers for later files with this header. Of two persons at once the later one's are kept. */
export async function rememberAnswers(
  mappings: Pick<SavedMappingTable, 'get' | 'put'>,
  of: Of,
  { shape, answers, upload }: { shape: string; answers: Answers; upload: string },
): Promise<void> {
  const lasting = answersReaching(of.kind, answers, 'shape');
  const local = answersReaching(of.kind, answers, 'market');
  if (Object.keys({ ...lasting, ...local }).length === 0) return;
  const found = await mappings.get(keyOf(of, shape), { consistent: true });
  const { answers: known = {}, markets = {} } = found?.value ?? {};
  await mappings.put(keyOf(of, shape), {
    answers: { ...known, ...lasting },
    markets: { ...markets, [of.market]: { ...markets[of.market], ...local } },
    upload,
  });
}

const keyOf = ({ merchant, kind }: Of, shape: string) =>
  savedMappingKey(merchant, kind, createHash('sha256').update(shape).digest('hex'));
