/**
 * The natural logarithm of the gamma function for x > 0, by Lanczos' approximation with g = 7 and nine coefficients
 * (P. Godfrey, "A note on the computation of the convergent Lanczos complex Gamma approximation", 2001): 15 digits.
 */
function logGamma(x: number): number {
  const coefficients = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
    -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ];
  const sum = coefficients.reduce(
    (total, coefficient, index) => total + coefficient / (x + index),
    0.9999999999998099,
  );
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/**
 * The regularised incomplete beta function I_x(a, b), by its continued fraction (DLMF 8.17.22), evaluated by Lentz's method. It
 * converges fast for x < (a + 1) / (a + b + 2); beyond, I_x(a, b) = 1 − I_{1−x}(b, a) (DLMF 8.17.4).
 */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || tiny);
  let fraction = d;
  for (let m = 1; m <= 300; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d || tiny);
    c = 1 + even / c || tiny;
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d || tiny);
    c = 1 + odd / c || tiny;
    const change = d * c;
    fraction *= change;
    if (Math.abs(change - 1) < 1e-14) break;
  }
  const front = a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b);
  return (Math.exp(front) * fraction) / a;
}

/** Figures of a sample. */
export interface Sample {
  readonly size: number;
  readonly mean: number;
  /** Sample standard deviation, with n − 1. */
  readonly deviation: number;
}

/**
 * How sure it is that the mean of what was sampled is not 0: one minus the two-sided p-value of Student's t-test for one sample,
 * t = mean / (deviation / √n) with n − 1 degrees of freedom ν, where p = I_x(ν/2, 1/2) for x = ν / (ν + t²) (Abramowitz and
 * Stegun 26.7.1). It assumes that the differences are independent and about normal.
 *
 * @returns from 0 to 1; 0 for fewer than two values
 */
export function confidenceOf({ size, mean, deviation }: Sample): number {
  if (size < 2 || mean === 0) return 0;
  if (deviation === 0) return 1;
  const freedom = size - 1;
  const t = mean / (deviation / Math.sqrt(size));
  return 1 - incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
}
