import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** An answer as the gateway takes it. */
export type HttpAnswer = APIGatewayProxyStructuredResultV2 & { statusCode: number };

/** Answer with JSON. */
export function jsonAnswer(
  statusCode: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body),
  };
}

/**
 * Answer with a file.
 *
 * @param text - by the route's contract a string
 */
export function fileAnswer(
  type: string,
  text: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  return {
    statusCode: 200,
    headers: { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store', ...headers },
    body: String(text),
  };
}
