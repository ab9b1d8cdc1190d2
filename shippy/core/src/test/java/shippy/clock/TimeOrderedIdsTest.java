package shippy.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {
  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00.123Z"));

  @Test
  void id_is_a_uuid_of_version_7_that_carries_the_milliseconds() {
    UUID id = UUID.fromString(new TimeOrderedIds(clock, new Random(1)).next());
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(clock.now().toEpochMilli());
  }

  @Test
  void later_ids_sort_after_earlier_ones() {
    TimeOrderedIds ids = new TimeOrderedIds(clock, new Random(2));
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      made.add(ids.next());
      clock.advance(Duration.ofMillis(1));
    }
    assertThat(made).isSorted();
  }

  @Test
  void ids_of_one_instant_differ() {
    TimeOrderedIds ids = TimeOrderedIds.on(clock);
    assertThat(IntStream.range(0, 10_000).mapToObj(i -> ids.next())).doesNotHaveDuplicates();
  }
}
