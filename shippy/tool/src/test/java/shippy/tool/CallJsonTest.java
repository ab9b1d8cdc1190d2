package shippy.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.console.io.Screen;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.problem.ProblemText;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Response;
import shippy.proto.consignment.ShippingServiceGrpc.ShippingServiceImplBase;
import shippy.registry.InMemoryRegistry;
import shippy.service.RunningService;
import shippy.service.Service;
import shippy.testkit.JsonCase;

/** {@code shippy call} judges JSON as the command line and the gateway do. */
@TestInstance(Lifecycle.PER_CLASS)
class CallJsonTest {
  private static final String SHIPPING = "shippy.service.consignment";

  private final InMemoryRegistry registry = new InMemoryRegistry(Clock.system());
  private final Platform platform = Platform.on(registry, Config.of(Map.of(), Map.of()));
  private final Tool tool = new Tool("", Screen.none());
  private String address = "";

  @BeforeAll
  void start() {
    RunningService service =
        platform.own(
            Service.named(SHIPPING).handler(new Shipping()).grace(Duration.ZERO).start(platform));
    service.ready().orTimeout(20, TimeUnit.SECONDS).join();
    address = registry.nodes(SHIPPING).get(0).address();
  }

  @AfterAll
  void close() {
    platform.close();
    registry.close();
  }

  @ParameterizedTest
  @MethodSource("shippy.testkit.JsonCase#all")
  void json_is_judged_as_by_every_other_reader(JsonCase json) {
    ExitCode code =
        tool.run("call", SHIPPING, "CreateConsignment", json.json(), "--address=" + address);

    assertThat(code)
        .as(tool.err())
        .isEqualTo(json.error().map(e -> ExitCode.BAD_INPUT).orElse(ExitCode.OK));
    assertThat(tool.err())
        .startsWith(json.error().map("error: request:"::concat).map(ProblemText::clean).orElse(""));
  }

  private static final class Shipping extends ShippingServiceImplBase {
    @Override
    public void createConsignment(Consignment request, StreamObserver<Response> answer) {
      answer.onNext(Response.newBuilder().setConsignment(request).build());
      answer.onCompleted();
    }
  }
}
