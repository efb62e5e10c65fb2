import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { hashOfSources, keepAssembly, reuseAssembly } from '../../../../infra/local/start/assembly-cache.ts';

let root = '';
const at = (...parts: string[]) => join(root, ...parts);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assembly-cache-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Write a file and the folders above it. */
function write(text: string, ...parts: string[]): void {
  mkdirSync(join(root, ...parts, '..'), { recursive: true });
  writeFileSync(at(...parts), text);
}

describe('hashOfSources', () => {
  test('changes with a source of the app, of a function and of the library, and with nothing else', async () => {
    write('{}', 'cdk.json');
    const before = await hashOfSources(root);

    write('1', 'docs', 'notes.md');
    write('1', 'infra', 'local', 'main.ts');
    const unmoved = await hashOfSources(root);
    const moved: string[] = [];
    for (const place of [
      ['infra', 'app.ts'],
      ['infra', 'markets.json'],
      ['infra', 'stacks', 'one.ts'],
      ['functions', 'api', 'main.ts'],
      ['functions', 'console', 'src', 'style.css'],
      ['lib', 'domain', 'index.ts'],
    ]) {
      write('1', ...place);
      moved.push(await hashOfSources(root));
    }

    expect(unmoved).toBe(before);
    expect(new Set([before, ...moved]).size).toBe(1 + moved.length);
  });

  test('is the same wherever the project lies', async () => {
    write('{}', 'here', 'cdk.json');
    write('{}', 'there', 'cdk.json');

    expect(await hashOfSources(at('here'))).toBe(await hashOfSources(at('there')));
  });
});

describe('reuseAssembly', () => {
  test('brings what was kept of the same sources, in place of what the folder held', async () => {
    write('new', 'made', 'asset.1', 'index.mjs');
    write('old', 'state', 'asset.0', 'index.mjs');
    await keepAssembly(at('cache'), at('made'), 'sources-1');

    const reused = await reuseAssembly(at('cache'), at('state'), 'sources-1');

    expect(reused).toBe(true);
    expect(readFileSync(at('state', 'asset.1', 'index.mjs'), 'utf8')).toBe('new');
    expect(existsSync(at('state', 'asset.0'))).toBe(false);
  });

  test('leaves the folder alone that holds it already', async () => {
    write('new', 'made', 'asset.1', 'index.mjs');
    await keepAssembly(at('cache'), at('made'), 'sources-1');
    rmSync(at('cache'), { recursive: true });

    expect(await reuseAssembly(at('cache'), at('made'), 'sources-1')).toBe(true);
  });

  test('finds nothing of other sources, and nothing in a copy that was cut off', async () => {
    write('new', 'made', 'asset.1', 'index.mjs');
    await keepAssembly(at('cache'), at('made'), 'sources-1');
    mkdirSync(at('cache', 'sources-2'));

    expect(await reuseAssembly(at('cache'), at('state'), 'sources-2')).toBe(false);
    expect(await reuseAssembly(at('cache'), at('state'), 'sources-3')).toBe(false);
  });
});

describe('keepAssembly', () => {
  test('keeps one assembly, the newest, without what nothing reads', async () => {
    write('1', 'made', 'manifest.json');
    write('1', 'made', 'tree.json');
    await keepAssembly(at('cache'), at('made'), 'sources-1');
    await keepAssembly(at('cache'), at('made'), 'sources-2');

    expect(readdirSync(at('cache'))).toEqual(['sources-2']);
    expect(readdirSync(at('cache', 'sources-2')).sort()).toEqual(['manifest.json', 'sources.sha256']);
  });
});
