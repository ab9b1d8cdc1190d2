package shippy.testkit;

import static java.util.Objects.requireNonNull;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real etcd of one or more processes on free ports, for the tests of a class:
 *
 * <pre>
 * &#64;RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1);
 * </pre>
 *
 * Before each test all members run, healthy and empty, whatever the test before did ({@link
 * #keepingData} keeps what it stored). Without an etcd on this machine tests abort; with {@code CI}
 * in the environment they fail.
 */
public final class EtcdExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback, AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private final int size;
  private final List<EtcdProcess> members = new ArrayList<>();
  private Optional<EtcdAuth> auth = Optional.empty();
  private boolean secured;
  private boolean keepingData;
  private boolean authEnabled;
  private @Nullable EtcdBinary binary;
  private @Nullable Path folder;
  private boolean askingClients;
  private List<String> options = List.of();
  private @Nullable EtcdProcess learner;
  private Optional<EtcdTls> tls = Optional.empty();
  private @Nullable Thread atExit;

  private EtcdExtension(int size) {
    this.size = size;
  }

  /** A cluster of this many members: 1 or 3. */
  public static EtcdExtension nodes(int size) {
    return new EtcdExtension(size);
  }

  /** The etcd that tests run, for those that start it in another way. */
  public static Path program() {
    return EtcdBinary.find().etcd();
  }

  /** Asks for passwords; this user may read and write below {@code /micro/registry/} only. */
  public EtcdExtension user(String name, String secret) {
    auth = Optional.of(new EtcdAuth(name, secret, UUID.randomUUID().toString()));
    return this;
  }

  /** Speaks TLS, with a certificate that {@link #caFile} vouches for. */
  public EtcdExtension tls() {
    secured = true;
    return this;
  }

  /** Speaks TLS, and only to who shows a certificate that it trusts: {@link #client}. */
  public EtcdExtension clientCertificates() {
    askingClients = true;
    return tls();
  }

  /** Starts the members with these options too. */
  public EtcdExtension options(String... more) {
    options = List.of(more);
    return this;
  }

  /** Leaves what is stored from test to test, for services that run longer than one. */
  public EtcdExtension keepingData() {
    keepingData = true;
    return this;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    start();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    restore();
    if (!keepingData) {
      etcdctl("del", "", "--prefix");
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  /** {@code 127.0.0.1:p1,127.0.0.1:p2}: all members, running or not. */
  public String endpoints() {
    return members.stream().map(EtcdProcess::endpoint).collect(Collectors.joining(","));
  }

  /** The address of one member. */
  public String endpoint(int member) {
    return members.get(member).endpoint();
  }

  /** The CA file of {@link #tls}. */
  public Path caFile() {
    return tls.orElseThrow().server().certificate();
  }

  /** What {@link #clientCertificates} accepts. */
  public SelfSignedCertificate client() {
    return tls.flatMap(EtcdTls::client).orElseThrow();
  }

  /** Kills one member with SIGKILL; returns when it is gone. */
  public void kill(int member) {
    members.get(member).kill();
  }

  /** Kills all members. */
  public void killAll() {
    members.forEach(EtcdProcess::kill);
    if (learner != null) {
      learner.kill();
    }
  }

  /** Starts one more member, which does not vote; returns its address when it answers. */
  public String addLearner() {
    List<Integer> ports = EtcdProcess.freePorts(2);
    learner = new EtcdProcess("learner", requireNonNull(folder), ports.get(0), ports.get(1));
    String url = learner.peer().replaceFirst(".*=", "");
    etcdctl("member", "add", "learner", "--learner", "--peer-urls=" + url);
    String cluster =
        members.stream().map(m -> m.peer() + ",").collect(Collectors.joining()) + learner.peer();
    learner.start(binary().etcd(), cluster, List.of("--initial-cluster-state=existing"), "http");
    String address = learner.endpoint();
    eventually(START_LIMIT, () -> etcdctlAt(address, "endpoint", "status"));
    return address;
  }

  /** Freezes one member with SIGSTOP: its connections stay open and silent. */
  public void pause(int member) {
    members.get(member).signal("STOP");
  }

  /** Lets a paused member go on. */
  public void resume(int member) {
    members.get(member).signal("CONT");
  }

  /** Starts a killed member with its old data; returns when it answers, if a quorum runs. */
  public void restart(int member) {
    launch(members.get(member));
    if (running().size() > size / 2) {
      awaitHealth();
    }
  }

  /** Resumes and restarts what does not run; returns when all members answer. */
  public void restore() {
    for (EtcdProcess member : members) {
      if (member.isAlive()) {
        member.signal("CONT");
      } else {
        launch(member);
      }
    }
    awaitHealth();
  }

  /** Kills all members, deletes all data and starts them again: same addresses, empty cluster. */
  public void wipe() {
    killAll();
    members.forEach(EtcdProcess::deleteData);
    authEnabled = false;
    restore();
    enableAuth();
  }

  /** The member that leads; none may be paused. */
  public int leader() {
    return IntStream.range(0, size)
        .filter(i -> members.get(i).isAlive())
        .filter(i -> etcdctlAt(endpoint(i), "endpoint", "status").contains(", true,"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no leader"));
  }

  /** Runs {@code etcdctl} (API 3) against the running members and returns what it printed. */
  public String etcdctl(String... args) {
    return etcdctlAt(
        running().stream().map(EtcdProcess::endpoint).collect(Collectors.joining(",")), args);
  }

  /** Starts the cluster; JUnit calls it. */
  public void start() {
    binary = EtcdBinary.find();
    atExit = new Thread(this::stop, "etcd-at-exit");
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      folder = Files.createTempDirectory("shippy-etcd-");
      if (secured) {
        tls = Optional.of(EtcdTls.create(folder, askingClients));
      }
      List<Integer> ports = EtcdProcess.freePorts(2 * size);
      for (int i = 0; i < size; i++) {
        members.add(new EtcdProcess("m" + i, folder, ports.get(2 * i), ports.get(2 * i + 1)));
      }
      members.forEach(this::launch);
      awaitHealth();
      enableAuth();
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Kills all processes and deletes their files. */
  @Override
  public void close() {
    stop();
    members.clear();
    authEnabled = false;
    if (atExit != null) {
      Runtime.getRuntime().removeShutdownHook(atExit);
      atExit = null;
    }
  }

  private void stop() {
    killAll();
    if (folder != null) {
      EtcdProcess.deleteTree(folder);
    }
  }

  private void launch(EtcdProcess member) {
    String cluster = members.stream().map(EtcdProcess::peer).collect(Collectors.joining(","));
    List<String> extra = new ArrayList<>(tls.map(EtcdTls::serverOptions).orElse(List.of()));
    extra.addAll(options);
    member.start(binary().etcd(), cluster, extra, secured ? "https" : "http");
  }

  private List<EtcdProcess> running() {
    return members.stream().filter(EtcdProcess::isAlive).toList();
  }

  private void awaitHealth() {
    try {
      eventually(START_LIMIT, () -> etcdctl("endpoint", "health"));
    } catch (AssertionError e) {
      String words =
          members.stream().map(EtcdProcess::lastWords).collect(Collectors.joining("\n---\n"));
      throw new AssertionError("etcd does not become healthy; its last words:\n" + words, e);
    }
  }

  private void enableAuth() {
    if (auth.isPresent() && !authEnabled) {
      auth.get().enable(this::etcdctl);
      authEnabled = true;
    }
  }

  private String etcdctlAt(String endpoints, String... args) {
    List<String> command = new ArrayList<>(List.of(binary().etcdctl().toString()));
    command.addAll(tls.map(EtcdTls::clientOptions).orElse(List.of()));
    auth.filter(enabled -> authEnabled)
        .ifPresent(enabled -> command.add("--user=root:" + enabled.rootPassword()));
    return new EtcdControl(command).run(endpoints, args);
  }

  private EtcdBinary binary() {
    return requireNonNull(binary, "not started");
  }
}
