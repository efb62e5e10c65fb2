import { type Lake, type LakeRequest, openLake } from './lake-session.ts';

/** Open a lake, read from it, and close it whatever happens. */
export async function withLake<Result>(
  request: LakeRequest,
  read: (lake: Lake) => Promise<Result>,
): Promise<Result> {
  const lake = await openLake(request);
  try {
    return await read(lake);
  } finally {
    await lake.close();
  }
}
