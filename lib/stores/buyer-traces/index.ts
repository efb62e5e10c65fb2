export { lakeTraces } from './lake-traces.ts';
export { namesCode, originalTraces } from './original-traces.ts';
export { tableTraces } from './table-traces.ts';
export type { Sought, Trace, TraceMode, TracePlace, Visit } from './traces.ts';
export { modeOf } from './traces.ts';
export { mayName, withoutBuyer } from './without-buyer.ts';
