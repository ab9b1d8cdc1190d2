package shippy.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * What counting and tracing cost a call over two hops whose handlers do nothing: the same two
 * servers and channels with and without, in turn, so that both meet the same machine. Every call
 * has a deadline, as those of a client have. Processor time tells more than the rate where others
 * run beside it. Run by {@code make bench}.
 */
class TwoHopBench {
  private static final int ROUNDS = 21;
  private static final int CALLS = 6_000;

  /** One round of both. */
  private record Pair(TwoHops.Round plain, TwoHops.Round watched) {
    double cost(ToDoubleFunction<TwoHops.Round> figure) {
      return figure.applyAsDouble(watched) / figure.applyAsDouble(plain);
    }
  }

  @Test
  void two_hops_with_and_without_counting_and_tracing() throws Exception {
    try (TwoHops plain = new TwoHops(false);
        TwoHops watched = new TwoHops(true)) {
      for (int i = 0; i < 12; i++) {
        plain.round(CALLS); // warm-up
        watched.round(CALLS);
      }
      for (int clients : new int[] {1, 8}) {
        print(clients, rounds(plain, watched, clients));
      }
    }
  }

  private static List<Pair> rounds(TwoHops plain, TwoHops watched, int clients) {
    plain.clients(clients);
    watched.clients(clients);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      if (i % 2 == 0) {
        TwoHops.Round first = plain.round(CALLS);
        pairs.add(new Pair(first, watched.round(CALLS)));
      } else {
        TwoHops.Round first = watched.round(CALLS);
        pairs.add(new Pair(plain.round(CALLS), first));
      }
    }
    return pairs;
  }

  private static void print(int clients, List<Pair> pairs) {
    System.out.printf(
        Locale.ROOT,
        "clients %d: plain %.0f calls/s, %.1f µs of processor a call;"
            + " watched %.0f calls/s, %.1f µs; cost %+.1f %% time, %+.1f %% processor%n",
        clients,
        1e6 / median(pairs, pair -> pair.plain().micros()),
        median(pairs, pair -> pair.plain().processorMicros()),
        1e6 / median(pairs, pair -> pair.watched().micros()),
        median(pairs, pair -> pair.watched().processorMicros()),
        100 * median(pairs, pair -> pair.cost(TwoHops.Round::micros)) - 100,
        100 * median(pairs, pair -> pair.cost(TwoHops.Round::processorMicros)) - 100);
  }

  private static double median(List<Pair> pairs, ToDoubleFunction<Pair> figure) {
    double[] sorted = pairs.stream().mapToDouble(figure).sorted().toArray();
    return Arrays.stream(sorted).skip(ROUNDS / 2).findFirst().orElseThrow();
  }
}
