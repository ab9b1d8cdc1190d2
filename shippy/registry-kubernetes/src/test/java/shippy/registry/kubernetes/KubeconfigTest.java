package shippy.registry.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.problem.ProblemException;
import shippy.testkit.kubernetes.ApiServer;

@Tag("etcd")
class KubeconfigTest {
  @RegisterExtension static final ApiServer cluster = ApiServer.create();

  @TempDir private Path folder = Path.of("");

  @Test
  void token_file_is_read_each_time() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "wrong");
    ClusterAccess access = access(withUser("{tokenFile: token}"));
    try (KubernetesRegistry registry = new KubernetesRegistry(access, Clock.system())) {
      assertThatThrownBy(registry::services).hasMessageContaining("refuses the login");
      Files.writeString(token, cluster.token() + "\n");
      assertThat(registry.services()).isEmpty();
    }
  }

  @Test
  void certificate_and_key_come_by_file_or_in_the_text() throws IOException {
    cluster.kubectl(
        "create",
        "clusterrolebinding",
        "by-certificate",
        "--clusterrole=cluster-admin",
        "--user=admin");
    Path certificate = cluster.client().certificate();
    Path key = cluster.client().key();
    requireAccess("{client-certificate: %s, client-key: %s}".formatted(certificate, key));
    requireAccess(
        "{client-certificate-data: %s, client-key-data: %s}"
            .formatted(base64(certificate), base64(key)));
  }

  private static String base64(Path file) throws IOException {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
  }

  @Test
  void program_that_prints_a_token_is_run_with_its_environment_and_arguments() throws IOException {
    Path program =
        Files.writeString(
            folder.resolve("login"),
            """
            #!/bin/sh
            case "$KUBERNETES_EXEC_INFO" in *client.authentication.k8s.io/v1*) ;; *) exit 3;; esac
            echo "{\\"status\\": {\\"token\\": \\"$1$PART\\"}}"
            """);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    String exec =
        "{exec: {apiVersion: client.authentication.k8s.io/v1, command: %s, args: [%s], env:"
            + " [{name: PART, value: %s}], interactiveMode: Never}}";
    String token = cluster.token();
    requireAccess(exec.formatted("./login", token.substring(0, 8), token.substring(8)));
    refused(exec.formatted("./login", "wr", "ong")).hasMessageContaining("refuses the login");
    refused(exec.formatted("./missing", "a", "b"))
        .hasMessageContaining("cannot log in with")
        .hasMessageContaining("No such file");
    refused("{exec: {command: 'false'}}").hasMessageContaining("it ends with exit code 1");
    refused("{exec: {command: echo, args: ['{}']}}").hasMessageContaining("it prints no token");
  }

  private AbstractThrowableAssert<?, ?> refused(String user) throws IOException {
    try (KubernetesRegistry registry =
        new KubernetesRegistry(access(withUser(user)), Clock.system())) {
      return assertThatThrownBy(registry::services).isInstanceOf(ProblemException.class);
    }
  }

  private void requireAccess(String user) throws IOException {
    try (KubernetesRegistry registry =
        new KubernetesRegistry(access(withUser(user)), Clock.system())) {
      assertThat(registry.services()).isEmpty();
    }
  }

  @Test
  void first_of_several_files_counts_and_missing_or_empty_names_do_not() throws IOException {
    Path first =
        Files.writeString(
            folder.resolve("first"), "{current-context: test, contexts: [], users: []}");
    Path second = Files.writeString(folder.resolve("second"), cluster.kubeconfig("second"));
    String none = folder.resolve("none").toString();
    String files =
        String.join(File.pathSeparator, "", none, first.toString(), "", second.toString());
    ClusterAccess access = ClusterAccess.from(config(files));
    assertThat(access).hasToString(cluster.url() + ", namespace second");
    assertThat(access.inside()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "current-context: test          | current-context: none     | there is no context \"none\"",
        "current-context: test          | a: b                      | current-context is missing",
        "cluster: test, user: admin     | cluster: x, user: admin   | there is no cluster \"x\"",
        "cluster: test, user: admin     | cluster: test             | user is missing",
        "namespace: default             | namespace: No             | (expected: a namespace of Kub",
        "user: {                        | user: {as: root,          | as is not supported",
        "server: \"https://             | server: \"                | (expected: https://HOST:PORT)",
        "cluster: {                     | cluster: {proxy-url: x,   | proxy-url is not supported",
        "apiVersion: v1                 | '\"'                      | no YAML: ",
        "certificate-authority:         | certificate-authority-data: '?', x: | is unusable",
      })
  void mistakes_are_told_with_their_place(String right, String wrong, String told)
      throws IOException {
    String text = cluster.kubeconfig("default").replace(right, wrong);
    assertThatThrownBy(() -> access(text))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(told);
  }

  @Test
  void no_cluster_at_all() {
    assertThatThrownBy(
            () -> ClusterAccess.from(Config.of(Map.of(), Map.of("HOME", folder.toString()))))
        .isInstanceOf(ProblemException.class)
        .hasMessage("no cluster of Kubernetes is configured")
        .extracting(e -> ((ProblemException) e).problem().facts())
        .asString()
        .contains(folder.resolve(".kube/config").toString());
  }

  @Test
  void pod_uses_its_service_account() {
    ClusterAccess access = Clusters.pod(cluster, folder, "apps", "secret");
    assertThat(access).hasToString(cluster.url() + ", namespace apps");
    assertThat(access.inside()).isTrue();
    assertThat(access.token().get()).contains("secret");
  }

  @Test
  void token_that_no_header_can_hold_is_told() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "");
    refused("{tokenFile: token}").hasMessageContaining("the token is empty");
    Files.writeString(token, "two\nlines");
    refused("{tokenFile: token}").hasMessageContaining("no line of ASCII characters");
  }

  private String withUser(String user) {
    return cluster.kubeconfig("default").replace("{token: " + cluster.token() + "}", user);
  }

  private ClusterAccess access(String text) throws IOException {
    return ClusterAccess.from(config(Files.writeString(folder.resolve("config"), text).toString()));
  }

  private static Config config(String files) {
    return Config.of(Map.of(), Map.of("KUBECONFIG", files));
  }
}
