package shippy.rpc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * What counting and tracing cost a call over two hops whose handlers do nothing: the same servers
 * and connections with and without, in turn, so that both meet the same machine, and all made anew
 * for each repetition. Every call has a deadline, as those of a client have. Processor time, which
 * the machine tells in steps of 10 ms, says more than the rate where others run beside it. Run by
 * {@code make bench}.
 */
class TwoHopBench {
  private static final int REPETITIONS = 10;
  private static final int PAIRS = 6;
  private static final int CALLS = 6_000;

  /** One round of both. */
  private record Pair(TwoHops.Round plain, TwoHops.Round watched) {
    double cost(ToDoubleFunction<TwoHops.Round> figure) {
      return figure.applyAsDouble(watched) / figure.applyAsDouble(plain);
    }
  }

  @Test
  void two_hops_with_and_without_counting_and_tracing() throws Exception {
    pairs(8); // warm-up
    for (int clients : new int[] {1, 8}) {
      List<Pair> pairs = new ArrayList<>();
      for (int i = 0; i < REPETITIONS; i++) {
        pairs.addAll(pairs(clients));
      }
      print(clients, pairs);
    }
  }

  private static List<Pair> pairs(int clients) throws Exception {
    List<Pair> pairs = new ArrayList<>();
    try (TwoHops hops = new TwoHops(clients)) {
      hops.round(CALLS / 5, false);
      hops.round(CALLS / 5, true);
      for (int i = 0; i < PAIRS; i++) {
        boolean watchedFirst = i % 2 == 1;
        TwoHops.Round first = hops.round(CALLS, watchedFirst);
        TwoHops.Round second = hops.round(CALLS, !watchedFirst);
        pairs.add(watchedFirst ? new Pair(second, first) : new Pair(first, second));
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
    return Arrays.stream(sorted).skip(pairs.size() / 2).findFirst().orElseThrow();
  }
}
