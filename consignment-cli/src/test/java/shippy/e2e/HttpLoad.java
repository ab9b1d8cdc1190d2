package shippy.e2e;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import shippy.clock.Clock;
import shippy.testkit.Concurrently;

/** HTTP requests from several threads at once, with an event in the middle of them. */
final class HttpLoad {
  private static final int SENDERS = 8;

  private final Api api;
  private final int requests;
  private final IntFunction<HttpRequest> request;
  private final Runnable event;
  private final AtomicInteger next = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> nodes = new ConcurrentHashMap<>();
  private final LongAccumulator slowestMillis = new LongAccumulator(Math::max, 0);
  private final Duration took;

  /** Sends them all; the event is with the one in the middle, while others are on their way. */
  HttpLoad(Api api, int requests, IntFunction<HttpRequest> request, Runnable event) {
    this.api = api;
    this.requests = requests;
    this.request = request;
    this.event = event;
    Supplier<Duration> stopwatch = Clock.system().stopwatch();
    Concurrently.run(Collections.nCopies(SENDERS, this::send));
    took = stopwatch.get();
  }

  /** The answers other than 200. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  /** How many each instance answered, by its id. */
  Map<String, Integer> nodes() {
    return Map.copyOf(nodes);
  }

  @Override
  public String toString() {
    return "%d requests, %d failed, %d/s, slowest %d ms"
        .formatted(
            requests, failures.size(), requests * 1000L / took.toMillis(), slowestMillis.get());
  }

  private void send() {
    for (int n = next.getAndIncrement(); n < requests; n = next.getAndIncrement()) {
      if (n == requests / 2) {
        event.run();
      }
      Supplier<Duration> stopwatch = Clock.system().stopwatch();
      HttpResponse<String> answer = api.send(request.apply(n));
      slowestMillis.accumulate(stopwatch.get().toMillis());
      nodes.merge(Api.node(answer), 1, Integer::sum);
      if (answer.statusCode() != 200) {
        failures.add(n + ": " + answer.statusCode() + " " + answer.body());
      }
    }
  }
}
