export { lakeNames } from './lake-names.ts';
export { lakeTraces } from './lake-traces.ts';
export { namesCode, originalTraces } from './original-traces.ts';
export type { RenamePlace, RenameVisit, Renaming } from './renamed-buyers.ts';
export { tableNames } from './table-names.ts';
export { tableTraces } from './table-traces.ts';
export type { Sought, Trace, TraceMode, TracePlace, Visit } from './traces.ts';
export { modeOf } from './traces.ts';
export { mayName, withoutBuyer } from './without-buyer.ts';
