package shippy.telemetry;

import java.util.HexFormat;
import java.util.Optional;
import shippy.config.CurrentTrace;

/** The span in the thread's gRPC context. */
public final class ContextTrace implements CurrentTrace {
  @Override
  public Optional<Ids> ids() {
    CallerTrace caller = CallerTrace.KEY.get();
    if (caller == null) { // no lambdas: each start logs lines
      return Optional.empty();
    }
    TraceContext at = caller.at();
    return at.recorded()
        ? Optional.of(new Ids(at.trace(), HexFormat.of().toHexDigits(at.span())))
        : Optional.empty();
  }
}
