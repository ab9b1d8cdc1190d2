package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Container;
import shippy.proto.consignment.GetRequest;
import shippy.proto.vessel.Vessel;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.RunningCommand;
import shippy.testkit.etcd.EtcdExtension;

/** Services in memory, as {@code shippy run} starts them, whose heap fills up. */
@Tag("etcd")
class MemoryLimitIT {
  private static final String FULL =
      "error: store memory: full of consignments \\(expected: at most \\d+ KiB; with"
          + " JDK_JAVA_OPTIONS=-Xmx1g it has more, and without --store=memory they are kept on"
          + " disk\\)";

  /** Of one consignment: 2 MB as objects in a service, 0.1 MB as a row. */
  private static final int CONTAINERS = 10_000;

  private static final int REFUSALS = 5_000;

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1);

  @TempDir private Path gcLogs;

  private final Sandbox sandbox = Sandbox.etcd(ETCD.endpoints());

  @AfterEach
  void close() throws Exception {
    sandbox.close();
  }

  @Test
  void full_service_refuses_and_still_reads_and_cancels_without_crawling() throws IOException {
    sandbox.with("JDK_JAVA_OPTIONS", "-Xmx64m -Xlog:gc:file=" + gcLogs.resolve("%p.log"));
    RunningCommand run =
        sandbox.starting(
            Sandbox.TOOL,
            "run",
            "--store=memory",
            Sandbox.VESSEL.toString(),
            Sandbox.CONSIGNMENT.toString());
    run.awaitLine("consignment +grpc +\\S+ +serving", Sandbox.START);
    try (Services services = new Services(ETCD.endpoints())) {
      services.add(
          Vessel.newBuilder()
              .setId("endless")
              .setName("Endless")
              .setCapacity(Integer.MAX_VALUE)
              .setMaxWeight(Integer.MAX_VALUE)
              .build());
      int stored = fill(services, CONTAINERS) + fill(services, 1);

      long before = fullCollections();
      refuse(services);
      assertThat(fullCollections() - before).as("of the whole heap").isLessThanOrEqualTo(2);
      Result refused = sandbox.create(new Order("one-more", CONTAINERS, 1));
      assertThat(refused.stderr()).containsPattern(FULL);
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(pages(services)).isEqualTo(stored);
      assertThat(sandbox.printed("get", "of-10000-0")).containsIgnoringCase("confirmed");
      assertThat(sandbox.printed("cancel", "of-10000-0")).contains("of-10000-0");
      assertThat(services.stored().holds()).as("room of refused ones").hasSize(stored - 1);
      sandbox.requireSound();
    }
  }

  private static Consignment consignment(int containers, int number) {
    Container container = Container.newBuilder().setOrigin("Leith").setUserId("u").build();
    return Consignment.newBuilder()
        .setId("of-%d-%d".formatted(containers, number))
        .setWeight(1)
        .addAllContainers(Collections.nCopies(containers, container))
        .build();
  }

  /** How many there are when one is refused. */
  private static int fill(Services services, int containers) {
    for (int i = 0; i < 100_000; i++) {
      int number = i;
      StatusRuntimeException refused =
          catchThrowableOfType(
              StatusRuntimeException.class, () -> services.create(consignment(containers, number)));
      if (refused != null) {
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        return number;
      }
    }
    throw new AssertionError("never full");
  }

  private static void refuse(Services services) {
    for (int i = 0; i < REFUSALS; i++) {
      int number = i;
      StatusRuntimeException refused =
          catchThrowableOfType(
              StatusRuntimeException.class, () -> services.create(consignment(2, number)));
      assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }
  }

  /** Collections of the whole heap so far, of all processes. */
  private long fullCollections() throws IOException {
    long count = 0;
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(gcLogs)) {
      for (Path log : logs) {
        count +=
            Files.readAllLines(log).stream().filter(line -> line.contains("Pause Full")).count();
      }
    }
    return count;
  }

  private static int pages(Services services) {
    int count = 0;
    GetRequest.Builder request = GetRequest.newBuilder();
    do {
      var page = services.page(request.build());
      count += page.getConsignmentsCount();
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return count;
  }
}
