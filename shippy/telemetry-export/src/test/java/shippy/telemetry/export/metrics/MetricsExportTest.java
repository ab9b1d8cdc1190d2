package shippy.telemetry.export.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static shippy.testkit.Eventually.eventually;

import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.telemetry.Instrument;
import shippy.testkit.Concurrently;

/** What Prometheus learns of a service and of its calls. */
class MetricsExportTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final MethodDescriptor<Specification, Response> FIND =
      VesselServiceGrpc.getFindAvailableMethod();
  private static final Specification GOOD = Specification.newBuilder().setCapacity(1).build();
  private static final Specification BAD = Specification.getDefaultInstance();

  @Test
  void calls_are_counted_by_method_and_status_on_both_sides() {
    try (MeteredService service = new MeteredService()) {
      var calls = VesselServiceGrpc.newBlockingStub(service.channel());
      Concurrently.run(
          Collections.nCopies(
              4,
              () -> {
                for (int i = 0; i < 250; i++) {
                  var unused = calls.findAvailable(GOOD);
                  assertThatThrownBy(() -> calls.findAvailable(BAD))
                      .isInstanceOf(StatusRuntimeException.class);
                }
              }));

      String method = "{grpc_method=\"" + FIND.getFullMethodName() + "\"}";
      eventually(
          SOON,
          () ->
              assertThat(service.scrape())
                  .contains(
                      entry("grpc_server_call_started_total" + method, 2000.0),
                      entry("shippy_server_calls_in_flight" + method, 0.0),
                      entry(of("grpc_server_call_duration_seconds_count", "OK"), 1000.0),
                      entry(
                          of("grpc_server_call_duration_seconds_count", "INVALID_ARGUMENT"),
                          1000.0),
                      entry("grpc_client_attempt_started_total" + method, 2000.0),
                      entry("shippy_client_retries_total" + method, 0.0),
                      entry(of("grpc_client_attempt_duration_seconds_count", "OK"), 1000.0),
                      entry(
                          of("grpc_client_attempt_duration_seconds_count", "INVALID_ARGUMENT"),
                          1000.0)));
    }
  }

  private static String of(String name, String status) {
    return "%s{grpc_method=\"%s\",grpc_status=\"%s\"}"
        .formatted(name, FIND.getFullMethodName(), status);
  }

  @Test
  void names_from_outside_become_no_labels() throws Exception {
    try (MeteredService service = new MeteredService()) {
      call(service, "hostile.0/Sink");
      eventually(SOON, () -> assertThat(ended(service)).isEqualTo(1));
      Set<String> before = service.scrape().keySet();
      for (int i = 1; i < 1_000; i++) {
        call(service, "hostile." + i + "/Sink" + i);
      }

      eventually(SOON, () -> assertThat(ended(service)).isEqualTo(1_000));
      assertThat(service.scrape().keySet()).isEqualTo(before);
      assertThat(before).noneMatch(series -> series.contains("hostile"));
    }
  }

  private static double ended(MeteredService service) throws Exception {
    return service
        .scrape()
        .getOrDefault(
            "grpc_server_call_duration_seconds_count{grpc_method=\"other\",grpc_status=\"UNIMPLEMENTED\"}",
            0.0);
  }

  /** As a client without generated code does. */
  private static void call(MeteredService service, String method) {
    MethodDescriptor<Specification, Response> unknown =
        FIND.toBuilder().setFullMethodName(method).setSampledToLocalTracing(false).build();
    assertThatThrownBy(
            () ->
                ClientCalls.blockingUnaryCall(
                    service.client.direct(service.service.address()),
                    unknown,
                    CallOptions.DEFAULT,
                    GOOD))
        .hasMessageContaining("UNIMPLEMENTED");
  }

  @Test
  void process_tells_of_itself() throws Exception {
    try (MeteredService service = new MeteredService("server_version=7")) {
      Map<String, Double> series = service.scrape();
      assertThat(series)
          .containsEntry("shippy_registry_registered", 1.0)
          .containsEntry("shippy_registry_snapshot_age_seconds", 0.0)
          .containsEntry("shippy_server_calls_shed_total{queue=\"shippy-handler\"}", 0.0)
          .containsEntry(
              "target_info{service_instance_id=\"%s\",service_name=\"%s\",service_version=\"7\"}"
                  .formatted(service.service.node().id(), MeteredService.NAME),
              1.0);
      assertThat(series.get("jvm_memory_used_bytes{area=\"heap\"}")).isPositive();
      assertThat(series.get("process_cpu_seconds_total")).isPositive();
    }
  }

  @Test
  void instrument_that_is_added_twice_is_told_once_with_the_later_value() throws Exception {
    try (MeteredService service = new MeteredService()) {
      for (double value : new double[] {1, 2}) {
        service
            .platform
            .monitor()
            .add(Instrument.gauge("shippy_test_depth_metres", "Water.", () -> value));
      }
      assertThat(service.scrape()).containsEntry("shippy_test_depth_metres", 2.0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nonsense,        USAGE,  'nonsense\" (expected: host:port'",
    "127.0.0.1:70000, USAGE,  '70000\" (expected: host:port'",
    "192.0.2.1:0,     CONFIG, 'cannot listen on 192.0.2.1:0'",
  })
  void address_that_cannot_be_used_is_named(String address, ExitCode code, String text) {
    assertThatThrownBy(() -> new MeteredService("metrics_address=" + address).close())
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().code()).isEqualTo(code))
        .hasMessageContaining(text);
  }

  @Test
  void address_that_is_taken_is_named_with_its_owner() {
    try (MeteredService first = new MeteredService()) {
      assertThatThrownBy(() -> new MeteredService("metrics_address=" + first.metrics()).close())
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> {
                assertThat(e.problem().code()).isEqualTo(ExitCode.CONFIG);
                assertThat(e.problem().fixes().get(0).command())
                    .isEqualTo("--metrics_address=127.0.0.1:0");
              })
          .hasMessageContaining("cannot listen on %s: in use by java", first.metrics());
    }
  }

  @Test
  void wildcard_registers_the_host_that_the_service_advertises() {
    try (MeteredService service =
        new MeteredService("metrics_address=:0", "server_advertise=127.0.0.9:7000")) {
      assertThat(service.metrics().host()).isEqualTo("127.0.0.9");
      assertThat(service.metrics().port()).isNotEqualTo(7000);
    }
  }
}
