package shippy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import shippy.config.Config;
import shippy.problem.BackendException;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;
import shippy.testkit.Concurrently;
import shippy.testkit.ThrowingRunnable;

/** What a {@link Store} does on every database. A subclass says where one empty database is. */
abstract class StoreContract extends GroupCommitContract {
  static final Schema V1 =
      Schema.named("test")
          .then("CREATE TABLE item (id {id} PRIMARY KEY, amount BIGINT, data {bytes})");
  static final Schema V2 = V1.then("ALTER TABLE item ADD COLUMN colour TEXT");

  private final Deque<Store> open = new ArrayDeque<>();

  /** The settings of one database, empty when the test begins, the same at each call. */
  abstract Map<String, String> settings();

  @Override
  final Store open(Schema schema) {
    open.push(Store.open(Config.of(settings(), Map.of()), schema).orElseThrow());
    return open.element();
  }

  @AfterEach
  void closeAll() {
    open.forEach(Store::close);
  }

  static void put(Store store, String id, long amount) {
    store.write(sql -> sql.update("INSERT INTO item (id, amount) VALUES (?, ?)", id, amount));
  }

  static Optional<Long> amount(Store store, String id) {
    return store.read(
        sql -> sql.first("SELECT amount FROM item WHERE id = ?", row -> row.getLong(1), id));
  }

  static List<String> ids(Store store) {
    return store.read(sql -> sql.list("SELECT id FROM item ORDER BY id", row -> row.getString(1)));
  }

  @Test
  void what_was_written_is_there_for_others_and_after_reopening() {
    Store one = open(V1);
    Store other = open(V1);
    put(one, "a", 7);
    assertThat(amount(other, "a")).contains(7L);
    one.close();
    other.close();
    assertThat(amount(open(V1), "a")).contains(7L);
  }

  @Test
  void long_decimal_numbers_keep_all_digits() {
    Store store = open(V1.then("CREATE TABLE price (amount {decimal}(20, 8))"));
    BigDecimal amount = new BigDecimal("123456789012.12345678");
    store.write(sql -> sql.update("INSERT INTO price VALUES (?)", amount));
    List<String> read =
        store.read(sql -> sql.list("SELECT amount FROM price", row -> row.getString(1)));
    assertThat(read).containsExactly(amount.toString());
  }

  @Test
  void work_that_throws_leaves_nothing_behind() {
    Store store = open(V1);
    assertThatThrownBy(
            () ->
                store.write(
                    sql -> {
                      sql.update("INSERT INTO item (id) VALUES ('a')");
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    assertThat(ids(store)).isEmpty();
    put(store, "b", 1);
    assertThat(ids(store)).containsExactly("b");
  }

  @Test
  void broken_statement_is_internal_and_the_store_goes_on() {
    Store store = open(V1);
    assertThat(failed(() -> store.write(sql -> sql.update("INSERT INTO nothing VALUES (1)"))))
        .returns(BackendException.Kind.INTERNAL, BackendException::kind)
        .hasMessageStartingWith("store ")
        .hasMessageEndingWith(": failed (see the log of the service)");
    put(store, "a", 1);
    assertThat(ids(store)).containsExactly("a");
  }

  @Test
  void constraint_refuses_what_a_caller_sent_and_only_failures_of_the_store_are_logged() {
    Store store = open(V1);
    put(store, "a", 1);
    for (int i = 0; i < 2; i++) {
      assertThat(logged(() -> refused(() -> put(store, "a", 2)))).isEmpty();
      assertThat(logged(() -> failed(() -> store.read(sql -> sql.update("NONSENSE")))))
          .singleElement()
          .asString()
          .matches("ERROR Store \\[.*] fails");
    }
    assertThat(amount(store, "a")).contains(1L);
  }

  private static void refused(ThrowingCallable work) {
    assertThat(failed(work))
        .hasMessageMatching("store .*item.*")
        .returns(BackendException.Kind.REFUSED, BackendException::kind);
  }

  private static BackendException failed(ThrowingCallable work) {
    return catchThrowableOfType(BackendException.class, work);
  }

  /** What stores of this database warn of meanwhile. */
  private List<String> logged(Runnable work) {
    Logger logger = (Logger) LoggerFactory.getLogger(Store.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    logger.addAppender(log);
    try {
      work.run();
    } finally {
      logger.detachAppender(log);
    }
    return log.list.stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .filter(line -> line.contains("[" + settings().get("store") + "]"))
        .toList();
  }

  @Test
  void ids_are_ordered_by_their_bytes() {
    Store store = open(V1);
    for (String id : List.of("b", "_", "a-b", "Z", "aB", "1", "ab")) {
      put(store, id, 0);
    }
    assertThat(ids(store)).containsExactly("1", "Z", "_", "a-b", "aB", "ab", "b");
  }

  @Test
  void bytes_and_absent_values_are_kept() {
    Store store = open(V1);
    byte[] data = {0, -1, 39};
    store.write(sql -> sql.update("INSERT INTO item VALUES (?, ?, ?)", "a", null, data));
    Optional<byte[]> stored =
        store.read(
            sql -> sql.first("SELECT data FROM item WHERE amount IS NULL", r -> r.getBytes(1)));
    assertThat(stored.orElseThrow()).containsExactly(data);
  }

  @Test
  void schema_grows_step_by_step_and_keeps_the_data() {
    put(open(V1), "a", 7);
    Store newer = open(V2);
    newer.write(sql -> sql.update("UPDATE item SET colour = 'red'"));
    assertThat(amount(newer, "a")).contains(7L);
    open(V2);
  }

  @Test
  void newer_schema_is_refused_and_left_alone() {
    put(open(V2), "a", 7);
    assertThatThrownBy(() -> open(V1))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo(ExitCode.CONFIG);
              assertThat(e.problem().what())
                  .endsWith(": schema test has version 2 (expected: at most 1)");
              assertThat(e.problem().fixes()).isNotEmpty();
            });
    assertThat(amount(open(V2), "a")).contains(7L);
  }

  @Test
  void step_that_fails_is_refused_and_undone() {
    put(open(V1), "a", 7);
    Schema bad = V1.then("ALTER TABLE item ADD COLUMN colour TEXT", "NONSENSE");
    assertThatThrownBy(() -> open(bad)).isInstanceOf(ProblemException.class);
    open(V2);
  }

  @Test
  void two_schemas_share_a_database() {
    put(open(V1), "a", 7);
    Store other = open(Schema.named("other").then("CREATE TABLE thing (id {id} PRIMARY KEY)"));
    other.write(sql -> sql.update("INSERT INTO thing VALUES ('t')"));
    assertThat(amount(other, "a")).contains(7L);
  }

  @Test
  void several_that_open_a_new_database_at_once_make_its_tables_once() {
    List<Store> all = Collections.synchronizedList(new ArrayList<>());
    Config config = Config.of(settings(), Map.of());
    Concurrently.run(
        Collections.nCopies(
            6, (ThrowingRunnable) () -> all.add(Store.open(config, V2).orElseThrow())));
    open.addAll(all);
    put(all.get(0), "a", 7);
    assertThat(all).hasSize(6).allSatisfy(store -> assertThat(amount(store, "a")).contains(7L));
  }

  @Test
  void writers_of_several_openings_lose_no_update() {
    List<Store> stores = List.of(open(V1), open(V1), open(V1));
    put(stores.get(0), "a", 0);
    List<ThrowingRunnable> writers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Store store = stores.get(i % 3);
      writers.add(
          () -> {
            for (int n = 0; n < 20; n++) {
              store.write(sql -> sql.update("UPDATE item SET amount = amount + 1"));
            }
          });
    }
    Concurrently.run(writers);
    assertThat(amount(stores.get(0), "a")).contains(240L);
  }

  @Test
  void same_key_from_two_sides_is_decided_by_the_database() {
    List<Store> stores = List.of(open(V1), open(V1));
    List<ThrowingRunnable> writers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Store store = stores.get(i % 2);
      writers.add(() -> insertUnlessThere(store));
    }
    Concurrently.run(writers);
    assertThat(ids(stores.get(0))).containsExactly("a");
  }

  @Test
  void work_that_throws_does_not_concern_what_is_committed_with_it() {
    Store store = open(V1);
    List<ThrowingRunnable> writers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      String id = "%02d".formatted(i);
      writers.add(i % 2 == 0 ? () -> put(store, id, 1) : () -> failAfterPutting(store, id));
    }
    for (int round = 0; round < 10; round++) {
      store.write(sql -> sql.update("DELETE FROM item"));
      Concurrently.run(writers);
      assertThat(ids(store)).containsExactly("00", "02", "04", "06", "08", "10", "12", "14");
    }
  }

  private static void failAfterPutting(Store store, String id) {
    assertThatThrownBy(
            () ->
                store.write(
                    sql -> {
                      sql.update("INSERT INTO item (id) VALUES (?)", id);
                      throw new IllegalStateException(id);
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(id);
  }

  // Looks first, so that on PostgreSQL the loser's insert fails and the work is done again.
  private static void insertUnlessThere(Store store) {
    store.write(
        sql ->
            sql.first("SELECT id FROM item WHERE id = 'a'", row -> row.getString(1)).isPresent()
                || sql.update("INSERT INTO item (id) VALUES ('a')") == 1);
  }
}
