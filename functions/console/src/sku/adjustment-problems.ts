import { ApiError } from '../../../../lib/client/index.ts';

/** What the API found wrong with each field of the adjustment that was typed, and an error that is about none of them. */
export function problemsBesides(error: unknown): { fields: Record<string, string>; rest: unknown } {
  const issues = error instanceof ApiError ? (error.problem?.errors ?? []) : [];
  const fields = Object.fromEntries(
    issues.map(({ pointer, detail }) => [pointer.split('/').at(-1) ?? '', detail]),
  );
  return issues.length > 0 ? { fields, rest: undefined } : { fields, rest: error };
}
