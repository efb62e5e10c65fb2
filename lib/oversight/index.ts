export { guardPrice } from './price-guardrails.ts';
