package shippy.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.RetryInfo;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.LiveConfig;
import shippy.platform.Platform;
import shippy.problem.Problem;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.ConsignmentId;
import shippy.proto.consignment.GetRequest;
import shippy.proto.consignment.Response;
import shippy.proto.consignment.ShippingServiceGrpc.ShippingServiceImplBase;
import shippy.registry.HostPort;
import shippy.registry.InMemoryRegistry;
import shippy.service.RunningService;
import shippy.service.Service;

/** A gateway on loopback in front of real services, which a registry in memory knows. */
final class GatewayFixture implements AutoCloseable {
  static final String SHIPPING = "shippy.service.consignment";
  static final Problem.Fix START = new Problem.Fix("hoist \"A\" & sail", "");

  final InMemoryRegistry registry = new InMemoryRegistry(Clock.system());
  final Platform platform;

  /** Calls that wait for the test to end them. */
  final Queue<StreamObserver<Response>> waiting = new ConcurrentLinkedQueue<>();

  private final Gateway gateway;

  GatewayFixture(HandlerKind handler, boolean cors) {
    this(
        new GatewayOptions(
            new HostPort("127.0.0.1", 0), handler, "shippy.service", cors, false, START));
  }

  GatewayFixture(GatewayOptions options) {
    this(options, LiveConfig.fixed(Config.of(Map.of(), Map.of())));
  }

  GatewayFixture(GatewayOptions options, LiveConfig live) {
    platform = Platform.on(registry, live, Clock.system());
    gateway = Gateway.start(platform, options);
  }

  /** With one instance of the shipping service. */
  static GatewayFixture open() {
    GatewayFixture started = new GatewayFixture(HandlerKind.META, false);
    started.start(SHIPPING, started.shipping());
    return started;
  }

  RunningService start(String name, BindableService handler) {
    RunningService service =
        Service.named(name).handler(handler).grace(Duration.ZERO).start(platform);
    service.ready().orTimeout(20, TimeUnit.SECONDS).join();
    platform.own(service);
    return service;
  }

  BindableService shipping() {
    return new Shipping();
  }

  int port() {
    return gateway.address().port();
  }

  /** A request without a body. */
  RawConnection.Response get(String target) throws IOException {
    return send("GET " + target, "", "");
  }

  RawConnection.Response post(String target, String body) throws IOException {
    return send("POST " + target, "Content-Type: application/json\r\n", body);
  }

  /**
   * A request on a connection of its own.
   *
   * @param line method and target
   * @param headers each ends with CRLF
   */
  RawConnection.Response send(String line, String headers, String body) throws IOException {
    return RawConnection.exchange(port(), request(line, headers, body));
  }

  String request(String line, String headers, String body) {
    String host = headers.contains("Host:") ? "" : "Host: 127.0.0.1:" + port() + "\r\n";
    int length = body.getBytes(UTF_8).length;
    String size = length == 0 ? "" : "Content-Length: " + length + "\r\n";
    return line + " HTTP/1.1\r\n" + host + headers + size + "\r\n" + body;
  }

  /**
   * A stream that its time limit ends, which on a busy machine may come before the first answer.
   */
  RawConnection.Response watchHealth(String headers) throws IOException {
    RawConnection.Response response = RawConnection.Response.NONE;
    for (int seconds = 1; seconds <= 16; seconds *= 2) {
      String limit = "Timeout: %d\r\n".formatted(seconds);
      response = send("GET /shippy.service.consignment/Health.Watch", limit + headers, "");
      if (response.status() != 504) {
        return response;
      }
    }
    return response;
  }

  void closeGateway() {
    gateway.close();
  }

  @Override
  public void close() {
    gateway.close();
    platform.close();
    registry.close();
  }

  /** Answers with what it was asked, fails as it is told to, or waits. */
  private final class Shipping extends ShippingServiceImplBase {
    @Override
    public void createConsignment(Consignment request, StreamObserver<Response> answer) {
      answer(Response.newBuilder().setCreated(true).setConsignment(request), answer);
    }

    @Override
    public void getConsignments(GetRequest request, StreamObserver<Response> answer) {
      try {
        String json = JsonFormat.printer().omittingInsignificantWhitespace().print(request);
        answer(Response.newBuilder().setNextPageToken(json), answer);
      } catch (InvalidProtocolBufferException e) {
        answer.onError(e);
      }
    }

    /** The id is the status to fail with, or the delay of a refusal in seconds and nanoseconds. */
    @Override
    public void getConsignment(ConsignmentId request, StreamObserver<Response> answer) {
      if (request.getId().contains(".")) {
        answer.onError(refusal(request.getId().split("\\.", -1)));
        return;
      }
      Status.Code code = Status.Code.valueOf(request.getId());
      answer.onError(Status.fromCode(code).withDescription("as you wished").asException());
    }

    private static Throwable refusal(String... delay) {
      RetryInfo.Builder info = RetryInfo.newBuilder();
      info.getRetryDelayBuilder()
          .setSeconds(Long.parseLong(delay[0]))
          .setNanos(Integer.parseInt(delay[1]));
      return StatusProto.toStatusException(
          com.google.rpc.Status.newBuilder()
              .setCode(Status.Code.RESOURCE_EXHAUSTED.value())
              .setMessage("too many")
              .addDetails(Any.pack(info.build()))
              .build());
    }

    @Override
    public void cancelConsignment(ConsignmentId request, StreamObserver<Response> answer) {
      waiting.add(answer);
    }

    private void answer(Response.Builder response, StreamObserver<Response> answer) {
      answer.onNext(response.build());
      answer.onCompleted();
    }
  }
}
