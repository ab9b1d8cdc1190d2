package shippy.consignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.config.Config;
import shippy.consignment.Consignment.State;
import shippy.proto.consignment.Container;
import shippy.store.Schema;
import shippy.store.Store;
import shippy.testkit.PostgresServer;

/** Stores of older versions, and what the newest one reads a page from. */
class ConsignmentSchemaTest {
  private static final Schema FIRST =
      new Schema("consignment", SqlConsignmentRepository.SCHEMA.steps().subList(0, 1));
  private static final String INSERT =
      """
      INSERT INTO consignment (id, created_at, state, vessel_id, refusal, description, weight,
        containers, settled, claimed_until)
      VALUES (?, ?, ?, ?, ?, '', 1, ?, ?, 0)""";

  @TempDir Path folder;

  @Test
  void rows_of_a_first_sqlite_file_are_listed() {
    requireRowsOfFirstVersion("sqlite:" + folder.resolve("consignment.db"));
  }

  @Test
  void rows_of_a_first_postgres_database_are_listed() {
    requireRowsOfFirstVersion(PostgresServer.shared().freshDatabase());
  }

  private void requireRowsOfFirstVersion(String url) {
    try (Store store = open(url, FIRST)) {
      insert(store, "a", State.CONFIRMED);
      insert(store, "b", State.PENDING);
      insert(store, "c", State.ABORTED);
      insert(store, "d", State.CANCELLED);
    }
    try (Store store = open(url, SqlConsignmentRepository.SCHEMA)) {
      ConsignmentRepository rows = new SqlConsignmentRepository(store);
      assertThat(page(rows, EnumSet.allOf(State.class))).containsExactly("a", "b", "c", "d");
      assertThat(page(rows, EnumSet.of(State.PENDING, State.ABORTED))).containsExactly("b", "c");
    }
  }

  @Test
  void a_page_is_read_from_indexes() {
    try (Store store =
        open("sqlite:" + folder.resolve("consignment.db"), SqlConsignmentRepository.SCHEMA)) {
      for (State state : State.values()) {
        String query = "EXPLAIN QUERY PLAN " + SqlConsignmentRepository.pageQuery(Set.of(state));
        List<String> plan =
            store.read(sql -> sql.list(query, row -> row.getString("detail"), 1L, "", 10, 10));
        String index = state == State.PENDING ? "consignment_unsettled" : "consignment_state";
        assertThat(plan).anyMatch(step -> step.contains(" USING INDEX " + index));
      }
    }
  }

  private Store open(String url, Schema schema) {
    Map<String, String> flags = Map.of("store", url, "data_dir", folder.toString());
    return Store.open(Config.of(flags, Map.of()), schema).orElseThrow();
  }

  private static void insert(Store store, String id, State state) {
    byte[] containers =
        shippy.proto.consignment.Consignment.newBuilder()
            .addContainers(Container.getDefaultInstance())
            .build()
            .toByteArray();
    int inserted =
        store.write(
            sql ->
                sql.update(
                    INSERT,
                    id,
                    Instant.EPOCH.getEpochSecond(),
                    state.name(),
                    state == State.CONFIRMED ? "v1" : null,
                    state == State.ABORTED ? "full" : null,
                    containers,
                    state == State.PENDING ? 0 : 1));
    assertThat(inserted).isEqualTo(1);
  }

  private static List<String> page(ConsignmentRepository rows, Set<State> states) {
    return rows.page(states, Optional.empty(), 10).stream().map(Consignment::id).toList();
  }
}
