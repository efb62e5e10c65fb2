/** Why an experiment ended before its time: a person, a guard that was breached, or a split that can't have come from the draw. */
export const stopCauses = ['person', 'guard', 'sampleRatio'] as const;
