package shippy.registry.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.testkit.FreePorts;
import shippy.testkit.kubernetes.ApiServer;

@Tag("etcd")
class KubernetesErrorsTest {
  @RegisterExtension static final ApiServer cluster = ApiServer.create();

  @TempDir private Path folder = Path.of("");

  @Test
  void wrong_token() {
    Problem told = told(cluster.kubeconfig("default").replace(cluster.token(), "wrong"));
    assertThat(told.code()).isEqualTo(ExitCode.CONFIG);
    assertThat(told.what()).isEqualTo("Kubernetes refuses the login: cannot list the services");
    assertThat(told.facts()).containsExactly(cluster.url() + ": Unauthorized");
    assertThat(told.fixes())
        .contains(new Problem.Fix("kubectl -n default get endpointslices", "does kubectl get in?"));
  }

  @Test
  void missing_role_is_told_with_its_rule_and_what_makes_it() {
    cluster.apply(
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: pod, namespace: default}}");
    String token = cluster.serviceAccountToken("default", "pod");
    Problem told = told(Clusters.pod(cluster, folder, "default", token));
    assertThat(told.code()).isEqualTo(ExitCode.CONFIG);
    assertThat(told.what()).isEqualTo("Kubernetes forbids it: cannot list the services");
    assertThat(told.facts().get(0))
        .contains("system:serviceaccount:default:pod", "cannot list resource \"endpointslices\"");
    assertThat(told.facts().get(1))
        .isEqualTo(
            "its Role needs rule: apiGroups [discovery.k8s.io], resources [endpointslices],"
                + " verbs [list, watch]");
    assertThat(told.fixes().get(0).command())
        .isEqualTo("shippy kube rbac --name=NAME --namespace=default | kubectl apply -f -");
  }

  @Test
  void unknown_namespace() {
    Problem told = told(cluster.kubeconfig("nowhere"));
    assertThat(told.code()).isEqualTo(ExitCode.CONFIG);
    assertThat(told.what()).isEqualTo("there is no namespace nowhere");
    assertThat(told.facts()).containsExactly("looked at " + cluster.url());
  }

  @Test
  void certificate_of_another_authority() throws IOException {
    String other = cluster.client().certificate().toString();
    Problem told = told(cluster.kubeconfig("default").replace(cluster.caFile().toString(), other));
    assertThat(told.code()).isEqualTo(ExitCode.CONFIG);
    assertThat(told.what()).isEqualTo("there is no TLS with Kubernetes: cannot list the services");
    assertThat(told.facts().get(0)).startsWith(cluster.url() + ": ").contains("certificat");
  }

  @Test
  void nobody_is_there() {
    String url = "https://127.0.0.1:" + FreePorts.find(1).get(0);
    Problem told = told(cluster.kubeconfig("default").replace(cluster.url(), url));
    assertThat(told.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(told.what()).isEqualTo("Kubernetes is unreachable: cannot list the services");
    assertThat(told.facts()).containsExactly(url + ": no connection");
  }

  @Test
  void frozen_server_is_given_up_and_used_again_when_it_goes_on() {
    try (KubernetesRegistry registry = open(cluster.kubeconfig("default"))) {
      assertThat(registry.services()).isEmpty();
      cluster.pause();
      Problem told = catchThrowableOfType(ProblemException.class, registry::services).problem();
      cluster.resume();
      assertThat(told.code()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(told.what()).isEqualTo("Kubernetes does not answer: cannot list the services");
      assertThat(registry.services()).isEmpty();
    } finally {
      cluster.resume();
    }
  }

  @Test
  void name_that_no_label_can_have() {
    try (KubernetesRegistry registry = open(cluster.kubeconfig("default"))) {
      Problem told =
          catchThrowableOfType(ProblemException.class, () -> registry.nodes("a/b")).problem();
      assertThat(told.what())
          .isEqualTo("Kubernetes answers with status 400: cannot find the nodes of a/b");
      assertThat(told.facts().get(0)).contains("a valid label must");
    }
  }

  @Test
  void server_that_is_another_program() throws IOException {
    try (java.net.ServerSocket other =
        new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      Thread answering = new Thread(() -> answer(other), "other-program");
      answering.start();
      String url = "http://127.0.0.1:" + other.getLocalPort();
      Problem told = told(cluster.kubeconfig("default").replace(cluster.url(), url));
      assertThat(told.code()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(told.what()).isEqualTo("this is no API server: cannot list the services");
    }
  }

  private static void answer(java.net.ServerSocket other) {
    try (java.net.Socket caller = other.accept()) {
      caller
          .getOutputStream()
          .write(
              "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello"
                  .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      caller.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Problem told(String kubeconfig) {
    return told(access(kubeconfig));
  }

  private static Problem told(ClusterAccess access) {
    try (KubernetesRegistry registry = new KubernetesRegistry(access, Clock.system())) {
      return catchThrowableOfType(ProblemException.class, registry::services).problem();
    }
  }

  private KubernetesRegistry open(String kubeconfig) {
    return new KubernetesRegistry(access(kubeconfig), Clock.system());
  }

  private ClusterAccess access(String kubeconfig) {
    try {
      Path file = Files.writeString(folder.resolve("kubeconfig"), kubeconfig);
      return ClusterAccess.from(Config.of(Map.of(), Map.of("KUBECONFIG", file.toString())));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
