import { jest } from '@jest/globals';
import { claimRun } from '../../../functions/plan/claim-run.ts';
import { createHandler } from '../../../functions/sweep/handler.ts';
import type { Execution } from '../../../infra/local/executions.ts';
import { objectAt, parseJson, textAt } from '../../../infra/local/json.ts';
import { startSchedules } from '../../../infra/local/schedules.ts';
import type { Resource } from '../../../infra/local/stacks.ts';
import { provideStateMachines } from '../../../infra/local/state-machines.ts';
import {
  ConflictError,
  dueRunOf,
  type Market,
  parseAs,
  type Run,
  runIdOf,
  runKey,
  runRequestSchema,
  type TradewindEvent,
} from '../../../lib/domain/index.ts';
import { dueExecution } from '../../../lib/runtime/index.ts';
import { aMarket } from '../../domain/a-market.ts';
import { createKeptAnswers, createRunsInMemory, someOrders } from './stores-in-memory.ts';

/** A run that an execution made. */
export type MadeRun = { asOf: string; startedAt: string; by: 'schedule' | 'sweep' | 'person' };

const machineArn = 'arn:aws:states:eu-central-1:000000000000:stateMachine:nightly';
const sweepArn = 'arn:aws:lambda:eu-central-1:000000000000:function:sweep';
const RUN_MS = 10_000;

/**
 * One market as the local cloud runs it from a moment on: the scheduler with a schedule as the template has it, the sweep
 * beside it, the state machine's starts by name, and the plan's claim of a run; a run takes ten seconds. The clock is
 * the test's.
 */
export function openMarketClock(given: Pick<Market, 'timeZone' | 'runAt'>, from: Date) {
  jest.useFakeTimers({ now: from, doNotFake: ['nextTick', 'queueMicrotask'] });
  const market = aMarket(given);
  const runs = createRunsInMemory();
  const made: MadeRun[] = [];
  const fired: string[] = [];
  const said: TradewindEvent[] = [];
  const problems: string[] = [];
  const now = () => new Date().toISOString();
  const makeRun = async (name: string, input: unknown) => {
    const request = parseAs(runRequestSchema, input, 'the request');
    const due = request.scheduledAt === undefined ? undefined : dueRunOf(market, request.scheduledAt);
    const asOf = request.asOf ?? due?.asOf ?? '';
    const run = { merchant: 'demo', market: 'de', asOf, runId: runIdOf('de', asOf) };
    const claim = await claimRun({ runs, now: now() }, run, { execution: name, due });
    if (claim.kind === 'taken') return;
    const by = name.includes('_') ? 'sweep' : name.startsWith('person') ? 'person' : 'schedule';
    made.push({ asOf, startedAt: claim.row.startedAt, by });
    await new Promise((settle) => setTimeout(settle, RUN_MS));
    const ended: Run = { ...claim.row, state: 'finished', finishedAt: now() };
    await runs.put(runKey('demo', run.runId), ended);
  };
  const machines = provideMachine(makeRun);
  const start = (name: string | undefined, input: string) =>
    machines.answer('StartExecution', {
      stateMachineArn: machineArn,
      input,
      ...(name === undefined ? {} : { name }),
    });
  const sweep = createHandler({
    runs,
    catalog: someOrders,
    idempotency: createKeptAnswers(),
    untold: { queryAll: async () => [], remove: async () => undefined },
    startRun: async (run) => {
      const { name, input } = dueExecution(run);
      return start(name, input).then(
        () => 'started' as const,
        (error: unknown) => {
          if (error instanceof ConflictError) return 'known';
          throw error;
        },
      );
    },
    announce: async (events) => void said.push(...events),
    merchants: [{ merchant: 'demo', name: 'Demo', markets: ['de'] }],
    markets: [market],
    limits: { graceMinutes: 15, lateAfterMinutes: 180, staleAfterDays: 3 },
    now,
    logger: {
      info: () => undefined,
      error: (message, fields) => void problems.push(`${message} ${JSON.stringify(fields)}`),
    },
  });
  const schedules = startSchedules({
    // every two hours is enough here, and spares the test's time
    resources: [nightly(market), aSchedule('Sweep', 'cron(5 0/2 * * ? *)', 'UTC', sweepArn, '{}')],
    roles: { decide: () => 'allow' },
    functions: {
      invoke: async () => {
        await sweep();
        return { kind: 'done', payload: '{}' };
      },
    },
    startExecution: async (input) => {
      fired.push(
        textAt(
          objectAt(parseJson(textAt(input.input, 'input'), 'input'), 'input').scheduledAt,
          'scheduledAt',
        ),
      );
      return machines.answer('StartExecution', input);
    },
    onProblem: (message) => void problems.push(message),
  });
  return {
    ...{ made, fired, said, problems, schedules, sweep, start },
    /** What `POST …/runs` starts for a date. */
    runNow: (asOf: string) =>
      start(`person-${made.length}`, JSON.stringify({ merchant: 'demo', market: 'de', asOf })),
    close: () => {
      schedules.close();
      machines.close();
      jest.useRealTimers();
    },
  };
}

function provideMachine(makeRun: (name: string, input: unknown) => Promise<void>) {
  const executions = new Map<string, Execution>();
  const definition = {
    StartAt: 'Run',
    States: {
      Run: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: {
          FunctionName: 'plan',
          Payload: { 'request.$': '$', 'execution.$': '$$.Execution.Name' },
        },
        End: true,
      },
    },
  };
  return provideStateMachines({
    resources: [
      aResource('AWS::StepFunctions::StateMachine', machineArn, {
        DefinitionString: JSON.stringify(definition),
        RoleArn: 'arn:aws:iam::000000000000:role/machine',
      }),
    ],
    executions: {
      find: (arn) => executions.get(arn),
      all: () => [...executions.values()],
      keep: async (execution) => void executions.set(execution.executionArn, execution),
    },
    calls: {
      invoke: async (_task, input) => {
        const { request = null, execution } = objectAt(objectAt(input, 'input').Payload, 'Payload');
        await makeRun(textAt(execution, 'execution'), request);
        return {};
      },
      readItems: async () => [],
      putObject: async () => undefined,
    },
    tell: () => undefined,
  });
}

const nightly = ({ timeZone, runAt }: Pick<Market, 'timeZone' | 'runAt'>): Resource => {
  const [hour, minute] = runAt.split(':').map(Number);
  const input = { merchant: 'demo', market: 'de', scheduledAt: '<aws.scheduler.scheduled-time>' };
  return aSchedule('Nightly', `cron(${minute} ${hour} * * ? *)`, timeZone, machineArn, JSON.stringify(input));
};

const aSchedule = (
  ref: string,
  ScheduleExpression: string,
  ScheduleExpressionTimezone: string,
  Arn: string,
  Input: string,
) =>
  aResource('AWS::Scheduler::Schedule', ref, {
    ScheduleExpression,
    ScheduleExpressionTimezone,
    Target: { Arn, Input, RoleArn: 'arn:aws:iam::000000000000:role/scheduler' },
  });

const aResource = (type: string, ref: string, properties: Resource['properties']): Resource => ({
  ...{ stack: 'Test', region: 'eu-central-1', id: ref, type, ref, arn: ref, properties },
  ...{ assets: new Map(), assetPath: undefined },
});
