package shippy.telemetry;

import java.util.HexFormat;
import java.util.Optional;
import shippy.config.CurrentTrace;

/** The span in the thread's gRPC context. */
public final class ContextTrace implements CurrentTrace {
  @Override
  public Optional<Ids> ids() {
    return Optional.ofNullable(CallerTrace.KEY.get())
        .map(CallerTrace::at)
        .filter(TraceContext::recorded)
        .map(at -> new Ids(at.trace(), HexFormat.of().toHexDigits(at.span())));
  }
}
