package shippy.consignment;

import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Vessels that answer every call as the test says, and remember the calls. */
final class RecordingVessels implements Vessels {
  final List<String> calls = new CopyOnWriteArrayList<>();
  volatile Status answer = Status.OK;

  @Override
  public CompletableFuture<Reply> reserve(String id, int weightKg, int containers) {
    if (answer.getCode() == Status.Code.FAILED_PRECONDITION) {
      calls.add("reserve " + id);
      String reason = Optional.ofNullable(answer.getDescription()).orElse("no reason given");
      answer = Status.OK; // of nothing but a reservation
      return CompletableFuture.completedFuture(new Refused(reason, Cause.NO_ROOM));
    }
    return call("reserve " + id).thenApply(done -> new Taken("v1"));
  }

  @Override
  public CompletableFuture<Map<String, Status>> confirm(List<String> ids) {
    Status said = answer;
    String call = "confirm " + String.join(" ", ids);
    if (said.getCode() == Status.Code.NOT_FOUND
        || said.getCode() == Status.Code.FAILED_PRECONDITION) {
      calls.add(call);
      return CompletableFuture.completedFuture(
          ids.stream().collect(Collectors.toMap(id -> id, id -> said)));
    }
    return call(call).thenApply(done -> Map.of());
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
