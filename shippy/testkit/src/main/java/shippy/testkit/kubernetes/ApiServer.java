package shippy.testkit.kubernetes;

import static java.util.Objects.requireNonNull;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import shippy.process.ChildProcess;
import shippy.process.LogTail;
import shippy.testkit.FreePorts;
import shippy.testkit.SystemCommand;
import shippy.testkit.TemporaryFolder;
import shippy.testkit.etcd.EtcdExtension;
import shippy.testkit.etcd.SelfSignedCertificate;

/**
 * A real API server of Kubernetes on loopback with an etcd of its own, for the tests of a class:
 *
 * <pre>
 * &#64;RegisterExtension static final ApiServer cluster = ApiServer.create();
 * </pre>
 *
 * Before each test it runs, whatever the test before did, with the objects of that. It validates
 * objects, serves watches and checks RBAC as any cluster does. There is no kubelet and no
 * controller: pods never run, and tests write endpoint slices themselves. Loopback addresses are
 * refused in slices. Needs what {@link ClusterPrograms} finds: without it tests abort; with {@code
 * CI} in the environment they fail.
 */
public final class ApiServer
    implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback, AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  /** Not loopback, which it refuses to advertise; nobody is there. */
  private static final String ADVERTISED = "192.0.2.1";

  private static final String ADMIN = "admin";

  private final EtcdExtension etcd = EtcdExtension.nodes(1);
  private final String token = UUID.randomUUID().toString();
  private final Path folder = TemporaryFolder.create("shippy-kubernetes-");
  private final int port = FreePorts.find(1).get(0);
  private @Nullable ClusterPrograms programs;
  private @Nullable SelfSignedCertificate certificate;
  private @Nullable SelfSignedCertificate client;
  private @Nullable ChildProcess process;

  private ApiServer() {}

  /** A server that is not started. */
  public static ApiServer create() {
    return new ApiServer();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    start();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (process == null || !process.isAlive()) {
      restart();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  /** Starts it; JUnit calls it. */
  public void start() {
    programs = ClusterPrograms.find();
    etcd.start();
    try {
      certificate = SelfSignedCertificate.create(folder, "kube-apiserver");
      client = SelfSignedCertificate.create(folder, ADMIN);
      Files.writeString(
          folder.resolve("tokens"), "%s,%s,1,system:masters%n".formatted(token, ADMIN));
      Files.writeString(kubeconfig(), kubeconfig("default"));
      Runtime.getRuntime().addShutdownHook(new Thread(this::kill, "kube-apiserver-at-exit"));
      restart();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Starts it again where it was, with what it has stored; returns when it is ready. */
  public void restart() {
    List<String> command = new ArrayList<>(List.of(programs().apiServer().toString()));
    command.addAll(List.of("--etcd-servers=http://" + etcd.endpoints()));
    command.addAll(List.of("--bind-address=127.0.0.1", "--secure-port=" + port));
    command.addAll(List.of("--advertise-address=" + ADVERTISED, "--endpoint-reconciler-type=none"));
    command.add("--tls-cert-file=" + certificate().certificate());
    command.add("--tls-private-key-file=" + certificate().key());
    command.add("--client-ca-file=" + client().certificate());
    command.add("--service-account-issuer=https://kubernetes.default.svc");
    command.add("--service-account-key-file=" + certificate().certificate());
    command.add("--service-account-signing-key-file=" + certificate().key());
    command.add("--service-cluster-ip-range=10.96.0.0/16");
    command.addAll(
        List.of("--token-auth-file=" + folder.resolve("tokens"), "--authorization-mode=RBAC"));
    try {
      process = ChildProcess.startLogging("kube-apiserver", new ProcessBuilder(command), log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitReady();
  }

  private void awaitReady() {
    try {
      eventually(START_LIMIT, () -> kubectl("get", "--raw=/readyz", "--request-timeout=1s"));
    } catch (AssertionError e) {
      throw new AssertionError(
          "kube-apiserver does not become ready; its last lines:\n"
              + String.join("\n", LogTail.of(log(), 15)),
          e);
    }
  }

  /** Ends it with SIGTERM; returns when it is gone. */
  public void stop() {
    if (process != null) {
      process.stop(STOP_LIMIT);
    }
  }

  /** Ends it with SIGKILL; returns when it is gone. */
  public void kill() {
    if (process != null) {
      process.killAndWait();
    }
  }

  /** Freezes it with SIGSTOP: its connections stay open and silent. */
  public void pause() {
    requireNonNull(process, "not started").pause();
  }

  /** Lets it go on. */
  public void resume() {
    requireNonNull(process, "not started").resume();
  }

  /**
   * Deletes all past revisions in etcd. A watch from one of them is answered with 410 (Gone) once
   * the server has started anew, since it keeps the last ones in memory.
   */
  public void compact() {
    String revision =
        etcd.etcdctl("get", "none", "-w", "fields")
            .lines()
            .filter(line -> line.contains("Revision"))
            .map(line -> line.replaceAll("\\D", ""))
            .findFirst()
            .orElseThrow();
    etcd.etcdctl("compact", revision);
  }

  /** Where it listens: {@code https://127.0.0.1:PORT}. */
  public String url() {
    return "https://127.0.0.1:" + port;
  }

  /** The certificate to trust. */
  public Path caFile() {
    return certificate().certificate();
  }

  /** The token of an administrator. */
  public String token() {
    return token;
  }

  /** The certificate of user {@code admin}, who has no rights by it until a role is bound. */
  public SelfSignedCertificate client() {
    return requireNonNull(client, "not started");
  }

  /** A kubeconfig file of an administrator, in namespace {@code default}. */
  public Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  /** The text of such a file for another namespace. */
  public String kubeconfig(String namespace) {
    return """
        apiVersion: v1
        kind: Config
        current-context: test
        contexts:
        - name: test
          context: {cluster: test, user: admin, namespace: %s}
        clusters:
        - name: test
          cluster: {server: "%s", certificate-authority: "%s"}
        users:
        - name: admin
          user: {token: %s}
        """
        .formatted(namespace, url(), caFile(), token);
  }

  /** A new token of a service account, as pods have one. */
  public String serviceAccountToken(String namespace, String account) {
    return kubectl("-n", namespace, "create", "token", account).strip();
  }

  /** Applies objects, and deletes nothing; fails on an unknown or repeated field. */
  public void apply(String yaml) {
    try {
      Path file = Files.createTempFile(folder, "apply", ".yaml");
      Files.writeString(file, yaml);
      kubectl("apply", "--server-side", "--validate=strict", "-f", file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs kubectl as administrator; returns what it printed; an AssertionError if it fails. */
  public String kubectl(String... args) {
    List<String> command = new ArrayList<>(kubectlCommand());
    command.addAll(List.of(args));
    return SystemCommand.run(command);
  }

  /** kubectl with what makes it an administrator here, for tests that run it themselves. */
  public List<String> kubectlCommand() {
    return List.of(
        programs().kubectl().toString(),
        "--kubeconfig=" + kubeconfig(),
        "--cache-dir=" + folder.resolve("cache"));
  }

  /** Ends both processes and deletes what they wrote. Idempotent. */
  @Override
  public void close() {
    kill();
    process = null;
    etcd.close();
    TemporaryFolder.delete(folder);
  }

  private Path log() {
    return folder.resolve("log");
  }

  private ClusterPrograms programs() {
    return requireNonNull(programs, "not started");
  }

  private SelfSignedCertificate certificate() {
    return requireNonNull(certificate, "not started");
  }
}
