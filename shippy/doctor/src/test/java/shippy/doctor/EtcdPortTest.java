package shippy.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.testkit.FaultProxy;
import shippy.testkit.etcd.EtcdExtension;

/**
 * The port of etcd belongs to a program of another name, this JVM: something else, or a relay to an
 * etcd, as docker-proxy, ssh and kubectl are. Who may be a relay is never to be ended.
 */
@Execution(ExecutionMode.CONCURRENT)
class EtcdPortTest {
  private static final String OWNER =
      "(port in use by java (pid %d))".formatted(ProcessHandle.current().pid());

  @Test
  void silent_program_may_be_a_relay() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      assertUnanswered("127.0.0.1:" + socket.getLocalPort());
    }
  }

  @Test
  void server_of_http_is_no_etcd_and_fails_with_its_name() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    try {
      assertNoEtcd(
          "127.0.0.1:" + server.getAddress().getPort(), "answers with something else than HTTP/2");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void server_of_another_grpc_service_is_no_etcd_and_fails_with_its_name() throws IOException {
    Server server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create()).build().start();
    try {
      assertNoEtcd(
          "127.0.0.1:" + server.getPort(), "Method not found: etcdserverpb.Maintenance/Status");
    } finally {
      server.shutdownNow();
    }
  }

  private static void assertNoEtcd(String address, String reason) {
    Rows rows = EtcdRows.members(EtcdRows.config(address));
    assertThat(rows.line())
        .isEqualTo("FAIL etcd: no etcd answers (%s: %s) %s".formatted(address, reason, OWNER));
    assertThat(rows.fix()).isEqualTo("end that program, then start etcd");
  }

  private static void assertUnanswered(String address) {
    Rows rows = EtcdRows.members(EtcdRows.config(address));
    assertThat(rows.line())
        .isEqualTo(
            "FAIL etcd: etcd does not answer (%s: no answer in time) %s".formatted(address, OWNER));
    assertThat(rows.fix()).isEqualTo("etcdctl --endpoints=%s endpoint health".formatted(address));
  }

  @Nested
  @Tag("etcd")
  class RelayToMembers {
    @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1);

    @Test
    void slow_one_is_no_answer() {
      try (FaultProxy relay = FaultProxy.to(etcd.endpoint(0))) {
        relay.delay(Duration.ofSeconds(2));
        assertUnanswered(relay.address());
      }
    }

    @Test
    void silent_one_of_two_warns_and_is_left_alone() {
      try (FaultProxy relay = FaultProxy.to(etcd.endpoint(0))) {
        relay.blackhole();
        Rows rows = EtcdRows.members(EtcdRows.config(etcd.endpoint(0) + "," + relay.address()));
        assertThat(rows.lines().get(1))
            .isEqualTo(
                "WARN etcd: %s: no answer in time %s; the others carry on"
                    .formatted(relay.address(), OWNER));
        assertThat(rows.all().get(1).fix().orElseThrow().command())
            .isEqualTo("etcdctl --endpoints=%s endpoint health".formatted(relay.address()));
      }
    }
  }

  @Nested
  @Tag("etcd")
  class RelayToTls {
    @RegisterExtension
    static final EtcdExtension etcd = EtcdExtension.nodes(1).clientCertificates();

    @Test
    void plaintext_fails_with_how_to_speak_tls() {
      try (FaultProxy relay = FaultProxy.to(etcd.endpoint(0))) {
        Rows rows = EtcdRows.members(EtcdRows.config(relay.address()));
        assertThat(rows.line()).startsWith("FAIL etcd: etcd expects TLS: ").endsWith(OWNER);
        assertThat(rows.fix()).isEqualTo("--registry_address=https://" + relay.address());
      }
    }

    @Test
    void missing_client_certificate_fails_with_how_to_show_one() {
      try (FaultProxy relay = FaultProxy.to(etcd.endpoint(0))) {
        Rows rows =
            EtcdRows.members(
                EtcdRows.config(relay.address(), "registry_ca_file", etcd.caFile().toString()));
        assertThat(rows.line()).startsWith("FAIL etcd: etcd asks for a client certificate: ");
        assertThat(rows.fix())
            .isEqualTo("--registry_cert_file=cert.pem --registry_key_file=key.pem");
      }
    }
  }
}
