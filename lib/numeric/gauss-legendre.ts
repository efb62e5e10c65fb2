/** Nodes and weights of a quadrature on [0, 1]. */
export type Quadrature = { nodes: Float64Array; weights: Float64Array };

/**
 * Make the Gauss–Legendre rule of n points on [0, 1]: exact for polynomials up to degree 2n − 1.
 *
 * Roots of the Legendre polynomial by Newton's method from Tricomi's guess (Numerical Recipes 3rd ed., §4.6).
 */
export function gaussLegendre(n: number): Quadrature {
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let root = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 0;
    for (let step = 0; step < 100; step++) {
      let before = 0;
      let value = 1;
      for (let degree = 1; degree <= n; degree++) {
        const next = ((2 * degree - 1) * root * value - (degree - 1) * before) / degree;
        before = value;
        value = next;
      }
      slope = (n * (root * value - before)) / (root * root - 1);
      const move = value / slope;
      root -= move;
      if (Math.abs(move) < 1e-15) break;
    }
    nodes[n - 1 - i] = (1 + root) / 2;
    weights[n - 1 - i] = 1 / ((1 - root * root) * slope * slope);
  }
  return { nodes, weights };
}
