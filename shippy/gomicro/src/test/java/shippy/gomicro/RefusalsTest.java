package shippy.gomicro;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.gomicro.Http2Caller.Answer;

/** Calls that end without their handler, each with a caller on go-micro. */
class RefusalsTest {
  private static final int CONNECTIONS = 11;
  private static final int CALLS = 97;

  private final VesselFixture fixture = new VesselFixture();
  private final List<Http2Caller> callers = new ArrayList<>();

  @AfterEach
  void close() {
    fixture.gate.release(10_000);
    callers.forEach(Http2Caller::close);
    fixture.close();
  }

  private static CompletableFuture<Answer> send(Http2Caller caller, String path) {
    return caller.send(path, "application/grpc+proto", VesselFixture.MICRO, new byte[0]);
  }

  @Test
  void overload_is_an_error_of_go_micro() {
    List<CompletableFuture<Answer>> calls = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      Http2Caller caller = new Http2Caller(fixture.service.address());
      callers.add(caller);
      for (int j = 0; j < CALLS; j++) {
        calls.add(send(caller, "/other.VesselService/Release"));
      }
    }
    eventually(Duration.ofSeconds(10), () -> assertThat(calls).anyMatch(CompletableFuture::isDone));
    Answer refused = calls.stream().filter(CompletableFuture::isDone).findFirst().get().join();
    assertThat(refused.code()).isEqualTo(8);
    assertThat(refused.text())
        .startsWith("{\"id\":\"registered.vessel\",\"code\":429,\"detail\":\"1000 calls wait for")
        .endsWith("\"status\":\"Too Many Requests\"}");
  }

  @Test
  void stream_that_the_service_ends_when_it_stops_has_an_error_of_go_micro() {
    CompletableFuture<Answer> watch = send(fixture.caller, "/grpc.health.v1.Health/Watch");
    fixture.caller.call(
        "/Debug/Health", "application/grpc+proto", VesselFixture.MICRO, new byte[0]);
    fixture.service.close();
    assertThat(watch.join().code()).isEqualTo(14);
    assertThat(watch.join().text())
        .isEqualTo(
            "{\"id\":\"registered.vessel\",\"code\":503,"
                + "\"detail\":\"the service is stopping\",\"status\":\"Service Unavailable\"}");
  }
}
