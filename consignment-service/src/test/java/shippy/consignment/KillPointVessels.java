package shippy.consignment;

import static shippy.consignment.KillPoint.BEFORE_CONFIRM;
import static shippy.consignment.KillPoint.RESERVE_ANSWERED;
import static shippy.consignment.KillPoint.RESERVE_SENT;

import java.util.concurrent.CompletableFuture;

/** Other vessels, with places to stand still around the calls. */
record KillPointVessels(Vessels real, KillPointHalt halt) implements Vessels {
  @Override
  public CompletableFuture<Reply> reserve(String id, int weightKg, int containers) {
    CompletableFuture<Reply> reply = real.reserve(id, weightKg, containers);
    return halt.hold(RESERVE_SENT, id, reply)
        .thenCompose(answer -> halt.hold(RESERVE_ANSWERED, id, reply));
  }

  @Override
  public CompletableFuture<Void> confirm(String id) {
    return halt.hold(BEFORE_CONFIRM, id, CompletableFuture.completedFuture(id))
        .thenCompose(real::confirm);
  }

  @Override
  public CompletableFuture<Void> release(String id) {
    return real.release(id);
  }
}
