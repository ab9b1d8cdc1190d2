package shippy.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the results of all calls. Safe for any thread. */
final class CallTotals {
  private static final int MOST_FAILURES = 100;

  private final Map<String, Long> answers = new HashMap<>();
  private final List<String> failures = new ArrayList<>();
  private Counts all = Counts.NONE;
  private Counts step = Counts.NONE;

  /**
   * Calls that have ended.
   *
   * @param calls all of them
   * @param failed those that returned an error to the caller
   * @param retried attempts beyond the first of a call
   * @param slowest from the call to its end
   */
  record Counts(long calls, long failed, long retried, Duration slowest) {
    static final Counts NONE = new Counts(0, 0, 0, Duration.ZERO);

    Counts plus(Counts more) {
      return new Counts(
          calls + more.calls,
          failed + more.failed,
          retried + more.retried,
          slowest.compareTo(more.slowest) >= 0 ? slowest : more.slowest);
    }
  }

  synchronized void succeeded(Duration took) {
    add(new Counts(1, 0, 0, took));
  }

  /** The call returned an error. The first 100 texts are kept. */
  synchronized void failed(Duration took, String text) {
    add(new Counts(1, 1, 0, took));
    if (failures.size() < MOST_FAILURES) {
      failures.add(text);
    }
  }

  synchronized void retried() {
    add(new Counts(0, 0, 1, Duration.ZERO));
  }

  /** An instance has answered, and not with an error alone. */
  synchronized void answered(String address) {
    answers.merge(address, 1L, Long::sum);
  }

  /** How often the instance at this address has answered. */
  synchronized long answeredBy(String address) {
    return answers.getOrDefault(address, 0L);
  }

  synchronized Map<String, Long> answers() {
    return Map.copyOf(answers);
  }

  synchronized Counts total() {
    return all;
  }

  /** What was counted since {@link #nextStep}. */
  synchronized Counts step() {
    return step;
  }

  synchronized void nextStep() {
    step = Counts.NONE;
  }

  synchronized List<String> failures() {
    return List.copyOf(failures);
  }

  private void add(Counts more) {
    all = all.plus(more);
    step = step.plus(more);
  }
}
