package shippy.testkit.etcd;

import static java.util.Objects.requireNonNull;
import static shippy.testkit.Eventually.eventually;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import shippy.testkit.SystemCommand;

/**
 * A real etcd of one or more processes on free ports, for the tests of a class, or for each test if
 * the field is not static:
 *
 * <pre>
 * &#64;RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1);
 * </pre>
 *
 * Before each test all members run, healthy and empty, whatever the test before did ({@link
 * #keepingData} keeps the data). A cluster without options is used again by the next class or test.
 * Without an etcd on this machine tests abort; with {@code CI} in the environment they fail.
 */
public final class EtcdExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private final int size;
  private @Nullable EtcdMembers members;
  private Optional<EtcdAuth> auth = Optional.empty();
  private boolean secured;
  private boolean keepingData;
  private boolean authEnabled;
  private @Nullable EtcdPrograms binary;
  private boolean askingClients;
  private List<String> options = List.of();
  private Optional<EtcdTls> tls = Optional.empty();
  private boolean ofClass;

  private EtcdExtension(int size) {
    this.size = size;
  }

  /** A cluster of this many members: 1 or 3. */
  public static EtcdExtension nodes(int size) {
    return new EtcdExtension(size);
  }

  /** The etcd program, for tests that start it themselves. */
  public static Path program() {
    return EtcdPrograms.find().etcd();
  }

  /** Requires passwords; this user may only read and write below {@code /micro/registry/}. */
  public EtcdExtension user(String name, String secret) {
    auth = Optional.of(new EtcdAuth(name, secret, UUID.randomUUID().toString()));
    return this;
  }

  /** Uses TLS, with a certificate that {@link #caFile} has signed. */
  public EtcdExtension tls() {
    secured = true;
    return this;
  }

  /** Uses TLS, and only with clients that have a trusted certificate: {@link #client}. */
  public EtcdExtension clientCertificates() {
    askingClients = true;
    return tls();
  }

  /** Starts the members with more options. */
  public EtcdExtension options(String... more) {
    options = List.of(more);
    return this;
  }

  /** Keeps the data between tests, for services that run longer than one test. */
  public EtcdExtension keepingData() {
    keepingData = true;
    return this;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    ofClass = true;
    start();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (!ofClass) {
      start();
      return;
    }
    restore();
    if (!keepingData) {
      etcdctl("del", "", "--prefix");
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (!ofClass) {
      close();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  /** {@code 127.0.0.1:p1,127.0.0.1:p2}: all members, running or not. */
  public String endpoints() {
    return members == null ? "" : EtcdMembers.endpoints(members.voters);
  }

  /** The address of one member. */
  public String endpoint(int member) {
    return members().voters.get(member).endpoint();
  }

  /** The CA file of {@link #tls}. */
  public Path caFile() {
    return tls.orElseThrow().server().certificate();
  }

  /** A certificate that {@link #clientCertificates} accepts. */
  public SelfSignedCertificate client() {
    return tls.flatMap(EtcdTls::client).orElseThrow();
  }

  /** Kills one member with SIGKILL; returns when it is gone. */
  public void kill(int member) {
    members().voters.get(member).kill();
  }

  /** Kills all members. */
  public void killAll() {
    members().killAll();
  }

  /** Starts one more member, without a vote; returns its address when it answers. */
  public String addLearner() {
    EtcdProcess learner = members().newLearner();
    String url = learner.peer().replaceFirst(".*=", "");
    etcdctl("member", "add", "learner", "--learner", "--peer-urls=" + url);
    String cluster = members().peers() + "," + learner.peer();
    learner.start(binary().etcd(), cluster, List.of("--initial-cluster-state=existing"), "http");
    eventually(START_LIMIT, () -> etcdctlAt(learner.endpoint(), "endpoint", "status"));
    return learner.endpoint();
  }

  /** Freezes one member with SIGSTOP: its connections stay open and silent. */
  public void pause(int member) {
    members().voters.get(member).pause();
  }

  /** Lets a paused member go on. */
  public void resume(int member) {
    members().voters.get(member).resume();
  }

  /** Starts a killed member with its old data; returns when it answers, if a quorum runs. */
  public void restart(int member) {
    launch(members().voters.get(member));
    if (members().running().size() > size / 2) {
      awaitHealth();
    }
  }

  /** Resumes or restarts members that do not run; returns when all members answer. */
  public void restore() {
    for (EtcdProcess member : members().voters) {
      if (member.isAlive()) {
        member.resume();
      } else {
        launch(member);
      }
    }
    awaitHealth();
  }

  /** Kills all members, deletes all data and starts them again: same addresses, empty cluster. */
  public void wipe() {
    killAll();
    members().voters.forEach(EtcdProcess::deleteData);
    authEnabled = false;
    restore();
    enableAuth();
  }

  /** The member that leads; none may be paused. */
  public int leader() {
    return IntStream.range(0, size)
        .filter(i -> members().voters.get(i).isAlive())
        .filter(i -> etcdctlAt(endpoint(i), "endpoint", "status").contains(", true,"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no leader"));
  }

  /** Runs {@code etcdctl} (API 3) against the running members and returns what it printed. */
  public String etcdctl(String... args) {
    return etcdctlAt(EtcdMembers.endpoints(members().running()), args);
  }

  /** Starts the cluster; JUnit calls it. */
  public void start() {
    binary = EtcdPrograms.find();
    Optional<EtcdMembers> idle = isPlain() ? EtcdMembers.takeIdle(size) : Optional.empty();
    members = idle.orElseGet(() -> EtcdMembers.create(size));
    try {
      if (secured) {
        tls = Optional.of(EtcdTls.create(members().folder, askingClients));
      }
      restore();
      idle.ifPresent(used -> etcdctl("del", "", "--prefix"));
      enableAuth();
    } catch (RuntimeException | Error e) {
      members().stop();
      members = null;
      throw e;
    }
  }

  /** Ends its use: keeps a plain cluster for later tests, deletes any other. */
  @Override
  public void close() {
    if (members != null) {
      if (isPlain() && !members.haveLearners()) {
        EtcdMembers.leave(members);
      } else {
        members.stop();
      }
      members = null;
    }
    authEnabled = false;
  }

  private boolean isPlain() {
    return !secured && auth.isEmpty() && options.isEmpty();
  }

  private void launch(EtcdProcess member) {
    List<String> extra = new ArrayList<>(tls.map(EtcdTls::serverOptions).orElse(List.of()));
    extra.addAll(options);
    member.start(binary().etcd(), members().peers(), extra, secured ? "https" : "http");
  }

  private EtcdMembers members() {
    return requireNonNull(members, "not started");
  }

  private void awaitHealth() {
    try {
      eventually(START_LIMIT, () -> etcdctl("endpoint", "health"));
    } catch (AssertionError e) {
      throw new AssertionError(
          "etcd does not become healthy; its last lines:\n" + members().lastLines(), e);
    }
  }

  private void enableAuth() {
    if (auth.isPresent() && !authEnabled) {
      auth.get().enable(this::etcdctl);
      authEnabled = true;
    }
  }

  private String etcdctlAt(String endpoints, String... args) {
    List<String> command = new ArrayList<>(List.of("env", "ETCDCTL_API=3"));
    command.add(binary().etcdctl().toString());
    command.addAll(tls.map(EtcdTls::clientOptions).orElse(List.of()));
    auth.filter(enabled -> authEnabled)
        .ifPresent(enabled -> command.add("--user=root:" + enabled.rootPassword()));
    command.add("--endpoints=" + endpoints);
    command.addAll(List.of(args));
    return SystemCommand.run(command);
  }

  private EtcdPrograms binary() {
    return requireNonNull(binary, "not started");
  }
}
