package shippy.platform;

import io.grpc.Context;
import io.grpc.Status;
import java.util.Optional;
import shippy.telemetry.ActiveSpan;
import shippy.telemetry.Span;

/** A command as the root of a trace: calls in its gRPC context are parts of it. One thread. */
public final class CommandTrace implements AutoCloseable {
  private final Runnable end;

  private CommandTrace(Runnable end) {
    this.end = end;
  }

  /** Begins, on this thread, in a program that exports traces. The same thread closes it. */
  public static CommandTrace begin(Platform platform, String command) {
    ActiveSpan span = platform.monitor().begin(Span.Kind.INTERNAL, command, Optional.empty());
    Context within = span.in(Context.current());
    Context before = within.attach();
    return new CommandTrace(
        () -> {
          within.detach(before);
          span.end(Status.Code.OK, Optional.empty());
        });
  }

  /** The same in one that exports traces from here on, if a setting asks for it. */
  public static CommandTrace begin(Platform platform, String program, String command) {
    platform.exportAs(program);
    return platform.exportsTraces() ? begin(platform, command) : new CommandTrace(() -> {});
  }

  @Override
  public void close() {
    end.run();
  }
}
