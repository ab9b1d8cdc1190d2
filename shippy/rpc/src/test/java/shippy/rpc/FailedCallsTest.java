package shippy.rpc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.client.Client;
import shippy.platform.Platform;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceBlockingStub;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceImplBase;
import shippy.service.Answer;
import shippy.service.Service;

/** How a handler may fail, and what its caller is told. */
class FailedCallsTest {
  private static final String HINT = "INTERNAL: internal error (see the log of the service)";

  private static final Map<String, Consumer<StreamObserver<Response>>> WAYS =
      Map.of(
          "exception thrown",
          out -> {
            throw new IllegalStateException("secret");
          },
          "error thrown",
          out -> {
            throw new StackOverflowError("secret");
          },
          "exception answered",
          out -> out.onError(new IllegalStateException("secret")),
          "future failed",
          out ->
              Answer.to(
                  out, () -> CompletableFuture.failedFuture(new IllegalStateException("secret"))),
          "status thrown",
          out -> {
            throw Status.NOT_FOUND.withDescription("nothing here").asRuntimeException();
          },
          "status answered",
          out -> out.onError(new StatusException(Status.ABORTED.withDescription("try again"))),
          "bare status answered",
          out -> out.onError(Status.UNKNOWN.asRuntimeException()),
          "long text",
          out -> out.onError(Status.NOT_FOUND.withDescription("x".repeat(9_000)).asException()));

  private final InProcessServices fleet = new InProcessServices();

  @AfterEach
  void close() throws Exception {
    fleet.close();
  }

  /** Create fails in the way that the vessel's name says. */
  private static final class Handler extends VesselServiceImplBase {
    @Override
    public void create(Vessel vessel, StreamObserver<Response> out) {
      requireNonNull(WAYS.get(vessel.getName())).accept(out);
    }
  }

  private StatusRuntimeException failure(String way) {
    fleet.start(Service.named(InProcessServices.NAME).handler(new Handler()).grace(Duration.ZERO));
    VesselServiceBlockingStub stub =
        VesselServiceGrpc.newBlockingStub(
            fleet
                .keep(
                    Client.of(fleet.keep(Platform.on(fleet.registry, InProcessServices.config()))))
                .channel(InProcessServices.NAME));
    Vessel vessel = Vessel.newBuilder().setName(way).build();
    return catchThrowableOfType(StatusRuntimeException.class, () -> stub.create(vessel));
  }

  @ParameterizedTest
  @CsvSource({
    "exception thrown, " + HINT,
    "error thrown, " + HINT,
    "exception answered, " + HINT,
    "future failed, " + HINT,
    "status thrown, NOT_FOUND: nothing here",
    "status answered, ABORTED: try again",
    "bare status answered, UNKNOWN",
  })
  void caller_gets_a_status_of_the_handler_or_else_a_hint(String way, String message) {
    assertThat(failure(way)).hasMessage(message);
  }

  @Test
  void text_is_cut_before_it_breaks_the_call() {
    assertThat(failure("long text").getStatus().getDescription())
        .startsWith("xxx")
        .hasSizeLessThan(1100);
  }
}
