package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.clock.ManualClock;
import shippy.e2e.History.Kind;

class HistoryTest {
  private final History history = new History(new ManualClock(Instant.EPOCH));

  @Test
  void file_has_one_event_a_line(@TempDir Path folder) throws Exception {
    history.asked(new Order("a", 2, 500));
    history.note("a", Kind.UNKNOWN, "UNAVAILABLE: \"gone\"");
    history.write(folder.resolve("history.jsonl"));

    assertThat(folder.resolve("history.jsonl"))
        .hasContent(
            """
            {"at":"1970-01-01T00:00:00Z","id":"a","kind":"CREATE",\
            "detail":"2 containers, 500 kg"}
            {"at":"1970-01-01T00:00:00Z","id":"a","kind":"UNKNOWN",\
            "detail":"UNAVAILABLE: \\"gone\\""}
            """);
  }

  @Test
  void ids_and_events_are_counted_apart() {
    history.note("a", Kind.UNKNOWN, "");
    history.note("a", Kind.UNKNOWN, "");
    history.note("b", Kind.UNKNOWN, "");

    assertThat(history.ids(Kind.UNKNOWN)).isEqualTo(2);
    assertThat(history.count(Kind.UNKNOWN)).isEqualTo(3);
  }

  @Test
  void answers_that_leave_nothing_open_are_definite() {
    for (Kind kind : Kind.values()) {
      history.note("a", kind, "");
    }

    assertThat(history.definite()).isEqualTo(3);
  }
}
