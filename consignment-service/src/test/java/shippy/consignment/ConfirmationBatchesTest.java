package shippy.consignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import shippy.clock.ManualClock;

class ConfirmationBatchesTest {
  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));
  private final List<List<String>> told = new ArrayList<>();
  private CompletableFuture<Boolean> answer = CompletableFuture.completedFuture(true);
  private final ConfirmationBatches batches = new ConfirmationBatches(this::tell, clock);

  private CompletableFuture<Boolean> tell(List<String> ids) {
    told.add(List.copyOf(ids));
    return answer;
  }

  @Test
  void first_goes_at_once_and_those_after_it_together_after_a_pause() {
    assertThat(batches.add("a")).isCompletedWithValue(true);
    CompletableFuture<Boolean> second = batches.add("b");
    CompletableFuture<Boolean> third = batches.add("c");
    assertThat(told).containsExactly(List.of("a"));
    clock.advance(ConfirmationBatches.PAUSE);
    assertThat(told).containsExactly(List.of("a"), List.of("b", "c"));
    assertThat(second).isCompletedWithValue(true);
    assertThat(third).isCompletedWithValue(true);
  }

  @Test
  void after_a_pause_without_any_the_next_goes_at_once() {
    var unused = batches.add("a");
    clock.advance(ConfirmationBatches.PAUSE);
    assertThat(batches.add("b")).isCompletedWithValue(true);
    assertThat(told).containsExactly(List.of("a"), List.of("b"));
  }

  @Test
  void one_batch_is_under_way_at_a_time() {
    answer = new CompletableFuture<>();
    CompletableFuture<Boolean> first = batches.add("a");
    var unused = batches.add("b");
    clock.advance(ConfirmationBatches.PAUSE.multipliedBy(5));
    assertThat(told).containsExactly(List.of("a"));
    answer.complete(false);
    assertThat(first).isCompletedWithValue(false);
    clock.advance(ConfirmationBatches.PAUSE);
    assertThat(told).as("a failure does not end it").containsExactly(List.of("a"), List.of("b"));
  }

  @Test
  void batch_has_as_many_as_a_call_takes_and_what_exceeds_the_queue_is_left_to_the_recovery() {
    answer = new CompletableFuture<>();
    var unused = batches.add("first");
    List<CompletableFuture<Boolean>> all = new ArrayList<>();
    for (int i = 0; i <= 20 * Vessels.MOST; i++) {
      all.add(batches.add("c" + i));
    }
    assertThat(all.subList(0, all.size() - 1)).noneMatch(CompletableFuture::isDone);
    assertThat(all.get(all.size() - 1)).isCompletedWithValue(false);
    answer.complete(true);
    clock.advance(ConfirmationBatches.PAUSE);
    assertThat(told.get(1)).hasSize(Vessels.MOST);
  }
}
