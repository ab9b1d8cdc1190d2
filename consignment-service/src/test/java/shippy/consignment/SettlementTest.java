package shippy.consignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import shippy.clock.ManualClock;

class SettlementTest {
  private static final Consignment PENDING =
      Consignment.pending(
          "c1",
          new Cargo("d", 1, List.of(new Container("", "", "", ""))),
          Instant.parse("2026-11-21T12:00:00Z"));

  private final ManualClock clock = new ManualClock(PENDING.createdAt());
  private final Recorder vessels = new Recorder();
  private final Settlement settlement = new Settlement(vessels, clock);

  @Test
  void confirmed_is_confirmed_and_aborted_released() {
    settlement.of(PENDING.confirmed("v1"));
    settlement.of(PENDING.aborted("no"));
    clock.advance(Duration.ofHours(1));
    assertThat(vessels.calls).containsExactly("confirm c1", "release c1");
  }

  @Test
  void failure_is_tried_again_until_it_succeeds() {
    vessels.answer = Status.UNAVAILABLE;
    settlement.of(PENDING.aborted("no"));
    clock.advance(Duration.ofSeconds(2));
    assertThat(vessels.calls).hasSizeBetween(2, 4).containsOnly("release c1");
    vessels.answer = Status.OK;
    clock.advance(Duration.ofSeconds(10));
    int attempts = vessels.calls.size();
    clock.advance(Duration.ofHours(1));
    assertThat(vessels.calls).hasSize(attempts);
  }

  @Test
  void attempts_are_bounded() {
    vessels.answer = Status.DEADLINE_EXCEEDED;
    settlement.of(PENDING.confirmed("v1"));
    clock.advance(Duration.ofHours(1));
    assertThat(vessels.calls).hasSize(Settlement.ATTEMPTS);
  }

  @Test
  void certain_refusal_is_not_tried_again() {
    vessels.answer = Status.NOT_FOUND;
    settlement.of(PENDING.confirmed("v1"));
    clock.advance(Duration.ofHours(1));
    assertThat(vessels.calls).hasSize(1);
  }

  @Test
  void closed_settlement_begins_nothing() {
    vessels.answer = Status.UNAVAILABLE;
    settlement.of(PENDING.confirmed("v1"));
    settlement.close();
    settlement.close();
    clock.advance(Duration.ofHours(1));
    settlement.of(PENDING.confirmed("v1"));
    assertThat(vessels.calls).hasSize(1);
  }

  @Test
  void pending_cannot_be_settled() {
    assertThatThrownBy(() -> settlement.of(PENDING)).hasMessage("c1: PENDING (expected: decided)");
  }

  private static final class Recorder implements Vessels {
    final List<String> calls = new ArrayList<>();
    Status answer = Status.OK;

    @Override
    public CompletableFuture<Reply> reserve(String id, int weightKg, int containers) {
      throw new AssertionError("not for a settlement");
    }

    @Override
    public CompletableFuture<Void> confirm(String id) {
      return call("confirm " + id);
    }

    @Override
    public CompletableFuture<Void> release(String id) {
      return call("release " + id);
    }

    private CompletableFuture<Void> call(String call) {
      calls.add(call);
      return answer.isOk()
          ? CompletableFuture.completedFuture(null)
          : CompletableFuture.failedFuture(answer.asRuntimeException());
    }
  }
}
