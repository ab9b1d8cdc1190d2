package shippy.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import shippy.config.Config;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.RegistryException;
import shippy.testkit.etcd.EtcdExtension;

/**
 * What is wrong with an etcd that answers: {@code registry status} and {@code doctor} both see it.
 */
class EtcdFaultsTest {
  @TempDir private Path home = Path.of("");
  private Tool tool = new Tool("", Screen.none());

  @BeforeEach
  void live_at_home() {
    tool = new Tool(home.toString(), Screen.none());
  }

  private ExitCode run(String address, String... verb) {
    String[] args = Arrays.copyOf(verb, verb.length + 2);
    args[verb.length] = "--registry=etcd";
    args[verb.length + 1] = "--registry_address=" + address;
    return tool.run(args);
  }

  private void requireBoth(String address, String what, ExitCode code) {
    assertThat(run(address, "registry", "status")).as(tool.out()).isEqualTo(ExitCode.FAILED);
    assertThat(tool.out()).contains(what, "\n  fix: etcdctl --endpoints=");
    assertThat(run(address, "registry", "status", "-ojson")).isEqualTo(ExitCode.FAILED);
    assertThat(tool.out()).contains("\"error\": \"" + what, "\"fix\": \"etcdctl --endpoints=");
    assertThat(run(address, "doctor")).as(tool.out()).isEqualTo(code);
    assertThat(tool.out()).contains(what, "fix: etcdctl --endpoints=");
  }

  @Nested
  @Tag("etcd")
  class WithLittleSpace {
    @RegisterExtension
    static final EtcdExtension etcd =
        EtcdExtension.nodes(1).options("--quota-backend-bytes=500000").keepingData();

    @Test
    void used_up_space_is_told_with_its_fix_which_helps() {
      String value = "x".repeat(100_000);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 20; i++) {
                  etcd.etcdctl("put", "full", value);
                }
              })
          .hasMessageContaining("database space exceeded");
      requireBoth(etcd.endpoints(), "alarm NOSPACE: its space is used up", ExitCode.FAILED);
      String doctor = tool.out();
      assertThatThrownBy(this::register)
          .isInstanceOf(RegistryException.class)
          .hasMessage(
              "etcd has no space left (database space exceeded): cannot register test.full-1");

      Matcher fix = Pattern.compile("fix: (etcdctl .*disarm)").matcher(doctor);
      assertThat(fix.find()).isTrue();
      for (String command : fix.group(1).split("; ", -1)) {
        List<String> words = List.of(command.split(" ", -1));
        etcd.etcdctl(words.subList(2, words.size()).toArray(String[]::new));
      }
      assertThat(run(etcd.endpoints(), "registry", "status")).isEqualTo(ExitCode.OK);
      register();
    }

    private void register() {
      Config config =
          Config.of(Map.of("registry", "etcd", "registry_address", etcd.endpoints()), Map.of());
      try (Registry registry = Registry.open(config)) {
        registry.register(
            Node.of("test.full", "test.full-1", "127.0.0.1:1"), Duration.ofMinutes(1));
      }
    }
  }

  @Nested
  @Tag("etcd")
  class WithLearner {
    @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1).keepingData();

    @Test
    void learner_is_told_alone_and_beside_a_member_that_votes() {
      String learner = etcd.addLearner();
      String what = "is a learner: takes no registrations";
      requireBoth(learner, what, ExitCode.FAILED);
      requireBoth(etcd.endpoints() + "," + learner, what, ExitCode.OK);
      assertThat(tool.out()).contains(what + "; the others carry on");
    }
  }

  @Test
  void user_without_the_right_to_see_the_status_is_told_who_answers_and_what_is_missing()
      throws IOException {
    Server server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(refusing())
            .build()
            .start();
    try {
      String address = "127.0.0.1:" + server.getPort();
      assertThat(run(address, "registry", "status")).isEqualTo(ExitCode.OK);
      assertThat(tool.out())
          .contains(address, "answers; only users with the role root may see its status");
      assertThat(tool.err()).doesNotContain("grant-permission");
      assertThat(run(address + ",127.0.0.1:1", "registry", "status")).isEqualTo(ExitCode.FAILED);
      assertThat(tool.out()).contains("connection refused");
      run(address, "doctor");
      assertThat(tool.out())
          .contains("PASS  etcd       " + address + ": answers; only users with the role root");
    } finally {
      server.shutdownNow();
    }
  }

  /** As newer versions of etcd answer. */
  private static ServerServiceDefinition refusing() {
    MethodDescriptor<InputStream, InputStream> status =
        MethodDescriptor.<InputStream, InputStream>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("etcdserverpb.Maintenance/Status")
            .setRequestMarshaller(new Raw())
            .setResponseMarshaller(new Raw())
            .build();
    return ServerServiceDefinition.builder("etcdserverpb.Maintenance")
        .addMethod(
            status,
            (call, headers) -> {
              call.close(
                  Status.PERMISSION_DENIED.withDescription("etcdserver: permission denied"),
                  new Metadata());
              return new ServerCall.Listener<>() {};
            })
        .build();
  }

  private static final class Raw implements MethodDescriptor.Marshaller<InputStream> {
    @Override
    public InputStream stream(InputStream value) {
      return value;
    }

    @Override
    public InputStream parse(InputStream stream) {
      return new ByteArrayInputStream(new byte[0]);
    }
  }
}
