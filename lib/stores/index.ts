export type {
  DocumentCursor,
  DocumentKey,
  DocumentOptions,
  DocumentTable,
  Page,
  QueryOptions,
  Versioned,
} from './documents.ts';
export { createDocumentTable } from './documents.ts';
export type { ObjectStore } from './objects.ts';
export { createObjectStore } from './objects.ts';
export type { ProgressStep, ProgressStore, RunProgress } from './progress.ts';
export { createProgressStore } from './progress.ts';
export type {
  AnalysisTable,
  BuyerTable,
  CatalogTable,
  ControlTable,
  DecisionTable,
  ForecastTable,
  IdentityTable,
  OutcomeTable,
  PolicyTable,
  RunTable,
  SegmentationTable,
  UploadTable,
} from './tables.ts';
export {
  identitySchema,
  openAnalyses,
  openBuyers,
  openCatalog,
  openControls,
  openDecisions,
  openForecasts,
  openIdentities,
  openOutcomes,
  openPolicies,
  openRuns,
  openSegmentations,
  openUploads,
} from './tables.ts';
