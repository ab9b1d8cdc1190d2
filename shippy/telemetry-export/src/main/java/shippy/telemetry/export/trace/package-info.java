/**
 * Sends spans to a tracing system: OTLP over gRPC or HTTP, or Zipkin's JSON. Start at {@link
 * shippy.telemetry.export.trace.TraceExport}.
 */
@NullMarked
package shippy.telemetry.export.trace;

import org.jspecify.annotations.NullMarked;
