import { expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { BUNDLING } from '../../../infra/constructs/bundle-functions.ts';

test('the bundle of the hot path stays within 600 KB and carries no learner, no other client and no classic zod', async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: ['functions/recommend/main.ts'],
    ...BUNDLING,
    write: false,
    metafile: true,
  });

  const kept = Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => file);
  expect(outputFiles[0]?.contents.length).toBeLessThanOrEqual(600_000);
  expect(kept).toContain('lib/operations/answer.ts');
  for (const folder of ['lib/learning/', 'node_modules/@aws-sdk/client-s3/', 'node_modules/zod/v4/classic/'])
    expect(kept.filter((file) => file.startsWith(folder))).toEqual([]);
});
