import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { HttpAnswer } from './http-server.ts';
import { isObject, type JsonObject, listAt, objectAt, textAt } from './json.ts';
import type { Resource } from './stacks.ts';

/** The static files that the templates deploy behind CloudFront. */
export type ConsoleFiles = {
  /** Answer a path, `/` being `index.html`; `undefined` when there is no such file. */
  answer(path: string): Promise<HttpAnswer | undefined>;
};

type Source = { folder: string; markers: JsonObject };

/**
 * Serve the assets of every `Custom::CDKBucketDeployment` at `/`, with the headers of the template's response headers
 * policy. Markers in the files stand for values of the deployment, such as the API's address, and are filled in here.
 *
 * Two things differ from CloudFront: `Strict-Transport-Security` is left out, since the loopback speaks plain HTTP, and
 * the local endpoint of S3 joins `connect-src`, since uploads go to presigned addresses there.
 */
export function readConsoleFiles(resources: readonly Resource[], gatewayUrl: string): ConsoleFiles {
  const sources = resources
    .filter(({ type }) => type === 'Custom::CDKBucketDeployment')
    .flatMap(sourcesOf)
    // a later source overwrites an earlier one
    .reverse();
  const headers = headersOf(resources, gatewayUrl);
  return {
    answer: async (path) => {
      const name = fileNameOf(path);
      if (name === undefined) return undefined;
      for (const source of sources) {
        const file = join(source.folder, name);
        const found = file.startsWith(source.folder + sep) && (await stat(file).catch(() => undefined));
        if (found === false || !found?.isFile()) continue;
        const type = contentTypes[extname(file)] ?? 'application/octet-stream';
        const body = fill(await readFile(file), source.markers, type);
        return {
          status: 200,
          headers: { ...headers, 'content-type': type, 'cache-control': 'no-cache' },
          body,
        };
      }
      return undefined;
    },
  };
}

/** Name the file that a path stands for; a path that leads out of the folder, or is not well encoded, names none. */
function fileNameOf(path: string): string | undefined {
  try {
    const name = normalize(decodeURIComponent(path)).replace(/^[/\\]+/, '') || 'index.html';
    return name.startsWith('..') ? undefined : name;
  } catch {
    return undefined;
  }
}

const contentTypes: { [ending: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webmanifest': 'application/manifest+json',
  '.map': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

function sourcesOf({ id, properties, assets }: Resource): Source[] {
  const markers = listAt(properties.SourceMarkers);
  return listAt(properties.SourceObjectKeys).flatMap((key, index) => {
    const folder = assets.get(textAt(key, id).replace(/\.[a-z]+$/, ''));
    return folder === undefined ? [] : [{ folder, markers: objectAt(markers[index], id) }];
  });
}

/** Put the deployment's values for the markers that CDK left in a file (`<<marker:0xbaba:0>>`). */
function fill(content: Buffer, markers: JsonObject, type: string): Buffer | string {
  const entries = Object.entries(markers);
  if (entries.length === 0 || !/^(text|application\/json)/.test(type)) return content;
  return entries.reduce(
    (text, [marker, value]) => text.replaceAll(marker, textAt(value, marker)),
    content.toString('utf8'),
  );
}

function headersOf(resources: readonly Resource[], gatewayUrl: string): { [name: string]: string } {
  const policy = resources.find(({ type }) => type === 'AWS::CloudFront::ResponseHeadersPolicy');
  const configuration = objectAt(
    policy?.properties.ResponseHeadersPolicyConfig,
    'ResponseHeadersPolicyConfig',
  );
  const security = objectAt(configuration.SecurityHeadersConfig, 'SecurityHeadersConfig');
  const headers: { [name: string]: string } = {};
  const add = (name: string, part: string, field: string) => {
    const settings = security[part];
    if (isObject(settings)) headers[name] = textAt(settings[field], part);
  };
  add('content-security-policy', 'ContentSecurityPolicy', 'ContentSecurityPolicy');
  add('referrer-policy', 'ReferrerPolicy', 'ReferrerPolicy');
  add('x-frame-options', 'FrameOptions', 'FrameOption');
  if (isObject(security.ContentTypeOptions)) headers['x-content-type-options'] = 'nosniff';
  const csp = headers['content-security-policy'];
  if (csp !== undefined) {
    headers['content-security-policy'] = csp.replace(/connect-src /, `connect-src ${gatewayUrl} `);
  }
  for (const item of listAt(objectAt(configuration.CustomHeadersConfig, 'CustomHeadersConfig').Items)) {
    const { Header, Value } = objectAt(item, 'CustomHeadersConfig');
    headers[textAt(Header, 'Header').toLowerCase()] = textAt(Value, 'Value');
  }
  return headers;
}
