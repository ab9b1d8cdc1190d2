package shippy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.problem.BackendException;
import shippy.problem.ProblemException;
import shippy.problem.ProblemText;

/** Files that count as large here, whatever their size; {@link SqliteStoreTest} has small ones. */
class SqliteCheckTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int ROWS = 3_000;

  @TempDir private Path temp = Path.of("");
  private byte[] sound = {};

  @BeforeEach
  void writeSoundFile() throws IOException {
    Store store = open();
    store.write(
        sql -> {
          for (int i = 0; i < ROWS; i++) {
            String id = "id-%05d-with-a-long-enough-name-to-fill-pages".formatted(i);
            sql.update("INSERT INTO item (id, amount) VALUES (?, ?)", id, i);
          }
          return true;
        });
    store.close();
    sound = Files.readAllBytes(file());
  }

  @Test
  void damage_in_a_large_file_is_found_while_it_is_used_and_ends_its_use() throws IOException {
    damageAt(sound.length / 2);
    Store store = open();
    eventually(SOON, () -> assertThat(note()).isNotEmptyFile());
    String text = "store large.db: the file is damaged; restart the service to see what to do";
    assertThatThrownBy(() -> StoreContract.amount(store, "id"))
        .isInstanceOf(BackendException.class)
        .hasMessage(text);
    assertThatThrownBy(() -> StoreContract.put(store, "new", 1)).hasMessage(text);
    store.close();
    assertThat(note()).content().startsWith("error: store %s: ".formatted(file()));

    byte[] damaged = Files.readAllBytes(file());
    assertThatThrownBy(this::open)
        .as("read wholly at the next start")
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(ProblemText.render(e.problem())).contains("mv large.db* damaged"));
    assertThat(Files.readAllBytes(file())).isEqualTo(damaged);

    Files.write(file(), sound);
    Store restored = open();
    assertThat(StoreContract.ids(restored)).hasSize(ROWS);
    assertThat(note()).doesNotExist();
    restored.close();
  }

  @Test
  void large_file_that_is_cut_off_is_refused_at_once_and_left_as_it_is() throws IOException {
    byte[] half = Arrays.copyOf(sound, sound.length / 2 + 77);
    Files.write(file(), half);
    assertThatThrownBy(this::open).isInstanceOf(ProblemException.class);
    assertThat(Files.readAllBytes(file())).isEqualTo(half);
  }

  @Test
  void large_file_whose_tables_begin_with_damage_is_refused_at_once() throws IOException {
    damageAt(100);
    assertThatThrownBy(this::open).as("the schema").isInstanceOf(ProblemException.class);
    for (int page = 2; page < 5; page++) {
      Files.write(file(), sound);
      damageAt((page - 1) * 4_096);
      assertThat(refusedAtOnceOrSoon()).as("page %d", page).isTrue();
    }
  }

  @Test
  void sound_large_file_is_used_to_the_end() {
    Store store = open();
    store.close();
    Store again = open();
    StoreContract.put(again, "new", 1);
    assertThat(StoreContract.ids(again)).hasSize(ROWS + 1);
    again.close();
    assertThat(note()).doesNotExist();
  }

  private boolean refusedAtOnceOrSoon() {
    try (Store store = open()) {
      eventually(
          SOON,
          () ->
              assertThatThrownBy(() -> StoreContract.amount(store, "id"))
                  .isInstanceOf(BackendException.class));
      return true;
    } catch (ProblemException e) {
      return true;
    }
  }

  private void damageAt(int place) throws IOException {
    byte[] bytes = sound.clone();
    for (int i = place; i < place + 3_000; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(file(), bytes);
  }

  private Store open() {
    return Store.open(SqliteDatabase.open(file(), temp, 1), StoreContract.V1);
  }

  private Path file() {
    return temp.resolve("large.db");
  }

  private Path note() {
    return temp.resolve("large.db-damaged");
  }
}
