package shippy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.config.Config;
import shippy.problem.BackendException;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.testkit.PostgresServer;

@Execution(ExecutionMode.CONCURRENT)
class PostgresStoreTest extends StoreContract {
  private final String url = PostgresServer.shared().freshDatabase();

  @Override
  Map<String, String> settings() {
    return Map.of("store", url);
  }

  @Test
  void unreachable_server_is_said_with_its_address() {
    Problem problem = refused("jdbc:postgresql://127.0.0.1:1/x?user=u");
    assertThat(problem.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(problem.what())
        .startsWith(
            "store jdbc:postgresql://127.0.0.1:1/x?user=u: Connection to 127.0.0.1:1 refused");
    assertThat(problem.fixes().toString()).contains("pg_isready");
  }

  @Test
  void absent_database_is_said_with_how_to_make_it() {
    Problem problem = refused(url.replaceFirst("/[^/?]+\\?", "/nowhere?"));
    assertThat(problem.code()).isEqualTo(ExitCode.CONFIG);
    assertThat(problem.what()).contains("\"nowhere\" does not exist");
    assertThat(problem.fixes().toString()).contains("createdb");
  }

  @Test
  void malformed_url_is_refused() {
    assertThat(refused("jdbc:postgresql:/host:x").what())
        .isEqualTo(
            "--store: \"jdbc:postgresql:/host:x\""
                + " (expected: an URL such as jdbc:postgresql://HOST:5432/DATABASE)");
  }

  @Test
  void killed_server_is_unavailable_and_back_without_a_loss() {
    try (PostgresServer server = PostgresServer.durable()) {
      Config config = Config.of(Map.of("store", server.freshDatabase()), Map.of());
      try (Store store = Store.open(config, V1).orElseThrow()) {
        put(store, "a", 1);
        server.kill();
        assertThatThrownBy(() -> put(store, "b", 1))
            .isInstanceOfSatisfying(
                BackendException.class,
                e -> {
                  assertThat(e.kind()).isEqualTo(BackendException.Kind.UNAVAILABLE);
                  assertThat(e).hasMessage("store PostgreSQL: not reachable; try again");
                });
        server.start();
        eventually(Duration.ofSeconds(30), () -> assertThat(ids(store)).containsExactly("a"));
        put(store, "c", 1);
      }
    }
  }

  /** What CREATE TABLE IF NOT EXISTS may say if another transaction makes the same table. */
  @Test
  void type_that_appeared_meanwhile_is_a_reason_to_try_again() {
    Store store = open(V1);
    store.write(sql -> sql.update("CREATE DOMAIN meanwhile AS integer"));
    AtomicInteger tries = new AtomicInteger();
    store.write(
        sql ->
            tries.incrementAndGet() == 1
                ? sql.update("CREATE TABLE IF NOT EXISTS meanwhile (id integer)")
                : 0);
    assertThat(tries).hasValue(2);
  }

  private static Problem refused(String url) {
    Config config = Config.of(Map.of("store", url), Map.of());
    Throwable thrown = catchThrowable(() -> Store.open(config, V1));
    assertThat(thrown).isInstanceOf(ProblemException.class);
    return ((ProblemException) thrown).problem();
  }
}
