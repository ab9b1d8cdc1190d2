package shippy.telemetry;

import io.grpc.Metadata;
import java.util.Optional;

/**
 * Reads and writes {@code traceparent} and {@code tracestate}; reads other formats from callers
 * that do not write it. Calls that are not recorded share one context, so its text is cached: for
 * most calls a comparison is enough. Safe for any thread.
 */
final class TraceHeader {
  static final Metadata.Key<String> KEY =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

  static final Metadata.Key<String> STATE =
      Metadata.Key.of("tracestate", Metadata.ASCII_STRING_MARSHALLER);

  private volatile Kept kept = new Kept("", Optional.empty());

  private record Kept(String text, Optional<TraceContext> at) {}

  /** The context; empty if there is no header or it is not well-formed. */
  Optional<TraceContext> read(Metadata headers) {
    String text = headers.get(KEY);
    return text == null
        ? ForeignTraceHeaders.read(headers)
        : parse(text).map(at -> at.withState(state(headers)));
  }

  /** Several headers are one list. */
  private static String state(Metadata headers) {
    Iterable<String> states = headers.getAll(STATE);
    return states == null ? "" : String.join(",", states);
  }

  private Optional<TraceContext> parse(String text) {
    Kept last = kept;
    if (last.text.equals(text)) {
      return last.at;
    }
    Optional<TraceContext> at = TraceContext.parse(text);
    if (at.isPresent() && isAsWritten(text)) {
      kept = new Kept(text, at);
    }
    return at;
  }

  void write(TraceContext at, Metadata headers) {
    headers.discardAll(KEY);
    headers.put(KEY, text(at));
    headers.discardAll(STATE);
    if (!at.state().isEmpty()) {
      headers.put(STATE, at.state());
    }
  }

  /**
   * Whether shippy would write a context that is not recorded with this text; other texts may be
   * well-formed too.
   */
  private static boolean isAsWritten(String text) {
    return text.startsWith("00-") && text.endsWith("-00");
  }

  private String text(TraceContext at) {
    if (at.recorded() || !at.state().isEmpty()) {
      return at.traceparent();
    }
    Kept last = kept;
    if (last.at.isPresent() && last.at.get().equals(at)) {
      return last.text;
    }
    Kept now = new Kept(at.traceparent(), Optional.of(at));
    kept = now;
    return now.text;
  }
}
