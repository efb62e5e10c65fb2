import { Cron } from 'croner';
import { InputError, NotFoundError } from '../../lib/domain/index.ts';
import type { Functions } from './functions.ts';
import { type JsonObject, objectAt, parseJson, textAt } from './json.ts';
import { type Roles, refusal } from './roles.ts';
import type { Resource } from './stacks.ts';

/** The schedules of all stacks. */
export type Schedules = {
  /** When each schedule fires next: ISO instants by name. */
  next(): { [name: string]: string };
  /**
   * Fire a schedule now, as if a moment were its time; as often as asked, since the cloud delivers at least once.
   *
   * @param name - its name, or a part of its logical id
   * @throws InputError when its target refuses, NotFoundError when there is none of that name
   */
  fire(name: string, scheduledAt: Date): Promise<void>;
  close(): void;
};

export type SchedulesOptions = {
  resources: readonly Resource[];
  roles: Pick<Roles, 'decide'>;
  functions: Pick<Functions, 'invoke'>;
  startExecution(input: JsonObject): Promise<unknown>;
  onProblem(message: string): void;
  /** False where they fire only when asked to. Default true. */
  byClock?: boolean;
};

/**
 * Fire every enabled `AWS::Scheduler::Schedule` at its time in its time zone; none at the start itself.
 *
 * A local time that the spring change removes is skipped, one that autumn doubles comes once (EventBridge Scheduler user
 * guide, "Schedule types", Daylight savings time). On a machine that slept, or was too busy, the newest time that has
 * passed comes late, with the moment it was meant for.
 *
 * @throws InputError on an expression or target that is not known locally
 */
export function startSchedules(options: SchedulesOptions): Schedules {
  const schedules = options.resources.filter(
    ({ type, properties }) => type === 'AWS::Scheduler::Schedule' && properties.State !== 'DISABLED',
  );
  const jobs = options.byClock === false ? [] : schedules.map((each) => startSchedule(each, options));
  return {
    fire: async (name, scheduledAt) => {
      const found = schedules.find(({ id, ref }) => ref === name || id.includes(name));
      if (found === undefined) throw new NotFoundError(`no stack holds the schedule ${name}`);
      await fire(objectAt(found.properties.Target, found.id), scheduledAt, options);
    },
    next: () =>
      Object.fromEntries(
        jobs.flatMap((job): [string, string][] => {
          const date = job.nextRun();
          return date ? [[job.name ?? '', date.toISOString()]] : [];
        }),
      ),
    close: () => {
      for (const job of jobs) job.stop();
    },
  };
}

function startSchedule(schedule: Resource, options: SchedulesOptions): Cron {
  const { id, ref, properties } = schedule;
  const pattern = cronPattern(textAt(properties.ScheduleExpression, id), id);
  const timezone = textAt(properties.ScheduleExpressionTimezone ?? 'UTC', id);
  const target = objectAt(properties.Target, id);
  checkTarget(target, id);
  let awaited: Date | null = null;
  const job: Cron = new Cron(
    pattern,
    { timezone, unref: true, name: `${schedule.stack}/${ref}` },
    async () => {
      const scheduledAt = newestPassed(job, awaited);
      awaited = job.nextRun();
      if (scheduledAt === null) return;
      await fire(target, scheduledAt, options).catch((error: unknown) => {
        options.onProblem(`schedule ${ref}: ${error instanceof Error ? error.message : String(error)}`);
      });
    },
  );
  awaited = job.nextRun();
  return job;
}

/** The newest time of a job, from one on, that has passed. croner moves a time that does not exist to the next that does. */
function newestPassed(job: Cron, from: Date | null): Date | null {
  let newest: Date | null = null;
  for (let time = from; time !== null && time.getTime() <= Date.now(); time = job.nextRun(time))
    if (job.match(time)) newest = time;
  return newest;
}

/**
 * Turn a schedule's expression into croner's: AWS writes `cron(minutes hours day month weekday year)` with Sunday as 1,
 * `?` for "any" and `5/15` for "from 5 on, every 15".
 *
 * @throws InputError on rates and one-time schedules
 */
export function cronPattern(expression: string, where: string): string {
  const fields = /^cron\(([^)]+)\)$/.exec(expression)?.[1]?.trim().split(/\s+/) ?? [];
  const [minute, hour, day, month, weekday, year] = fields;
  if (fields.length !== 6 || weekday === undefined || (year !== '*' && year !== undefined)) {
    throw new InputError(`${where}: the schedule ${expression} is not known locally`);
  }
  const local = weekday.replace(/\d/g, (digit) => String(Number(digit) - 1));
  return ['0', stepped(minute, 59), stepped(hour, 23), day, month, local].join(' ').replaceAll('?', '*');
}

/** Write `5/15` as the range that croner steps through. */
function stepped(field = '', last: number): string {
  return field.replace(/^(\d+)\//, `$1-${last}/`);
}

function checkTarget(target: JsonObject, where: string): void {
  const arn = textAt(target.Arn, where);
  if (/^arn:aws:(states|lambda):/.test(arn)) return;
  throw new InputError(`${where}: a schedule's target ${arn} is not known locally`);
}

async function fire(target: JsonObject, scheduledAt: Date, options: SchedulesOptions): Promise<void> {
  const arn = textAt(target.Arn, 'Target');
  // the cloud writes the instant without milliseconds
  const instant = scheduledAt.toISOString().replace('.000Z', 'Z');
  const input = textAt(target.Input ?? '{}', 'Input')
    .replaceAll('<aws.scheduler.scheduled-time>', instant)
    .replaceAll('<aws.scheduler.attempt-number>', '1');
  const isMachine = arn.startsWith('arn:aws:states:');
  const action = isMachine ? 'states:StartExecution' : 'lambda:InvokeFunction';
  const caller = { kind: 'role', roleArn: textAt(target.RoleArn, 'RoleArn'), session: 'schedule' } as const;
  const decision = options.roles.decide(caller, { action, resource: arn });
  if (decision !== 'allow') throw new InputError(refusal(caller, { action, resource: arn }, decision));
  if (isMachine) {
    await options.startExecution({ stateMachineArn: arn, input });
    return;
  }
  const outcome = await options.functions.invoke(
    arn,
    JSON.stringify(parseJson(input, 'Input')),
    'background',
  );
  if (outcome.kind === 'failed') throw new InputError(outcome.error.errorMessage);
}
