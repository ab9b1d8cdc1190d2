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
import java.util.regex.Pattern;
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
import shippy.testkit.Eventually;

/** How a handler may fail, and what its caller is told. */
class FailedCallsTest {
  private static final String TOLD = "INTERNAL: java.lang.IllegalStateException: secret (trace ";

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
          "hostile text",
          out -> {
            throw new IllegalStateException("a\u001b[31m\nb" + "x".repeat(5_000));
          },
          "long text",
          out -> out.onError(Status.NOT_FOUND.withDescription("x".repeat(9_000)).asException()));

  private final InProcessServices fleet = new InProcessServices();
  private Platform serving = Platform.on(fleet.registry, InProcessServices.config());

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

  private StatusRuntimeException failure(String way, String... settings) {
    serving = fleet.keep(Platform.on(fleet.registry, InProcessServices.config(settings)));
    Service service =
        Service.named(InProcessServices.NAME).handler(new Handler()).grace(Duration.ZERO);
    InProcessServices.ready(fleet.keep(service.start(serving)));
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
    "exception thrown, " + TOLD,
    "error thrown, INTERNAL: java.lang.StackOverflowError: secret (trace ",
    "exception answered, " + TOLD,
    "future failed, " + TOLD,
    "hostile text, INTERNAL: java.lang.IllegalStateException: a?[31m?bxxx",
    "status thrown, NOT_FOUND: nothing here",
    "status answered, ABORTED: try again",
    "bare status answered, UNKNOWN",
  })
  void caller_gets_a_status_of_the_handler_or_else_its_exception(String way, String message) {
    assertThat(failure(way)).hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource({
    "errors,         short,          INTERNAL: internal error",
    "server_address, 0.0.0.0:0,      INTERNAL: internal error",
    "errors,         full,           INTERNAL: java.lang.IllegalStateException: secret",
    "server_address, localhost:0,    INTERNAL: java.lang.IllegalStateException: secret",
  })
  void beyond_loopback_or_when_told_so_it_gets_only_the_trace(
      String setting, String value, String message) {
    assertThat(failure("exception thrown", setting, value).getMessage())
        .matches(Pattern.quote(message) + " \\(trace [0-9a-f]{32} in the log\\)");
  }

  @Test
  void trace_of_a_failure_is_recorded() {
    String text = String.valueOf(failure("exception thrown").getMessage());
    String trace = text.replaceAll(".*trace ([0-9a-f]{32}).*", "$1");

    Eventually.eventually(
        Duration.ofSeconds(5),
        () ->
            assertThat(serving.monitor().spans())
                .anyMatch(
                    span ->
                        span.at().trace().equals(trace) && span.status() == Status.Code.INTERNAL));
  }

  @ParameterizedTest
  @CsvSource({"long text, xxx", "hostile text, java.lang"})
  void text_is_cut_before_it_breaks_the_call(String way, String start) {
    assertThat(failure(way).getStatus().getDescription())
        .startsWith(start)
        .hasSizeBetween(1_000, 1_100);
  }
}
