package shippy.gateway.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.clock.ManualClock;

class StatusCacheTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final AtomicInteger begun = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile CountDownLatch frozen = new CountDownLatch(0);
  private final StatusCache looks = new StatusCache(this::look, clock);

  private SystemStatus look() {
    SystemStatus.Registry registry = new SystemStatus.Registry("memory", "", 1, 1, 0);
    SystemStatus state =
        new SystemStatus(begun.incrementAndGet(), registry, List.of(), List.of(), List.of());
    try {
      frozen.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return state;
  }

  @AfterEach
  void close() {
    frozen.countDown();
    threads.shutdownNow();
  }

  @Test
  void look_is_made_when_somebody_asks_and_serves_all_for_a_second() {
    assertThat(begun).hasValue(0);
    assertThat(number(looks.recent())).isEqualTo(1);
    clock.advance(StatusCache.FRESH.minusMillis(1));
    assertThat(number(looks.recent())).isEqualTo(1);

    clock.advance(Duration.ofMillis(1));
    assertThat(number(looks.recent())).isEqualTo(2);
  }

  @Test
  void those_who_ask_at_once_wait_for_one_look_and_not_all_of_them() {
    assertThat(number(looks.recent())).isEqualTo(1);
    clock.advance(StatusCache.FRESH);
    frozen = new CountDownLatch(1);
    List<CompletableFuture<Optional<SystemStatus>>> askers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      askers.add(CompletableFuture.supplyAsync(looks::recent, threads));
    }

    eventually(
        SOON,
        () ->
            assertThat(askers.stream().filter(CompletableFuture::isDone))
                .hasSizeGreaterThanOrEqualTo(64 - StatusCache.WAITING));
    frozen.countDown();

    assertThat(askers).allSatisfy(asker -> assertThat(number(asker.join())).isIn(1L, 2L));
    assertThat(begun).hasValue(2);
  }

  @Test
  void look_that_takes_long_leaves_the_one_before_until_that_is_too_old() {
    assertThat(number(looks.recent())).isEqualTo(1);
    frozen = new CountDownLatch(1);
    clock.advance(StatusCache.OLDEST.minusMillis(1));
    assertThat(number(looks.recent())).isEqualTo(1);

    clock.advance(Duration.ofMillis(1));
    assertThat(looks.recent()).isEmpty();
    assertThat(begun).hasValue(2);
  }

  @Test
  void those_who_watch_share_a_look_a_second_and_none_is_made_when_they_have_left() {
    looks.join();
    looks.join();
    clock.advance(Duration.ZERO);
    assertThat(awaited(looks.after(0))).map(StatusCache.Look::number).hasValue(1L);

    CompletableFuture<Optional<StatusCache.Look>> second = looks.after(1);
    assertThat(looks.after(1)).isSameAs(second);
    clock.advance(StatusCache.FRESH.minusMillis(1));
    assertThat(begun).hasValue(1);
    clock.advance(Duration.ofMillis(1));
    assertThat(UTF_8.decode(awaited(second).orElseThrow().event()).toString())
        .startsWith("event: state\ndata: {\"at\":2,");

    looks.leave();
    looks.leave();
    clock.advance(StatusCache.FRESH); // this one was due already
    awaited(looks.after(2));
    clock.advance(StatusCache.FRESH.multipliedBy(10));
    assertThat(begun).hasValue(3);
  }

  @Test
  void closing_ends_all_waiting() {
    CompletableFuture<Optional<StatusCache.Look>> watcher = looks.after(0);
    looks.close();
    assertThat(awaited(watcher)).isEmpty();
    looks.join();
    clock.advance(StatusCache.FRESH);
    assertThat(begun).hasValue(0);
  }

  private static Optional<StatusCache.Look> awaited(
      CompletableFuture<Optional<StatusCache.Look>> look) {
    return look.orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static long number(Optional<SystemStatus> state) {
    return state.orElseThrow().at();
  }
}
