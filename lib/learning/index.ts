export type { AfterstateModel } from './afterstates.ts';
export { expandAfterstates } from './afterstates.ts';
export { actionValues, prepareBackup } from './bellman.ts';
export type { Bins } from './bin-observations.ts';
export { binObservations } from './bin-observations.ts';
export type { BoxEnvironment, BoxTransition } from './box-environment.ts';
export { doubleQLearning } from './double-q-learning.ts';
export type { DynaQOptions } from './dyna-q.ts';
export { dynaQ } from './dyna-q.ts';
export type { Environment, Transition } from './environment.ts';
export { cartPole } from './environments/cart-pole.ts';
export { cliffWalking } from './environments/cliff-walking.ts';
export { frozenLake } from './environments/frozen-lake.ts';
export { taxi, taxiStarts } from './environments/taxi.ts';
export type { OffPolicyValue } from './evaluate-off-policy.ts';
export { compareOffPolicy, evaluateOffPolicy } from './evaluate-off-policy.ts';
export type { FitModelOptions, LoggedTransition } from './fit-model.ts';
export { fitModel } from './fit-model.ts';
export type { QLearningOptions } from './learning-options.ts';
export type { LoggedDecision, PolicyChances } from './logged-decision.ts';
export type { Outcome, TabularModel } from './model.ts';
export { allowedActions, buildModel } from './model.ts';
export { playEpisodes } from './play-episodes.ts';
export type { QTable } from './q-learning.ts';
export { qLearning } from './q-learning.ts';
export type { Exploration, LearningRate } from './schedules.ts';
export {
  exponentialExploration,
  linearExploration,
  polynomialRate,
  rescaledLinearRate,
} from './schedules.ts';
export { simulateModel } from './simulate-model.ts';
export { evaluateAfterstates, solveAfterstates } from './solve-afterstates.ts';
export type { StagedProcess, StagedSolution } from './staged-process.ts';
export { evaluateStages, solveStages } from './staged-process.ts';
export type { LoggedCourse, LoggedStep } from './stepwise-doubly-robust.ts';
export { stepwiseDoublyRobust } from './stepwise-doubly-robust.ts';
export type { ExactOptions } from './value-iteration.ts';
export { evaluatePolicy, valueIteration } from './value-iteration.ts';
