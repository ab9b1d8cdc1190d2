package shippy.gateway.control;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The instances that a run has started, and what may be done to them. Methods return at once: the
 * registry shows what became of an order. Safe for any thread.
 */
public interface InstanceControl {
  /**
   * A process that runs or is about to be started again.
   *
   * @param id its {@code server_id}, with which its node id in the registry ends
   * @param service under which it is registered; empty if it is not
   * @param program the name of its program, such as {@code vessel}
   * @param label what its lines stand behind: {@code vessel}, or {@code vessel-2} for a second one
   * @param pid of the process; 0 while it waits to be started
   */
  record Started(String id, String service, String program, String label, long pid) {
    public Started {
      requireNonNull(id, "id");
      requireNonNull(service, "service");
      requireNonNull(program, "program");
      requireNonNull(label, "label");
    }
  }

  /**
   * A line that an instance wrote.
   *
   * @param number from 1, without gaps
   * @param at when it was read
   */
  record LogLine(long number, Instant at, String text) {
    public LogLine {
      requireNonNull(at, "at");
      requireNonNull(text, "text");
    }
  }

  /** All, in the order in which they were started. */
  List<Started> instances();

  /** Ends the process of one at once, as a crash does; it is started again. */
  void kill(String id);

  /** Stops these in order, one after the other, and starts each again. */
  void restart(List<String> ids);

  /** Stops these in order; they are not started again. */
  void stop(List<String> ids);

  /**
   * Starts or stops instances until so many run.
   *
   * @return whether the run has this program
   */
  boolean scale(String program, int instances);

  /**
   * The kept lines behind a label with a higher number than this, also of an instance that is gone;
   * empty if none ever had that label.
   */
  Optional<List<LogLine>> logs(String label, long after);
}
