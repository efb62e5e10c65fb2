import * as z from 'zod/mini';
import { InputError, NotFoundError } from '../domain/index.ts';
import { createSigner } from './signing.ts';

/** Where a page ends, as the table says it. */
export type CursorKey = Record<string, string | number>;

const cursorSchema = z.object({
  of: z.string(),
  key: z.record(z.string(), z.union([z.string(), z.number()])),
});

/** Writes and reads opaque cursors. */
export type Cursors = {
  /** @param of - what is being paged: merchant, route and everything that fixes the order */
  write(of: string, key: CursorKey): Promise<string>;
  /** @throws NotFoundError when it was not written here for the same `of`: another merchant's page is as absent as one made up */
  read(of: string, cursor: string): Promise<CursorKey>;
};

/** Make signed cursors: a caller can neither read another's page with one nor make one up. */
export function createCursors(readSecret: () => Promise<string>): Cursors {
  const signer = createSigner('cursor', cursorSchema, readSecret);
  const refuse = () =>
    new NotFoundError('the cursor names no page of this list: ask without it for the first');
  return {
    write: (of, key) => signer.sign({ of, key }),
    read: async (of, cursor) => {
      const claims = await signer.verify(cursor).catch((error: unknown) => {
        if (error instanceof InputError) throw refuse();
        throw error;
      });
      if (claims.of !== of) throw refuse();
      return claims.key;
    },
  };
}
