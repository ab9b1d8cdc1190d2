package shippy.demo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** Answers per second of each address and of all, over the last two seconds. For one thread. */
final class AnswerRates {
  private static final Duration WINDOW = Duration.ofSeconds(2);

  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(Duration at, Map<String, Long> answers) {
    long of(String address) {
      return answers.getOrDefault(address, 0L);
    }

    long total() {
      return answers.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** Takes the answers counted so far. */
  void sample(Duration at, Map<String, Long> answers) {
    samples.addLast(new Sample(at, answers));
    while (samples.size() > 2 && samples.getFirst().at().plus(WINDOW).compareTo(at) < 0) {
      samples.removeFirst();
    }
  }

  long of(String address) {
    return samples.isEmpty()
        ? 0
        : perSecond(samples.getLast().of(address) - samples.getFirst().of(address));
  }

  long total() {
    return samples.isEmpty()
        ? 0
        : perSecond(samples.getLast().total() - samples.getFirst().total());
  }

  private long perSecond(long answers) {
    long millis = samples.getLast().at().minus(samples.getFirst().at()).toMillis();
    return millis == 0 ? 0 : Math.round(answers * 1000.0 / millis);
  }
}
