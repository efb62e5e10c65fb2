import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InputError } from '../../lib/domain/index.ts';
import { isObject, type JsonObject, objectAt, parseJson, textAt } from './json.ts';

/** One synthesised stack: its template, its region, and where its assets lie. */
export type Stack = {
  name: string;
  region: string;
  template: JsonObject;
  /** Asset hash → absolute path of the folder or file that the asset holds. */
  assets: ReadonlyMap<string, string>;
};

/**
 * Read every stack of a cloud assembly (the folder that `cdk synth` writes).
 *
 * A stack that names no region (environment-agnostic) is given `us-east-1`.
 *
 * @param directory - `cdk.out`, with `manifest.json`
 * @throws InputError when the folder holds no assembly or no stack
 */
export async function readAssembly(directory: string): Promise<Stack[]> {
  const root = resolve(directory);
  const manifest = await readJsonFile(join(root, 'manifest.json'));
  const artifacts = Object.entries(objectAt(manifest.artifacts, 'manifest.json/artifacts'));
  const stacks = artifacts.flatMap(([id, artifact]) =>
    isObject(artifact) && artifact.type === 'aws:cloudformation:stack' ? [readStack(root, id, artifact)] : [],
  );
  if (stacks.length === 0) throw new InputError(`${directory} holds no stack: run "npx cdk synth" first`);
  return await Promise.all(stacks);
}

async function readStack(root: string, id: string, artifact: JsonObject): Promise<Stack> {
  const properties = objectAt(artifact.properties, `${id}/properties`);
  const template = await readJsonFile(join(root, textAt(properties.templateFile, `${id}/templateFile`)));
  const environment = textAt(artifact.environment ?? 'aws://unknown-account/unknown-region', id);
  const region = environment.split('/').at(-1) ?? '';
  return {
    name: textAt(properties.stackName ?? id, `${id}/stackName`),
    region: region === 'unknown-region' || region === '' ? 'us-east-1' : region,
    template,
    assets: await readAssets(root, id),
  };
}

/** Read which folder or file each asset hash stands for; a stack without assets has no such file. */
async function readAssets(root: string, id: string): Promise<Map<string, string>> {
  const file = await readFile(join(root, `${id}.assets.json`), 'utf8').catch(() => '{}');
  const files = objectAt(objectAt(parseJson(file, `${id}.assets.json`), id).files, `${id}.assets.json/files`);
  return new Map(
    Object.entries(files).flatMap(([hash, entry]): [string, string][] => {
      const source = isObject(entry) && isObject(entry.source) ? entry.source : {};
      return typeof source.path === 'string' ? [[hash, resolve(root, source.path)]] : [];
    }),
  );
}

async function readJsonFile(path: string): Promise<JsonObject> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new InputError(`cannot read ${path}: run "npx cdk synth" first`, { cause });
  });
  return objectAt(parseJson(text, path), path);
}
