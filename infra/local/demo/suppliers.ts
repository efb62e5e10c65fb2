/** A made-up supplier. Lead times are calendar days from order to receipt at a location with `leadTimeFactor` 1. */
export type DemoSupplier = {
  readonly supplier: string;
  readonly leadTimeDays: number;
  readonly leadTimeSdDays: number;
  readonly minimumOrderValueEur: number;
  /** Weekdays on which it takes orders: 1 is Monday. */
  readonly orderDays: readonly number[];
};

/** The demo's suppliers, from next door to overseas. */
export const suppliers: readonly [DemoSupplier, ...DemoSupplier[]] = [
  {
    supplier: 'SUP-NEARBY',
    leadTimeDays: 5,
    leadTimeSdDays: 1,
    minimumOrderValueEur: 250,
    orderDays: [1, 3, 5],
  },
  {
    supplier: 'SUP-REGION',
    leadTimeDays: 8,
    leadTimeSdDays: 1.5,
    minimumOrderValueEur: 500,
    orderDays: [2, 4],
  },
  {
    supplier: 'SUP-COUNTRY',
    leadTimeDays: 12,
    leadTimeSdDays: 2,
    minimumOrderValueEur: 750,
    orderDays: [1, 4],
  },
  {
    supplier: 'SUP-NEIGHBOUR',
    leadTimeDays: 16,
    leadTimeSdDays: 3,
    minimumOrderValueEur: 1000,
    orderDays: [3],
  },
  { supplier: 'SUP-COAST', leadTimeDays: 21, leadTimeSdDays: 4, minimumOrderValueEur: 1500, orderDays: [2] },
  {
    supplier: 'SUP-OVERSEAS',
    leadTimeDays: 38,
    leadTimeSdDays: 6,
    minimumOrderValueEur: 4000,
    orderDays: [1],
  },
];

/** A supplier that runs late for a while: what is ordered from it in these days takes `factor` times as long. */
export const disruption = {
  supplier: 'SUP-COAST',
  from: '2025-09-15',
  to: '2025-10-26',
  factor: 2.2,
} as const;
