import { type Exact, formatNumber } from '../shared/money.ts';

/** What has to be known of a line to check it. */
export interface CheckedLine {
  readonly id: string;
  readonly lineNumber: number;
  readonly materialId: string;
  readonly sku: string;
  readonly discontinued: boolean;
  /** The plan, elevation or option that it comes from; null when a person added it. */
  readonly origin: string | null;
  readonly quantity: Exact;
  readonly hasPrice: boolean;
  /** What is usual by the variance pattern that applies; null without one. */
  readonly usual: { readonly low: Exact; readonly high: Exact } | null;
}

export interface Problem {
  readonly lineItemId: string;
  readonly rule: 'PRICE_MISSING' | 'QUANTITY_OUT_OF_RANGE' | 'MATERIAL_DISCONTINUED' | 'DUPLICATE_LINE';
  readonly severity: 'WARNING' | 'ERROR';
  readonly message: string;
}

/**
 * What is wrong with the lines of a takeoff. A material may well be in the plan and in an option; twice from the same origin,
 * or added by hand beside another line, it is a duplicate, and the later line is named.
 */
export function findProblems(lines: readonly CheckedLine[]): Problem[] {
  return lines.flatMap((line, index) => {
    const found: Problem[] = [];
    const add = (rule: Problem['rule'], severity: Problem['severity'], text: string) =>
      found.push({
        lineItemId: line.id,
        rule,
        severity,
        message: `Line ${line.lineNumber}, ${line.sku}: ${text}`,
      });
    if (!line.hasPrice) add('PRICE_MISSING', 'ERROR', 'there is no price.');
    if (line.discontinued) add('MATERIAL_DISCONTINUED', 'ERROR', 'the material is discontinued.');
    const twin = lines.slice(0, index).find((earlier) => isTwin(earlier, line));
    if (twin) add('DUPLICATE_LINE', 'WARNING', `line ${twin.lineNumber} has the same material.`);
    const { usual, quantity } = line;
    if (usual && (quantity.lessThan(usual.low) || quantity.greaterThan(usual.high))) {
      add(
        'QUANTITY_OUT_OF_RANGE',
        'WARNING',
        `${formatNumber(quantity)} is outside of the usual ${formatNumber(usual.low)} to ${formatNumber(usual.high)}.`,
      );
    }
    return found;
  });
}

function isTwin(left: CheckedLine, right: CheckedLine): boolean {
  return (
    left.materialId === right.materialId &&
    (left.origin === right.origin || left.origin === null || right.origin === null)
  );
}
