package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import com.google.protobuf.util.JsonFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import shippy.e2e.StoredState.Hold;
import shippy.e2e.StoredState.Row;
import shippy.proto.consignment.Consignment;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.Concurrently;
import shippy.testkit.ThrowingRunnable;
import shippy.testkit.etcd.EtcdExtension;

/** The id makes a consignment one, however often and wherever it is sent. */
@Tag("etcd")
@Tag("slow")
class DuplicatesIT {
  private static final int IDS = 200;
  private static final int COPIES = 10;

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1).keepingData();
  @TempDir static Path data;
  private static Sandbox sandbox;
  private static Services services;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.etcd(ETCD.endpoints()).with("MICRO_DATA_DIR", data.toString());
    services = new Services(ETCD.endpoints());
    var unused = new Cluster(sandbox, 2, 3);
  }

  @AfterAll
  static void stop() throws Exception {
    services.close();
    sandbox.close();
  }

  private static StoredState stored() throws Exception {
    try (StoreReader reader = StoreReader.sqlite(data)) {
      return reader.stored();
    }
  }

  @Test
  void ten_parallel_duplicates_of_each_of_200_ids_are_200_rows_with_equal_answers()
      throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < IDS; i++) {
      Order order = new Order("duplicate-%03d".formatted(i), 1 + i % 7, 100 + i);
      ids.add(order.id());
      Queue<Consignment> answers = new ConcurrentLinkedQueue<>();
      ThrowingRunnable send = () -> answers.add(services.create(order.message()));

      Concurrently.run(Collections.nCopies(COPIES, send));

      Set<Consignment> distinct = new HashSet<>(answers);
      assertThat(distinct).as(order.id()).hasSize(1);
      assertThat(answers).hasSize(COPIES);
    }
    assertThat(stored().consignments())
        .extracting(Row::id)
        .filteredOn(id -> id.startsWith("duplicate-"))
        .containsExactlyInAnyOrderElementsOf(ids);
    assertThat(services.answers().values()).hasSize(3).allMatch(n -> n > IDS);
  }

  @Test
  void the_same_id_with_other_content_is_refused_and_nothing_changes() throws Exception {
    Consignment first = services.create(new Order("taken", 2, 500).message());
    eventually(
        Duration.ofSeconds(10), () -> assertThat(stored().holds()).allMatch(Hold::confirmed));
    StoredState before = stored();
    Path file = data.resolve("other.json");
    Files.writeString(file, JsonFormat.printer().print(new Order("taken", 2, 501).message()));

    Result refused = sandbox.cli("create", file.toString());

    assertThat(refused.exitCode()).as(refused.stderr()).isEqualTo(1);
    assertThat(refused.stdout()).isEmpty();
    assertThat(refused.stderr()).startsWith("error: ").contains("weight: ").contains("taken");
    assertThat(stored()).isEqualTo(before);
    assertThat(services.create(new Order("taken", 2, 500).message())).isEqualTo(first);
  }
}
