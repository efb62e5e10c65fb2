import { InputError } from '../../lib/domain/index.ts';
import type { ExportFile } from '../../lib/stores/index.ts';
import { type ForecastSources, writeCurrentForecasts } from './current-forecasts.ts';
import type { ExportTask } from './export-task.ts';

/** Everything that files are made of. */
export type ExportSources = ForecastSources;

/** Write what was asked for as a file of the task's folder. @throws InputError where what was asked for is not there */
export async function makeFile(sources: ExportSources, task: ExportTask): Promise<ExportFile> {
  switch (task.asked.kind) {
    case 'forecasts':
      return writeCurrentForecasts(sources, task);
    default:
      throw new InputError(`no file is made of ${task.asked.kind}`);
  }
}
