package shippy.consignment.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.config.Config;
import shippy.config.Contexts;
import shippy.config.Settings;
import shippy.consignment.cli.client.CommandConnections;
import shippy.consignment.cli.client.RegistryConnection;
import shippy.problem.ProblemException;

class SessionTest {
  private final Session session =
      Cli.session(
          Map.of("MICRO_CLIENT_REQUEST_TIMEOUT", "2s"),
          "--registry=memory",
          "--client_retries=1",
          "-ojson");

  @AfterEach
  void close() {
    session.close();
  }

  private Config changed(String name, String value) {
    return Config.load(Map.of(name, value), session.env(), List.of());
  }

  @Test
  void commands_see_the_flags_of_the_program_as_variables() {
    assertThat(session.env())
        .containsEntry("MICRO_REGISTRY", "memory")
        .containsEntry("MICRO_CLIENT_RETRIES", "1")
        .containsEntry("MICRO_CLIENT_REQUEST_TIMEOUT", "2s")
        .containsEntry("MICRO_OUTPUT", "json");
  }

  @Test
  void commands_with_the_same_settings_share_a_connection() {
    RegistryConnection shared;
    try (CommandConnections connections = new CommandConnections(session::shared)) {
      shared = connections.to(Config.load(Map.of(), session.env(), List.of()));
      assertThat(connections.to(changed("log_level", "debug"))).isSameAs(shared);
      RegistryConnection own = connections.to(changed("client_retries", "3"));
      assertThat(own).isNotSameAs(shared);
      assertThat(own.registry()).isNotSameAs(session.registry());
    }
    assertThat(shared.registry()).isSameAs(session.registry());
  }

  @Test
  void another_registry_is_used_from_now_on() {
    AtomicInteger switched = new AtomicInteger();
    session.onSwitch(switched::incrementAndGet);

    assertThat(session.use("fixed", Optional.of("127.0.0.1:7")))
        .isEqualTo(List.of("shippy.service.vessel"));

    assertThat(session.registry().nodes("shippy.service.vessel")).hasSize(1);
    assertThat(session.env()).containsEntry("MICRO_REGISTRY_ADDRESS", "127.0.0.1:7");
    assertThat(switched).hasValue(1);
    assertThat(session.use("memory", Optional.empty())).isEmpty();
    assertThat(session.env()).doesNotContainKey("MICRO_REGISTRY_ADDRESS");
  }

  @Test
  void a_context_is_used_from_now_on(@TempDir Path home) {
    Map<String, String> env = Map.of("HOME", home.toString());
    Contexts.read(env)
        .with("prod", Map.of("registry", "fixed", "registry_address", "127.0.0.1:7"))
        .using("prod")
        .save();
    try (Session shell = Cli.session(env)) {
      assertThat(shell.registry().services()).containsExactly("shippy.service.vessel");
      assertThat(shell.use("memory", Optional.empty())).isEmpty();
      assertThat(shell.useContext("prod")).containsExactly("shippy.service.vessel");
      assertThat(shell.config().get(Settings.CONTEXT)).isEqualTo("prod");
    }
    try (Session shell = Cli.session(env, "--context=none", "--registry=memory")) {
      assertThat(shell.env()).containsEntry("MICRO_CONTEXT", "none");
    }
  }

  @Test
  void a_registry_that_cannot_be_used_leaves_the_present_one() {
    var before = session.registry();
    assertThatThrownBy(() -> session.use("etdc", Optional.empty()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("etdc");
    assertThatThrownBy(() -> session.use("etcd", Optional.of("127.0.0.1:1")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("etcd");
    assertThat(session.registry()).isSameAs(before);
    assertThat(session.env()).containsEntry("MICRO_REGISTRY", "memory");
  }
}
