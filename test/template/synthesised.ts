import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** JSON of a template: tests look into it and fail where it is not as they say. */
// biome-ignore lint/suspicious/noExplicitAny: a template has no type; a wrong turn yields undefined and a failed test
export type Json = any;

export type Template = {
  Resources: Record<string, Json>;
  Parameters: Record<string, Json>;
  Outputs: Record<string, Json>;
  Rules: Record<string, Json>;
};

/** What a synthesis left behind. */
export type Synthesis = { folder: string; failed: boolean };

export const regions = ['eu-central-1', 'ap-northeast-1', 'us-east-1'] as const;
export const HOME = regions[0];

const root = fileURLToPath(new URL('../..', import.meta.url));

type SynthesisOptions = {
  /** Run the checks of AWS Solutions and of CloudFormation, which take most of the time. */
  checked?: boolean;
  /** A module loaded before the app. */
  preload?: string;
  /** As `-c` gives it. */
  context?: Record<string, string>;
};

/**
 * Synthesise the app without its code, as `cdk synth` does, and keep the answer as long as nothing that makes the
 * template changes: several test files, and the next run of the tests, read the same folder.
 */
export function synthesise(options: SynthesisOptions = {}): Synthesis {
  const folder = join(tmpdir(), `tradewind-template-${hashOfSources(JSON.stringify(options))}`);
  if (!existsSync(folder)) runApp(folder, options);
  return { folder, failed: existsSync(join(folder, 'failed')) };
}

/** The template of one region's stack. */
export function templateOf(region: string, context: Record<string, string> = {}): Template {
  const { folder } = synthesise({ context });
  return JSON.parse(readFileSync(join(folder, `Tradewind-${region}.template.json`), 'utf8'));
}

/** The templates of all stacks, by region. */
export const allTemplates = (): [string, Template][] => regions.map((region) => [region, templateOf(region)]);

/** The resources of a type, by logical id. */
export function resourcesOf(template: Template, type: string): [string, Json][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

/** The properties of the one resource of a type. */
export function onlyOne(template: Template, type: string): Json {
  const found = resourcesOf(template, type);
  if (found.length !== 1) throw new Error(`${found.length} resources are ${type}; one was expected`);
  return found[0]?.[1].Properties;
}

/** The properties of a function of the system by the name of its folder. */
export function functionOf(template: Template, name: string): Json {
  const found = resourcesOf(template, 'AWS::Lambda::Function').find(
    ([, { Properties }]) => Properties.Description === `Tradewind: ${name}`,
  );
  return found?.[1].Properties;
}

function runApp(folder: string, { checked = false, preload, context = {} }: SynthesisOptions): void {
  const output = mkdtempSync(join(tmpdir(), 'tradewind-synthesis-'));
  const options = preload === undefined ? [] : ['--import', join(root, preload)];
  const { NODE_OPTIONS: _forTheTestRunnerAlone, ...inherited } = process.env;
  const env = {
    ...inherited,
    CDK_OUTDIR: output,
    CDK_CONTEXT_JSON: JSON.stringify({ 'aws:cdk:bundling-stacks': [], ...context }),
    CDK_VALIDATION: String(checked),
  };
  try {
    execFileSync(process.execPath, [...options, 'infra/app.ts'], {
      cwd: root,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  } catch (error) {
    writeFileSync(
      join(output, 'failed'),
      error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error),
    );
  }
  // templates and reports are a few hundred kilobytes, assets are megabytes
  for (const asset of globSync('{asset.*,bundles,page}', { cwd: output }))
    rmSync(join(output, asset), { recursive: true });
  try {
    renameSync(output, folder);
  } catch {
    // a twin was faster, and made the same
    rmSync(output, { recursive: true, force: true });
  }
}

function hashOfSources(options: string): string {
  const hash = createHash('sha256').update(options);
  const patterns = [
    'infra/*.{ts,json}',
    'infra/{stacks,constructs}/*.ts',
    'lib/domain/*.ts',
    'lib/importing/columns.ts',
    'lib/stores/{lake-columns,lake-current-sql,lake-parse}.ts',
    'package-lock.json',
    'test/template/*.ts',
  ];
  for (const file of globSync(patterns, { cwd: root }).sort())
    hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 20);
}
