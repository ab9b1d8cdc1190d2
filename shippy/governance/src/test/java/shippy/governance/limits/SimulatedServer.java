package shippy.governance.limits;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.random.RandomGenerator;

/** A server of so many places, each busy for the time of a call; the others wait in line. */
final class SimulatedServer {
  private int places;
  private final double millis;
  private final boolean mixed;
  private final RandomGenerator random = new Random(1);
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at));
  private final Deque<Long> waiting = new ArrayDeque<>();
  private final GradientLimit limit = new GradientLimit(0);
  private long now;
  private int running;
  private int busy;

  /** The end of the call that came then; an arrival if that is negative. */
  private record Event(long at, long came) {}

  /** What a span of time saw: the share of the capacity, and the slowest call but one of 100. */
  record Seen(double goodput, double p99Millis) {}

  /**
   * @param mixed whether one of ten calls takes ten times as long
   */
  SimulatedServer(int places, double millis, boolean mixed) {
    this.places = places;
    this.millis = millis;
    this.mixed = mixed;
    events.add(new Event(0, -1));
  }

  /** Goes on under so many times as many calls as it can serve. */
  Seen run(double factor, int seconds) {
    long until = now + seconds * 1_000_000_000L;
    double capacity = places * 1e3 / (mixed ? 1.9 * millis : millis);
    List<Long> times = new ArrayList<>();
    while (true) {
      Event event = events.remove();
      now = event.at();
      if (event.came() < 0) {
        arrive();
        events.add(new Event(now + (long) (exponential() / capacity / factor * 1e9), -1));
      } else {
        times.add(now - event.came());
        end(event.came());
      }
      if (now >= until) {
        Collections.sort(times);
        return new Seen(
            times.size() / capacity / seconds, times.get(times.size() * 99 / 100) / 1e6);
      }
    }
  }

  /** From now on it has so many. */
  void places(int count) {
    places = count;
  }

  int limit() {
    return limit.get();
  }

  private void arrive() {
    if (running < limit.get()) {
      running++;
      limit.began(running);
      waiting.add(now);
      serve();
    }
  }

  private void end(long came) {
    running--;
    busy--;
    limit.ended(now, now - came);
    serve();
  }

  private void serve() {
    if (busy < places && !waiting.isEmpty()) {
      busy++;
      double factor = mixed && random.nextInt(10) == 0 ? 10 : 1;
      double took = millis * factor * (0.95 + 0.1 * random.nextDouble());
      events.add(new Event(now + (long) (took * 1e6), waiting.remove()));
    }
  }

  private double exponential() {
    return -Math.log(1 - random.nextDouble());
  }
}
