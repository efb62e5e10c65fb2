export type { ForecastChartOptions } from './forecast-chart.ts';
export { forecastChart } from './forecast-chart.ts';
export { niceTicks } from './scale.ts';
export type { SegmentChartOptions } from './segment-chart.ts';
export { segmentChart } from './segment-chart.ts';
export type { PlottedSeries, SeriesChartOptions } from './series-chart.ts';
export { seriesChart } from './series-chart.ts';
