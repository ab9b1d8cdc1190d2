package shippy.telemetry;

import io.grpc.Metadata;
import java.util.Optional;

/**
 * Reads and writes {@code traceparent}. What is not recorded keeps one place, so its text is kept
 * too: most calls have it read and written by a comparison. Safe for any thread.
 */
final class TraceHeader {
  static final Metadata.Key<String> KEY =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

  private volatile Kept kept = new Kept("", Optional.empty());

  private record Kept(String text, Optional<TraceContext> at) {}

  /** Empty if there is none, or none that is well-formed. */
  Optional<TraceContext> read(Metadata headers) {
    String text = headers.get(KEY);
    Kept last = kept;
    if (last.text.equals(text)) {
      return last.at;
    }
    Optional<TraceContext> at = TraceContext.parse(text);
    if (at.isPresent() && text != null && isAsWritten(text)) {
      kept = new Kept(text, at);
    }
    return at;
  }

  void write(TraceContext at, Metadata headers) {
    headers.discardAll(KEY);
    headers.put(KEY, text(at));
  }

  /** Whether a place that is not recorded would be written so; what is well-formed may differ. */
  private static boolean isAsWritten(String text) {
    return text.startsWith("00-") && text.endsWith("-00");
  }

  private String text(TraceContext at) {
    if (at.recorded()) {
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
