import { readAnswers } from '../../functions/report/read-answers.ts';
import type { Execution } from '../../infra/local/executions.ts';
import { parseJson, textAt } from '../../infra/local/json.ts';
import { provideStateMachines } from '../../infra/local/state-machines.ts';
import { NotFoundError, parseAs, type RunResults, reportEventSchema } from '../../lib/domain/index.ts';
import { HOME, type Json, onlyOne, type Template, templateOf } from './synthesised.ts';

/** The definition as deployed, with each reference replaced by an ARN of the right form. */
export function definitionOf(template: Template): Json {
  const { DefinitionString } = onlyOne(template, 'AWS::StepFunctions::StateMachine');
  const text = DefinitionString['Fn::Join'][1]
    .map((part: Json) => {
      if (typeof part === 'string') return part;
      if (part.Ref === 'AWS::Partition') return 'aws';
      if (part.Ref !== undefined) return 'bucket';
      return `arn:aws:lambda:eu-central-1:111122223333:function:${part['Fn::GetAtt'][0]}`;
    })
    .join('');
  return JSON.parse(text);
}

/** What the plan answers of two shards. */
export const planned = {
  merchant: 'demo',
  market: 'de',
  asOf: '2026-05-01',
  runId: 'de-2026-05-01',
  ready: true,
  series: 60,
  shards: 2,
  manifest: { bucket: 'bucket', key: 'runs/demo/de-2026-05-01/manifest.json' },
  retried: null,
  keptSegment: null,
};

/** What of it the report is given. */
export const { keptSegment: _, ...told } = planned;

type Step = (event: Json) => Json;
const done = (event: Json) => ({ shard: event.shard, done: 30, lacking: 0 });

/**
 * Run the definition as the local cloud does, with functions of a test's own and a bucket in memory.
 *
 * @returns how it ended, what the report was given, and the answers that the report would read
 */
export async function runNightly(
  steps: Partial<Record<'plan' | 'forecast' | 'segment' | 'learn', Step>>,
  { shards = 2 } = {},
) {
  const { merchant, market, asOf, runId, manifest } = planned;
  const names = Array.from({ length: shards }, (_, place) => `s${place + 1}`);
  const refs = names.map((shard) => ({ merchant, market, asOf, runId, shard, key: shard, series: 30 }));
  const objects = new Map([[manifest.key, JSON.stringify(refs)]]);
  const reported: Json[] = [];
  const report = (event: Json) => {
    reported.push(event);
    return {};
  };
  const segment = () => ({ buyers: 300, segments: 5 });
  const all: Record<string, Step> = {
    ...{ plan: () => planned, forecast: done, learn: done, segment },
    ...{ ...steps, report },
  };
  const { ended } = await runMachine(
    { merchant: 'demo', market: 'de' },
    {
      call: async (name, event) => all[name]?.(event) ?? null,
      get: async (key) => objects.get(key) ?? '',
      put: async (key, text) => void objects.set(key, text),
    },
  );
  const answers = async (): Promise<RunResults> => {
    const get = async (key: string) => {
      const text = objects.get(key);
      if (text === undefined) throw new NotFoundError(`no object ${key}`);
      return new TextEncoder().encode(text);
    };
    const event = parseAs(reportEventSchema, reported[0], 'the report');
    const { forecast, learn } = await readAnswers({ get, put: async () => undefined }, event);
    return { forecast, learn };
  };
  return { ended, reported, answers };
}

/** What the machine calls: a step by its name, and the lake's objects as texts. */
export type MachineWorld = {
  call(step: string, event: Json): Promise<Json>;
  get(key: string): Promise<string>;
  put(key: string, text: string): Promise<void>;
};

/**
 * Run the machine of the home region to its end, as the local cloud does.
 *
 * @param name - of the execution
 * @returns how it ended, and with what where it succeeded
 */
export function runMachine(
  request: Json,
  { call, get, put }: MachineWorld,
  name = 'first',
): Promise<{ ended: Execution['status']; output: Json }> {
  const properties = { DefinitionString: JSON.stringify(definitionOf(templateOf(HOME))), RoleArn: 'role' };
  const ref = 'arn:aws:states:eu-central-1:111122223333:stateMachine:nightly';
  const executions = new Map<string, Execution>();
  return new Promise((settle, reject) => {
    const machines = provideStateMachines({
      // the machine alone is looked at
      resources: [{ type: 'AWS::StepFunctions::StateMachine', id: 'Machine', ref, properties } as never],
      executions: {
        find: (arn) => executions.get(arn),
        all: () => [...executions.values()],
        keep: async (execution) => {
          executions.set(execution.executionArn, execution);
          if (execution.status !== 'RUNNING')
            settle({ ended: execution.status, output: JSON.parse(execution.output ?? 'null') });
        },
      },
      calls: {
        invoke: async (_task, input) => {
          const { FunctionName, Payload } = input as { FunctionName: string; Payload: Json };
          return { Payload: await call(functionIn(FunctionName), Payload) };
        },
        readItems: async (_reader, place) => parseJson(await get(textAt(place.Key, 'Key')), 'items') as never,
        putObject: (_bucket, key, text) => put(key, text),
      },
      tell: () => undefined,
    });
    const input = JSON.stringify(request);
    machines.answer('StartExecution', { stateMachineArn: ref, name, input }).catch(reject);
  });
}

/** Which of the five steps a function's name in the template is. */
const functionIn = (arn: string) =>
  ['plan', 'forecast', 'segment', 'learn', 'report'].find((step) =>
    arn.toLowerCase().includes(`functions${step}`),
  ) ?? arn;
