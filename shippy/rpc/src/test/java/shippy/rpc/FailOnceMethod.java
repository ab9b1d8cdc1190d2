package shippy.rpc;

import io.grpc.BindableService;
import io.grpc.ClientStreamTracer;
import io.grpc.ClientStreamTracer.StreamInfo;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import shippy.platform.Headers;
import shippy.proto.vessel.ReservationId;
import shippy.proto.vessel.Response;

/** A method that counts how often it is executed, and fails once, at one point of a call. */
final class FailOnceMethod {
  /** What the proto file may say of a method. */
  enum Kind {
    UNSET,
    IDEMPOTENT,
    NO_SIDE_EFFECTS,
    UNSET_STREAM;

    boolean isRepeatable() {
      return this == IDEMPOTENT || this == NO_SIDE_EFFECTS;
    }
  }

  /** When it fails. */
  enum Point {
    BEFORE_SEND,
    AFTER_SEND,
    AFTER_WORK,
    AFTER_ANSWER,
    /** After the client has seen the answer begin. */
    ANSWER_BEGUN
  }

  final AtomicInteger executions = new AtomicInteger();

  /** The idempotency keys that calls had. */
  final Set<String> keys = ConcurrentHashMap.newKeySet();

  private final String name;
  private final Kind kind;
  private final Point point;
  private final Runnable failure;
  private final AtomicBoolean failed = new AtomicBoolean();

  /**
   * A method that lives on several servers.
   *
   * @param failure of the server that the call has reached
   */
  FailOnceMethod(String name, Kind kind, Point point, Runnable failure) {
    this.name = name;
    this.kind = kind;
    this.point = point;
    this.failure = failure;
  }

  /** As the client knows it. */
  MethodDescriptor<ReservationId, Response> method() {
    return method(kind == Kind.UNSET_STREAM ? MethodType.SERVER_STREAMING : MethodType.UNARY);
  }

  private MethodDescriptor<ReservationId, Response> method(MethodType type) {
    return MethodDescriptor.<ReservationId, Response>newBuilder()
        .setFullMethodName(name + "/Call")
        .setType(type)
        .setRequestMarshaller(ProtoUtils.marshaller(ReservationId.getDefaultInstance()))
        .setResponseMarshaller(ProtoUtils.marshaller(Response.getDefaultInstance()))
        .setIdempotent(kind == Kind.IDEMPOTENT)
        .setSafe(kind == Kind.NO_SIDE_EFFECTS)
        .build();
  }

  /** It is always a stream for the server, which else keeps the answer back until its end. */
  BindableService service(Runnable reached) {
    return () ->
        ServerServiceDefinition.builder(name)
            .addMethod(
                method(MethodType.SERVER_STREAMING),
                (call, headers) -> {
                  call.request(2);
                  Optional.ofNullable(headers.get(Headers.IDEMPOTENCY_KEY)).ifPresent(keys::add);
                  return listener(call, reached);
                })
            .build();
  }

  private ServerCall.Listener<ReservationId> listener(
      ServerCall<ReservationId, Response> call, Runnable reached) {
    return new ServerCall.Listener<>() {
      @Override
      public void onHalfClose() {
        reached.run();
        serve(call);
      }
    };
  }

  private void serve(ServerCall<ReservationId, Response> call) {
    if (failsAt(Point.AFTER_SEND)) {
      return;
    }
    executions.incrementAndGet();
    if (failsAt(Point.AFTER_WORK)) {
      return;
    }
    boolean endless = point == Point.ANSWER_BEGUN && !failed.get();
    call.sendHeaders(new Metadata());
    call.sendMessage(Response.getDefaultInstance());
    if (!endless && !failsAt(Point.AFTER_ANSWER)) {
      call.close(Status.OK, new Metadata());
    }
  }

  private boolean failsAt(Point now) {
    boolean fails = point == now && failed.compareAndSet(false, true);
    if (fails) {
      failure.run();
    }
    return fails;
  }

  /** Watches the attempts of a client. */
  ClientStreamTracer.Factory attempts() {
    return new ClientStreamTracer.Factory() {
      @Override
      public ClientStreamTracer newClientStreamTracer(StreamInfo info, Metadata headers) {
        return new ClientStreamTracer() {
          @Override
          public void inboundHeaders(Metadata answer) {
            boolean unused = failsAt(Point.ANSWER_BEGUN);
          }
        };
      }
    };
  }
}
