package shippy.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceImplBase;
import shippy.registry.Endpoint;

class EndpointsTest {
  private static final ServerServiceDefinition VESSELS =
      new VesselServiceImplBase() {}.bindService();

  @Test
  void method_has_the_fields_of_its_messages() {
    Endpoint find =
        Endpoints.of(List.of(VESSELS)).stream()
            .filter(one -> one.name().equals("VesselService.FindAvailable"))
            .findFirst()
            .orElseThrow();

    assertThat(find.request().values().stream().map(Endpoint.Value::name))
        .containsExactly("capacity", "max_weight");
  }

  /** Clients call only what is listed. */
  @Test
  void service_without_proto_descriptors_is_listed_by_the_names_of_its_methods() {
    MethodDescriptor<Vessel, Response> enter =
        VesselServiceGrpc.getCreateMethod().toBuilder()
            .setFullMethodName("old.plain.Harbour/Enter")
            .build();
    ServerServiceDefinition plain =
        ServerServiceDefinition.builder("old.plain.Harbour")
            .addMethod(
                enter,
                (call, headers) -> {
                  throw new AssertionError();
                })
            .build();

    assertThat(Endpoints.of(List.of(VESSELS, plain)).stream().map(Endpoint::name))
        .contains("Harbour.Enter", "VesselService.Create");
  }
}
