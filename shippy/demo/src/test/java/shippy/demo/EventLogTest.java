package shippy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import shippy.clock.ManualClock;

class EventLogTest {
  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final List<String> heard = new ArrayList<>();
  private final EventLog events = new EventLog(clock.stopwatch(), line -> heard.add(line.fit(80)));

  @Test
  void listener_hears_each_line_with_its_time() {
    events.tell("begun");
    clock.advance(Duration.ofSeconds(65));
    events.tell("went on");

    assertThat(heard).containsExactly(" 0:00  begun", " 1:05  went on");
    assertThat(events.last(1))
        .containsExactly(new EventLog.Line(Duration.ofSeconds(65), "went on"));
  }

  @Test
  void nothing_in_a_line_moves_the_cursor() {
    events.tell("a\u001b[2Jb\nc");

    assertThat(heard).containsExactly(" 0:00  a?[2Jb?c");
  }
}
