package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.clock.Clock;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.GetRequest;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.RunningCommand;
import shippy.testkit.etcd.EtcdExtension;

/** A hundred thousand consignments, out of a service with little memory. */
@Tag("etcd")
@Tag("slow")
class PagingIT {
  private static final int SEEDS = 100_000;
  private static final Pattern ID = Pattern.compile("\"id\": \"(seed-\\d{6})\"");

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1).keepingData();

  private static Sandbox sandbox;
  private static Services services;
  private static List<String> seeds;

  @BeforeAll
  static void start() throws Exception {
    sandbox = Sandbox.etcd(ETCD.endpoints());
    RunningCommand first = sandbox.service(Sandbox.CONSIGNMENT);
    first.terminate();
    assertThat(first.exitCode(Duration.ofSeconds(15))).isZero();
    seeds = SeedData.insert(sandbox.data().resolve("consignment.db"), SEEDS);
    sandbox
        .program(Sandbox.CONSIGNMENT)
        .env("JDK_JAVA_OPTIONS", "-Xmx200m -XX:+ExitOnOutOfMemoryError")
        .start()
        .awaitLine("Registered node: ", Sandbox.START);
    sandbox.service(Sandbox.VESSEL);
    services = new Services(ETCD.endpoints());
  }

  @AfterAll
  static void stop() throws Exception {
    services.close();
    sandbox.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 777})
  void pages_are_complete_and_in_order_while_new_ones_come(int pageSize) {
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<List<String>> created =
        CompletableFuture.supplyAsync(() -> createUntil(over, "new-%d-".formatted(pageSize)));
    List<String> listed = new ArrayList<>();
    List<Duration> took = new ArrayList<>();
    GetRequest.Builder request = GetRequest.newBuilder().setPageSize(pageSize);
    try {
      do {
        Supplier<Duration> stopwatch = Clock.system().stopwatch();
        var page = services.page(request.build());
        took.add(stopwatch.get());
        page.getConsignmentsList().forEach(consignment -> listed.add(consignment.getId()));
        request.setPageToken(page.getNextPageToken());
      } while (!request.getPageToken().isEmpty());
    } finally {
      over.set(true);
    }

    took.sort(null);
    System.out.printf(
        "pages of %d: n=%d p50=%s p99=%s max=%s%n",
        pageSize, took.size(), percentile(took, 50), percentile(took, 99), percentile(took, 100));
    assertThat(listed).startsWith(seeds.toArray(String[]::new)).doesNotHaveDuplicates();
    assertThat(created.join()).isNotEmpty();
    assertThat(listed.subList(SEEDS, listed.size())).allMatch(id -> id.startsWith("new-"));
  }

  private static List<String> createUntil(AtomicBoolean over, String prefix) {
    List<String> created = new ArrayList<>();
    while (!over.get()) {
      Consignment answer = services.create(new Order(prefix + created.size(), 1, 1).message());
      created.add(answer.getId());
    }
    return created;
  }

  private static Duration percentile(List<Duration> sorted, int percent) {
    return sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * percent / 100.0) - 1));
  }

  @Test
  void the_cli_lists_them_all() {
    Result listed = sandbox.cli("list", "-o", "json");

    assertThat(listed.exitCode()).as(listed.stderr()).isZero();
    assertThat(ID.matcher(listed.stdout()).results().map(found -> found.group(1)))
        .containsExactlyElementsOf(seeds);
    System.out.printf("list -o json: %d bytes in %s%n", listed.stdout().length(), listed.took());
  }
}
