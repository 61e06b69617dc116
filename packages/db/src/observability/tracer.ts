/** The part of OpenTelemetry's `Span` that is used here. */
export interface Span {
  setAttribute(name: string, value: string | number): unknown;
  setStatus(status: { code: number; message?: string }): unknown;
  end(): void;
}

/** The part of OpenTelemetry's `Tracer` that is used here: `trace.getTracer('…')` of `@opentelemetry/api` fits. */
export interface Tracer {
  startActiveSpan<T>(
    name: string,
    options: { kind?: number; attributes?: Record<string, string | number> },
    work: (span: Span) => T,
  ): T;
}

/** `SpanKind.CLIENT` and `SpanStatusCode.ERROR` of `@opentelemetry/api`, which is not needed at run time. */
export const SPAN_KIND_CLIENT = 2;
export const SPAN_STATUS_ERROR = 2;
