import type { IncomingMessage, ServerResponse } from 'node:http';
import { decodePercent } from './decode-percent.ts';
import { listAt, objectAt, textAt, textsAt } from './json.ts';
import { matches } from './policy.ts';
import type { Resource } from './stacks.ts';

/** Which pages of another origin may call a bucket: the template's `CorsConfiguration`. */
export type CorsRules = {
  /** Headers for an answer to `origin`; none when no rule of the bucket names it. */
  headersFor(bucket: string, origin: string | undefined): { [name: string]: string };
};

/** Read the CORS rules of every bucket. */
export function readCorsRules(resources: readonly Resource[]): CorsRules {
  const rules = new Map(
    resources
      .filter(({ type }) => type === 'AWS::S3::Bucket')
      .map((bucket) => [
        bucket.ref,
        listAt(objectAt(bucket.properties.CorsConfiguration, bucket.id).CorsRules).map((rule) =>
          objectAt(rule, bucket.id),
        ),
      ]),
  );
  return {
    headersFor: (bucket, origin) => {
      if (origin === undefined) return {};
      const rule = rules
        .get(bucket)
        ?.find((each) => textsAt(each.AllowedOrigins, bucket).some((pattern) => matches(pattern, origin)));
      if (!rule) return {};
      return {
        'access-control-allow-origin': origin,
        'access-control-allow-methods': textsAt(rule.AllowedMethods, bucket).join(', '),
        'access-control-allow-headers': textsAt(rule.AllowedHeaders, bucket).join(', '),
        'access-control-expose-headers': textsAt(rule.ExposedHeaders, bucket).join(', '),
        'access-control-max-age': textAt(rule.MaxAge ?? 0, bucket),
        vary: 'origin',
      };
    },
  };
}

/** Answer a browser's question whether it may call a bucket. */
export function preflight(rules: CorsRules, request: IncomingMessage, response: ServerResponse): void {
  const bucket = decodePercent((request.url ?? '/').split(/[/?]/)[1] ?? '');
  const headers = rules.headersFor(bucket, request.headers.origin);
  response.writeHead(Object.keys(headers).length > 0 ? 200 : 403, headers);
  response.end();
}
