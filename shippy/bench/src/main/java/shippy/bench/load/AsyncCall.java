package shippy.bench.load;

import io.grpc.Status;
import java.util.function.Consumer;

/** A call that a driver repeats. */
@FunctionalInterface
public interface AsyncCall {
  /** Starts one and returns; {@code end} is told once how it ended, on any thread. */
  void start(Consumer<Status> end);
}
