package shippy.consignment;

import static shippy.consignment.KillPoint.BEFORE_CONFIRM;
import static shippy.consignment.KillPoint.RESERVE_ANSWERED;
import static shippy.consignment.KillPoint.RESERVE_SENT;

import io.grpc.Status;
import java.util.List;
import java.util.Map;
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
  public CompletableFuture<Map<String, Status>> confirm(List<String> ids) {
    CompletableFuture<List<String>> next = CompletableFuture.completedFuture(ids);
    for (String id : ids) {
      CompletableFuture<List<String>> before = next;
      next = before.thenCompose(all -> halt.hold(BEFORE_CONFIRM, id, before));
    }
    return next.thenCompose(real::confirm);
  }

  @Override
  public CompletableFuture<Void> release(String id) {
    return real.release(id);
  }
}
