package shippy.registry.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.clock.ManualClock;
import shippy.registry.Discovery;
import shippy.registry.ListWatchSource;
import shippy.registry.NodeTable;
import shippy.testkit.dns.CoreDns;

/** When records are asked for again. */
class DnsListWatchSourceTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration MOMENT = Duration.ofMillis(1);

  @RegisterExtension final CoreDns dns = CoreDns.create();
  @TempDir private Path folder;

  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final AtomicInteger ends = new AtomicInteger();
  private DnsLookup lookup;

  @BeforeEach
  void open() {
    DnsAddress address = DnsRegistries.address("dns://" + dns.address() + "/test", folder);
    lookup = new DnsLookup(address, new DnsClient(address));
  }

  @AfterEach
  void close() {
    lookup.client().close();
  }

  private DnsListWatchSource listed(String... records) {
    dns.zone(List.of(records));
    DnsListWatchSource source = new DnsListWatchSource("vessel", lookup, clock);
    eventually(
        SOON,
        () ->
            assertThat(source.list().join().nodes().nodes().isEmpty())
                .isEqualTo(records.length == 0));
    return source;
  }

  private Discovery.Watch watch(DnsListWatchSource source) {
    return source.watch(
        0,
        new ListWatchSource.Listener() {
          @Override
          public void changed(List<NodeTable.Change> changes) {
            throw new AssertionError("DNS tells of no change");
          }

          @Override
          public void ended() {
            ends.incrementAndGet();
          }
        });
  }

  private void endsAfter(Duration span) {
    clock.advance(span.minus(MOMENT));
    assertThat(ends.get()).isZero();
    clock.advance(MOMENT);
    assertThat(ends.get()).isEqualTo(1);
    clock.advance(Duration.ofMinutes(1));
    assertThat(ends.get()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "7, 7", "30, 30", "600, 30"})
  void watch_ends_when_the_records_expire_within_bounds(int ttl, int seconds) {
    watch(listed("vessel %d A 127.0.0.1".formatted(ttl)));
    endsAfter(Duration.ofSeconds(seconds));
  }

  @Test
  void the_smallest_ttl_of_all_records_counts() {
    watch(
        listed(
            "_grpc._tcp.vessel 20 SRV 0 0 1 a",
            "_grpc._tcp.vessel 20 SRV 0 0 1 b",
            "a 15 A 127.0.0.1",
            "b 12 A 127.0.0.2"));
    endsAfter(Duration.ofSeconds(12));
  }

  @Test
  void empty_set_is_asked_for_again_after_five_seconds() {
    watch(listed());
    endsAfter(Duration.ofSeconds(5));
  }

  @Test
  void closed_watch_does_not_end() {
    Discovery.Watch watch = watch(listed("vessel A 127.0.0.1"));
    watch.close();
    watch.close();
    clock.advance(Duration.ofMinutes(1));
    assertThat(ends.get()).isZero();
  }
}
