package shippy.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import shippy.clock.Clock;
import shippy.clock.ManualClock;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.registry.InMemoryRegistry;
import shippy.registry.Node;
import shippy.testkit.Eventually;
import shippy.testkit.FaultProxy;
import shippy.testkit.ReflectionServer;

/** What is known of a service: its instances, their versions, its schema. */
class WatchedServiceTest {
  private static final String VESSEL = "shippy.service.vessel";

  private final InMemoryRegistry registry = new InMemoryRegistry(Clock.system());
  private final Platform platform =
      Platform.on(registry, Config.of(Map.of("client_request_timeout", "30s"), Map.of()));
  private final Invoker invoker = Invoker.of(platform);
  private final List<ReflectionServer> servers = new ArrayList<>();

  @BeforeEach
  void start() {
    serve("vessel-1", "latest");
  }

  @AfterEach
  void close() {
    invoker.close();
    servers.forEach(ReflectionServer::close);
    platform.close();
    registry.close();
  }

  @Test
  void a_template_is_without_what_the_service_sets() {
    assertThat(invoker.method(VESSEL, "Create").template())
        .isEqualTo("{\"id\":\"\",\"capacity\":1,\"max_weight\":1,\"name\":\"\",\"owner_id\":\"\"}");
    assertThat(invoker.method(VESSEL, "GetReservations").template())
        .isEqualTo("{\"page_size\":0,\"page_token\":\"\"}");
  }

  @Test
  void the_newest_version_is_that_with_the_greatest_numbers() {
    serve("vessel-9", "1.9.0");
    serve("vessel-10", "1.10.0");

    Eventually.eventually(
        Duration.ofSeconds(5),
        () -> assertThat(invoker.schema(VESSEL).version()).isEqualTo("1.10.0"));
  }

  @Test
  void the_time_of_a_search_is_that_of_this_call() {
    ManualClock clock = new ManualClock(Instant.EPOCH);
    Node node = Node.of("harbour", "harbour-1", servers.get(0).address().toString());
    try (Platform late = Platform.on(registry, platform.config(), clock);
        Invoker asking = Invoker.of(late)) {
      registry.register(node, Duration.ofHours(1));
      assertThat(asking.schema("harbour").own()).isNotEmpty();
      registry.deregister(node);
      Eventually.eventually(
          Duration.ofSeconds(5), () -> assertThat(asking.nodes("harbour")).isEmpty());

      clock.advance(Duration.ofMinutes(29));

      assertThatThrownBy(() -> asking.schema("harbour")).hasMessageContaining("looked for 0.0 s");
      assertThat(asking.knows("harbour")).isTrue();
      assertThat(asking.knows("pier")).isFalse();
    }
  }

  @Test
  @Timeout(20)
  void an_instance_that_is_silent_leaves_the_schema_to_another() {
    try (FaultProxy silent = FaultProxy.to(servers.get(0).address().toString())) {
      silent.blackhole();
      for (String version : List.of("2", "1")) {
        Node node =
            new Node("harbour", version, version, address(version, silent), Map.of(), List.of());
        registry.register(node, Duration.ofHours(1));
      }

      assertThat(invoker.schema("harbour").own()).isNotEmpty();
    }
  }

  private String address(String version, FaultProxy silent) {
    return version.equals("2") ? silent.address() : servers.get(0).address().toString();
  }

  @Test
  @Timeout(20)
  void a_schema_is_read_anew_beside_the_calls() {
    ManualClock clock = new ManualClock(Instant.EPOCH);
    try (FaultProxy proxy = FaultProxy.to(servers.get(0).address().toString());
        Platform aging = Platform.on(registry, platform.config(), clock);
        Invoker asking = Invoker.of(aging)) {
      registry.register(Node.of("pier", "pier-1", proxy.address()), Duration.ofHours(1));
      ServiceSchema first = asking.schema("pier");
      clock.advance(Duration.ofSeconds(45));
      Eventually.eventually(
          Duration.ofSeconds(10),
          () -> assertThat(asking.known("pier").orElseThrow()).isNotSameAs(first));

      proxy.blackhole();
      clock.advance(Duration.ofSeconds(45));
      assertThat(asking.schema("pier")).isNotSameAs(first);
    }
  }

  private void serve(String id, String version) {
    ReflectionServer server = new ReflectionServer("Kane's <ship>", ReflectionServer.Version.V1);
    servers.add(server);
    String address = server.address().toString();
    registry.register(
        new Node(VESSEL, id, version, address, Map.of(), List.of()), Duration.ofHours(1));
  }
}
