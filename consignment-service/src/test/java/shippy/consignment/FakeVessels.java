package shippy.consignment;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import shippy.proto.vessel.Reservation;
import shippy.proto.vessel.ReservationId;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceImplBase;

/** A vessel service that says what the test tells it to, and remembers what it was asked. */
final class FakeVessels extends VesselServiceImplBase {
  final List<String> calls = new CopyOnWriteArrayList<>();

  /** Open once a call that was held has been cancelled. */
  final CountDownLatch cancelled = new CountDownLatch(1);

  private final Queue<Status> failures = new ArrayDeque<>();
  private final Queue<Runnable> held = new ArrayDeque<>();
  private String holding = "nothing";

  /** The next call ends so, the one after it as said next. */
  synchronized void failNext(Status... statuses) {
    failures.addAll(List.of(statuses));
  }

  /** From now on, calls of this method wait for {@link #letGo}. */
  synchronized void hold(String method) {
    holding = method;
  }

  /** Answers what was held, and no longer holds. */
  void letGo() {
    List<Runnable> waiting;
    synchronized (this) {
      holding = "nothing";
      waiting = List.copyOf(held);
      held.clear();
    }
    waiting.forEach(Runnable::run);
  }

  @Override
  public void reserve(Reservation request, StreamObserver<Response> caller) {
    answer(
        "reserve %s %d %d"
            .formatted(
                request.getId(),
                request.getSpecification().getMaxWeight(),
                request.getSpecification().getCapacity()),
        caller);
  }

  @Override
  public void confirm(ReservationId request, StreamObserver<Response> caller) {
    answer("confirm " + request.getId(), caller);
  }

  @Override
  public void release(ReservationId request, StreamObserver<Response> caller) {
    answer("release " + request.getId(), caller);
  }

  private synchronized void answer(String call, StreamObserver<Response> caller) {
    ((ServerCallStreamObserver<Response>) caller).setOnCancelHandler(cancelled::countDown);
    calls.add(call);
    Status failure = failures.poll();
    Runnable answer =
        () -> {
          if (failure != null && !failure.isOk()) {
            caller.onError(failure.asRuntimeException());
          } else {
            caller.onNext(
                Response.newBuilder().setVessel(Vessel.newBuilder().setId("vessel001")).build());
            caller.onCompleted();
          }
        };
    if (call.startsWith(holding)) {
      held.add(answer);
    } else {
      answer.run();
    }
  }
}
