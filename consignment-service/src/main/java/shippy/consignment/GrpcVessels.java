package shippy.consignment;

import static java.util.Objects.requireNonNull;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Channel;
import io.grpc.Status;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import shippy.proto.vessel.Refusal;
import shippy.proto.vessel.Reservation;
import shippy.proto.vessel.ReservationId;
import shippy.proto.vessel.ReservationIds;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceFutureStub;
import shippy.service.Answer;

/** The vessel service over gRPC. Futures complete on the channel's event loop. */
final class GrpcVessels implements Vessels {
  private static final String NOT_OFFERED =
      "no vessel service here can reserve: %s; start vessel-service.jar, then create it again under"
          + " a new id (the tutorial's vessel service has no reservations)";

  /** Answers to Confirm that would be the same again. */
  private static final Set<Status.Code> FINAL =
      EnumSet.of(Status.Code.NOT_FOUND, Status.Code.FAILED_PRECONDITION);

  private final VesselServiceFutureStub stub;

  GrpcVessels(Channel channel) {
    this.stub = VesselServiceGrpc.newFutureStub(requireNonNull(channel, "channel"));
  }

  @Override
  public CompletableFuture<Reply> reserve(String id, int weightKg, int containers) {
    Reservation request =
        Reservation.newBuilder()
            .setId(id)
            .setSpecification(
                Specification.newBuilder().setMaxWeight(weightKg).setCapacity(containers))
            .build();
    return future(withinCaller(stub).reserve(request))
        .<Reply>thenApply(response -> new Taken(response.getVessel().getId()))
        .exceptionally(GrpcVessels::refusal);
  }

  /** In one call; one by one if the vessel service is one that cannot do several. */
  @Override
  public CompletableFuture<Map<String, Status>> confirm(List<String> ids) {
    if (ids.size() == 1) {
      return confirm(ids.get(0));
    }
    return future(stub.batchConfirm(ReservationIds.newBuilder().addAllIds(ids).build()))
        .thenApply(GrpcVessels::refusals)
        .exceptionallyCompose(
            failure ->
                Status.fromThrowable(failure).getCode() == Status.Code.UNIMPLEMENTED
                    ? oneByOne(ids)
                    : CompletableFuture.failedFuture(failure));
  }

  private CompletableFuture<Map<String, Status>> oneByOne(List<String> ids) {
    return ids.stream()
        .map(this::confirm)
        .reduce(
            CompletableFuture.completedFuture(Map.of()),
            (all, one) -> all.thenCombine(one, GrpcVessels::union));
  }

  private CompletableFuture<Map<String, Status>> confirm(String id) {
    return future(stub.confirm(id(id)))
        .thenApply(response -> Map.<String, Status>of())
        .exceptionally(failure -> Map.of(id, refusalForGood(failure)));
  }

  private static Map<String, Status> union(Map<String, Status> some, Map<String, Status> others) {
    Map<String, Status> all = new HashMap<>(some);
    all.putAll(others);
    return all;
  }

  private static Map<String, Status> refusals(Response response) {
    return response.getRefusalsList().stream()
        .collect(
            Collectors.toMap(
                Refusal::getId,
                refusal ->
                    Status.fromCodeValue(refusal.getCode()).withDescription(refusal.getMessage()),
                (one, same) -> same));
  }

  private static Status refusalForGood(Throwable failure) {
    Status status = Status.fromThrowable(failure);
    if (FINAL.contains(status.getCode())) {
      return status;
    }
    throw new CompletionException(Answer.cause(failure));
  }

  @Override
  public CompletableFuture<Void> release(String id) {
    return future(stub.release(id(id))).thenAccept(response -> {});
  }

  private static VesselServiceFutureStub withinCaller(VesselServiceFutureStub stub) {
    return CallContext.timeLeft()
        .map(time -> stub.withDeadlineAfter(time.toNanos(), TimeUnit.NANOSECONDS))
        .orElse(stub);
  }

  private static Reply refusal(Throwable failure) {
    Status status = Status.fromThrowable(failure);
    String reason = Optional.ofNullable(status.getDescription()).orElse("no reason given");
    if (status.getCode() == Status.Code.FAILED_PRECONDITION) {
      return new Refused(reason, Cause.NO_ROOM);
    }
    if (status.getCode() == Status.Code.ALREADY_EXISTS) {
      return new Refused(reason, Cause.ID_IN_USE);
    }
    if (status.getCode() == Status.Code.UNIMPLEMENTED) {
      return new Refused(NOT_OFFERED.formatted(reason), Cause.NOT_OFFERED);
    }
    throw new CompletionException(Answer.cause(failure));
  }

  private static ReservationId id(String id) {
    return ReservationId.newBuilder().setId(id).build();
  }

  // Completes when the call has closed, not with its message: see RATIONALE.md.
  private static CompletableFuture<Response> future(ListenableFuture<Response> call) {
    CompletableFuture<Response> result = new CompletableFuture<>();
    call.addListener(() -> complete(result, call), Runnable::run);
    return result;
  }

  private static void complete(
      CompletableFuture<Response> result, ListenableFuture<Response> call) {
    try {
      result.complete(Futures.getDone(call));
    } catch (ExecutionException e) {
      result.completeExceptionally(Optional.ofNullable(e.getCause()).orElse(e));
    } catch (CancellationException e) {
      result.completeExceptionally(e);
    }
  }
}
