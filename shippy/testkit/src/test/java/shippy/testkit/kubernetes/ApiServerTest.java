package shippy.testkit.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("etcd")
class ApiServerTest {
  @RegisterExtension static final ApiServer cluster = ApiServer.create();

  @Test
  void objects_survive_a_kill_and_a_compaction() {
    cluster.kubectl("create", "namespace", "kept");
    cluster.compact();
    cluster.kill();
    assertThatThrownBy(() -> cluster.kubectl("get", "namespaces")).hasMessageContaining("refused");
    cluster.restart();
    assertThat(cluster.kubectl("get", "namespaces", "-o", "name")).contains("namespace/kept");
    cluster.stop();
    cluster.restart();
  }

  @Test
  void unknown_fields_are_refused() {
    cluster.apply("{apiVersion: v1, kind: Namespace, metadata: {name: strict}}");
    assertThatThrownBy(
            () ->
                cluster.apply("{apiVersion: v1, kind: Namespace, metadata: {name: x}, specs: {}}"))
        .hasMessageContaining("specs");
  }

  @Test
  void service_account_has_a_token_and_no_rights() {
    cluster.apply(
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: pod, namespace: default}}");
    String token = cluster.serviceAccountToken("default", "pod");
    assertThat(cluster.kubectl("auth", "can-i", "--list", "--token=" + token))
        .doesNotContain("endpointslices");
  }
}
