package shippy.gomicro;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.gomicro.Http2Caller.Answer;
import shippy.proto.debug.HealthResponse;
import shippy.proto.debug.StatsResponse;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.testkit.Eventually;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PathsTest {
  private final VesselFixture fixture = new VesselFixture();

  @AfterAll
  void close() {
    fixture.close();
  }

  private Answer call(String path, byte[] message) {
    return fixture.caller.call(path, "application/grpc+proto", Map.of(), message);
  }

  @ParameterizedTest
  @CsvSource({
    "/shippy.service.vessel.VesselService/FindAvailable",
    "/registered.vessel.VesselService/FindAvailable",
    "/go.micro.srv.other.VesselService/FindAvailable",
    "/VesselService/FindAvailable",
  })
  void any_package_leads_to_the_method(String path) throws Exception {
    Answer answer = call(path, Specification.newBuilder().setMaxWeight(7).build().toByteArray());
    assertThat(answer.code()).isZero();
    assertThat(Response.parseFrom(answer.messages().get(0)).getVessel().getMaxWeight())
        .isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /a.Nothing/Do     | 12 | unknown service Nothing (expected: Debug, Fleet, VesselService)
          /x.Debug/Log      | 12 | unknown service Debug.Log (expected: Config, Health, Stats, Trace; the log goes to standard output)
          /x.Fleet/Sail     | 12 | unknown service Fleet.Sail (expected: Echo)
          /x.Fleet/Echo     | 12 | several services have Fleet.Echo (expected: /a.Fleet/Echo or /b.Fleet/Echo)
          /grpc/health/Now  | 12 | unknown service grpc/health (expected: Debug, Fleet, VesselService)
          /FindAvailable    | 3  | malformed method FindAvailable (expected: Service/Method)
          /                 | 3  | malformed method  (expected: Service/Method)
          """)
  void what_is_not_there_is_refused_with_what_there_is(String path, int code, String text) {
    Answer answer = call(path, new byte[0]);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.text()).isEqualTo(text);
  }

  @Test
  void of_two_services_with_one_name_each_has_its_full_name() {
    assertThat(call("/a.Fleet/Echo", new byte[0]).code()).isZero();
    assertThat(call("/b.Fleet/Echo", new byte[0]).code()).isZero();
  }

  @Test
  void debug_is_asked_under_the_name_of_the_service() throws Exception {
    Answer health = call("/registered.vessel.Debug/Health", new byte[0]);
    assertThat(HealthResponse.parseFrom(health.messages().get(0)).getStatus()).isEqualTo("ok");
    assertThat(call("/registered.vessel.Debug/Trace", new byte[0]).code()).isZero();
  }

  @Test
  void calls_count_for_the_method_that_answers() throws Exception {
    long before = requests();
    call("/registered.vessel.VesselService/FindAvailable", new byte[0]);
    call("/shippy.service.vessel.VesselService/FindAvailable", new byte[0]);
    call("/registered.vessel.VesselService/Nothing", new byte[0]);
    Eventually.eventually(
        Duration.ofSeconds(5), () -> assertThat(requests()).isEqualTo(before + 2));
  }

  private long requests() throws Exception {
    Answer stats = call("/registered.vessel.Debug/Stats", new byte[0]);
    return StatsResponse.parseFrom(stats.messages().get(0)).getMethodsList().stream()
        .filter(m -> m.getMethod().equals("shippy.service.vessel.VesselService/FindAvailable"))
        .mapToLong(m -> m.getRequests())
        .sum();
  }
}
