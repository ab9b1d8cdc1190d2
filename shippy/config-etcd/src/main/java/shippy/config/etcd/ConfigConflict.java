package shippy.config.etcd;

import java.util.Optional;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** A key was not written, because somebody else has changed it meanwhile. */
public final class ConfigConflict extends ProblemException {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // never serialized
  private final transient Optional<ConfigCentre.Entry> current;

  ConfigConflict(String key, long expected, Optional<ConfigCentre.Entry> current) {
    super(
        Problem.of(
                ExitCode.FAILED,
                "%s %s (expected: %s)"
                    .formatted(
                        key,
                        current.map(now -> "has revision " + now.revision()).orElse("is gone"),
                        expected == 0 ? "no such key" : "revision " + expected))
            .withLikely("somebody else has changed it meanwhile"),
        null);
    this.current = current;
  }

  /** What the key has now; empty if there is no such key. */
  public Optional<ConfigCentre.Entry> current() {
    return current;
  }
}
