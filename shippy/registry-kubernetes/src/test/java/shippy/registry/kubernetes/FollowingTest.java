package shippy.registry.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static shippy.testkit.Eventually.eventually;
import static shippy.testkit.Eventually.throughout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import shippy.clock.Clock;
import shippy.registry.Discovery;
import shippy.registry.InvalidRecords;
import shippy.registry.ListWatchSource;
import shippy.registry.Node;
import shippy.registry.NodeTable;
import shippy.registry.ServiceWatches;
import shippy.registry.Snapshot;
import shippy.testkit.kubernetes.ApiServer;

/** Calls go on, whatever happens to the API server, and its changes are followed. */
@Tag("etcd")
class FollowingTest {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final int CHANGES = 1_000;

  /** A service account with what 'shippy kube rbac' gives it, and what a token may depend on. */
  private static final String ACCOUNT =
      """
      {apiVersion: v1, kind: ServiceAccount, metadata: {name: pod, namespace: default}}
      ---
      {apiVersion: v1, kind: Secret, metadata: {name: first, namespace: default}}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: pod, namespace: default}
      rules: [{apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [list, watch]}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: pod, namespace: default}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: pod}
      subjects: [{kind: ServiceAccount, name: pod, namespace: default}]
      """;

  @RegisterExtension static final ApiServer cluster = ApiServer.create();

  @TempDir private Path folder = Path.of("");

  private final String service = "follow." + UUID.randomUUID().toString().substring(0, 8);
  private final EndpointSlices slices = new EndpointSlices(cluster, "default");

  @Test
  void thousand_changes_in_a_minute_are_followed_at_once() throws InterruptedException {
    try (ControlledRegistry registry = registry(Clusters.admin(cluster, "default"));
        SteadyCalls calls = new SteadyCalls(registry, service, 8)) {
      BlockingQueue<Snapshot> told = new LinkedBlockingQueue<>();
      Set<Integer> ready = new TreeSet<>(Set.of(0, 1));
      ready.forEach(i -> slices.add(calls.node(i)));
      calls.begin();
      registry.watch(service, told::add);
      await(told, nodes(calls, ready));
      List<Duration> lags = new ArrayList<>();
      Supplier<Duration> all = Clock.system().stopwatch();
      for (int i = 0; i < CHANGES; i++) {
        int changed = 2 + i * 5 % 6;
        Supplier<Duration> lag = Clock.system().stopwatch();
        if (ready.add(changed)) {
          slices.add(calls.node(changed));
        } else {
          ready.remove(changed);
          slices.remove(calls.node(changed));
        }
        await(told, nodes(calls, ready));
        lags.add(lag.get());
      }
      Duration took = all.get();
      calls.requireNoFailure();
      Collections.sort(lags);
      System.out.printf(
          "%d changes followed in %.1f s: p50 %d ms, p99 %d ms, most %d ms; %d calls, none failed%n",
          CHANGES,
          took.toMillis() / 1000.0,
          lags.get(CHANGES / 2).toMillis(),
          lags.get(CHANGES * 99 / 100).toMillis(),
          lags.get(CHANGES - 1).toMillis(),
          calls.calls());
      assertThat(took).isLessThan(Duration.ofSeconds(60));
      assertThat(lags.get(CHANGES * 99 / 100)).isLessThan(Duration.ofSeconds(2));
    }
  }

  private static List<Node> nodes(SteadyCalls calls, Set<Integer> numbers) {
    return numbers.stream()
        .map(i -> Node.of(calls.service, calls.node(i).id(), calls.node(i).address()))
        .toList();
  }

  private static void await(BlockingQueue<Snapshot> told, List<Node> expected)
      throws InterruptedException {
    Snapshot next = told.poll(SOON.toSeconds(), TimeUnit.SECONDS);
    while (!new Snapshot.Nodes(expected).equals(next)) {
      assertThat(next).as("before " + expected).isNotNull();
      next = told.poll(SOON.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void killed_api_server_stops_no_call_and_is_followed_again() {
    try (ControlledRegistry registry = registry(Clusters.admin(cluster, "default"));
        SteadyCalls calls = new SteadyCalls(registry, service, 3)) {
      slices.add(calls.node(0));
      slices.add(calls.node(1));
      calls.begin();
      eventually(SOON, () -> assertThat(calls.seen.nodes().orElseThrow()).hasSize(2));
      cluster.kill();
      eventually(
          SOON, () -> assertThat(calls.seen.last()).containsInstanceOf(Snapshot.Unavailable.class));
      throughout(Duration.ofSeconds(1), calls::requireNoFailure);
      cluster.restart();
      slices.add(calls.node(2));
      eventually(SOON, () -> assertThat(calls.seen.nodes().orElseThrow()).hasSize(3));
      calls.requireNoFailure();
      assertThat(calls.seen.sawEmpty()).isFalse();
    }
  }

  @Test
  void replaced_token_is_used_and_the_old_one_no_longer() throws IOException {
    cluster.apply(ACCOUNT);
    String first =
        cluster
            .kubectl(
                "create", "token", "pod", "--bound-object-kind=Secret", "--bound-object-name=first")
            .strip();
    try (ControlledRegistry registry = registry(Clusters.pod(cluster, folder, "default", first));
        SteadyCalls calls = new SteadyCalls(registry, service, 2)) {
      slices.add(calls.node(0));
      calls.begin();
      eventually(SOON, () -> assertThat(calls.seen.nodes().orElseThrow()).hasSize(1));
      cluster.kubectl("delete", "secret", "first"); // which ends the token
      cluster.kill(); // which ends the watch
      cluster.restart();
      eventually(
          SOON,
          () ->
              assertThatThrownBy(() -> registry.nodes(service))
                  .hasMessageStartingWith("Kubernetes refuses the login"));
      calls.requireNoFailure();
      Files.writeString(folder.resolve("token"), cluster.serviceAccountToken("default", "pod"));
      slices.add(calls.node(1));
      eventually(SOON, () -> assertThat(calls.seen.nodes().orElseThrow()).hasSize(2));
      calls.requireNoFailure();
    }
  }

  @Test
  void watch_from_a_revision_that_is_gone_ends_and_is_begun_anew() {
    slices.add(Node.of(service, service + "-a", "127.0.0.1:1"));
    cluster.compact();
    cluster.kill();
    cluster.restart();
    AtomicBoolean ended = new AtomicBoolean();
    try (ApiClient api = new ApiClient(Clusters.admin(cluster, "default"));
        ServiceWatches watches =
            new ServiceWatches("kubernetes", "", name -> expired(api, ended), Clock.system())) {
      BlockingQueue<Snapshot> told = new LinkedBlockingQueue<>();
      watches.watch(service, told::add);
      eventually(SOON, () -> assertThat(ended).isTrue());
      slices.add(Node.of(service, service + "-b", "127.0.0.1:1"));
      eventually(
          SOON,
          () ->
              assertThat(told)
                  .anyMatch(s -> s instanceof Snapshot.Nodes set && set.nodes().size() == 2));
      assertThat(told).allMatch(s -> s instanceof Snapshot.Nodes set && !set.nodes().isEmpty());
    }
  }

  /** Its first listing tells the first revision of all. */
  private ListWatchSource expired(ApiClient api, AtomicBoolean ended) {
    ListWatchSource source =
        new EndpointSliceListWatchSource(api, service, new InvalidRecords("{}: {}"));
    AtomicBoolean first = new AtomicBoolean(true);
    return new ListWatchSource() {
      @Override
      public CompletableFuture<Listing> list() {
        return source
            .list()
            .thenApply(found -> first.getAndSet(false) ? new Listing(1, found.nodes()) : found);
      }

      @Override
      public Discovery.Watch watch(long revision, Listener listener) {
        return source.watch(
            revision,
            new Listener() {
              @Override
              public void changed(List<NodeTable.Change> changes) {
                listener.changed(changes);
              }

              @Override
              public void ended() {
                ended.set(ended.get() || revision == 1);
                listener.ended();
              }
            });
      }
    };
  }

  private ControlledRegistry registry(ClusterAccess access) {
    return new ControlledRegistry(access, slices);
  }
}
