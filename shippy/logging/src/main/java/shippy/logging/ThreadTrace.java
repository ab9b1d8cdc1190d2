package shippy.logging;

import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import shippy.config.CurrentTrace;

/** The span of the calling thread's work. Safe for any thread. */
final class ThreadTrace implements Supplier<Optional<CurrentTrace.Ids>> {
  /** Holder: looked for at the first line, so that programs that log nothing do without. */
  private static final class Provider {
    static final Optional<CurrentTrace> FOUND =
        ServiceLoader.load(CurrentTrace.class, ThreadTrace.class.getClassLoader()).findFirst();
  }

  @Override
  public Optional<CurrentTrace.Ids> get() {
    return Provider.FOUND.isPresent() ? Provider.FOUND.get().ids() : Optional.empty();
  }
}
