package shippy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.config.Config;
import shippy.problem.BackendException;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.problem.ProblemText;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.SmallDisk;

@Execution(ExecutionMode.CONCURRENT)
class SqliteStoreTest extends StoreContract {
  @TempDir private Path temp = Path.of("");

  @Override
  Map<String, String> settings() {
    return Map.of("store", "sqlite:" + file(), "data_dir", temp.resolve("data").toString());
  }

  private Path file() {
    return temp.resolve("data/test.db");
  }

  @Test
  void default_is_a_file_of_the_schema_in_a_directory_for_this_user_alone() throws IOException {
    Map<String, String> flags = Map.of("data_dir", temp.resolve("data").toString());
    Store.open(Config.of(flags, Map.of()), V1).orElseThrow().close();
    assertThat(file()).isRegularFile();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void every_commit_is_synced_to_a_write_ahead_log() {
    Store store = open(V1);
    assertThat(pragma(store, "journal_mode")).isEqualTo("wal");
    assertThat(pragma(store, "synchronous")).as("2 is FULL").isEqualTo("2");
    assertThat(pragma(store, "foreign_keys")).isEqualTo("1");
    assertThat(pragma(store, "busy_timeout")).isEqualTo("10000");
    assertThat(pragma(store, "mmap_size")).isEqualTo("0");
  }

  @Test
  void library_is_loaded_from_elsewhere_if_the_directory_is_mounted_noexec() {
    try (SmallDisk disk = SmallDisk.ofKib(8 * 1024)) {
      disk.forbidPrograms();
      String directory = disk.path().toString();
      assertThat(opened(directory, temp.toString()).stdout()).isEqualTo("opened\n");
      assertThat(opened(directory, directory).stderr())
          .contains(
              "error: SQLite's library does not load from %s, nor from %s\n"
                  .formatted(directory, directory))
          .contains("noexec", "--data_dir=DIRECTORY", "java.io.tmpdir")
          .doesNotContain("may this user");
    }
  }

  private static Result opened(String directory, String temporary) {
    try (CommandHarness java =
        CommandHarness.main(OpenProgram.class, "-Djava.io.tmpdir=" + temporary)) {
      return java.run(directory);
    }
  }

  @Test
  void native_library_is_unpacked_once_and_again_if_it_was_cut_off() throws IOException {
    Path home = temp.resolve("lib/sqlite");
    SqliteLibrary.into(home);
    Path library = onlyFile(home);
    byte[] whole = Files.readAllBytes(library);
    FileTime written = FileTime.fromMillis(0);
    Files.setLastModifiedTime(library, written);
    SqliteLibrary.into(home);
    assertThat(Files.getLastModifiedTime(onlyFile(home))).isEqualTo(written);
    Files.write(library, Arrays.copyOf(whole, 77));
    SqliteLibrary.into(home);
    assertThat(Files.readAllBytes(onlyFile(home))).isEqualTo(whole);
  }

  private static Path onlyFile(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  @Test
  void file_that_is_no_database_is_refused_and_left_as_it_is() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "this is not a database, but someone may need it\n".repeat(100));
    Problem problem = refusedUntouched("store %s: not a SQLite database".formatted(file()));
    assertThat(ProblemText.render(problem))
        .isEqualTo(
            """
            error: store %1$s/test.db: not a SQLite database
              likely: the file is damaged, or no SQLite database; it was left as it is
              try:    cd %1$s
                      mkdir damaged && mv test.db* damaged   keep it and begin empty
                      cp BACKUP test.db                      then check: shippy fsck
                      sqlite3 damaged/test.db .recover       prints what can be saved
            """
                .formatted(file().getParent()));
  }

  @Test
  void file_in_place_of_the_directory_is_refused() throws IOException {
    Files.writeString(file().getParent(), "");
    assertThat(refused(() -> open(V1)).what())
        .isEqualTo("store %s: %s is no directory".formatted(file(), file().getParent()));
  }

  @Test
  void directory_that_cannot_be_made_is_refused_with_the_reason() {
    try (SmallDisk disk = SmallDisk.ofKib(64)) {
      disk.protect();
      Path file = disk.path().resolve("new/small.db");
      assertThat(refused(() -> opened(file)).what())
          .isEqualTo("store %s: %s: Read-only file system".formatted(file, file.getParent()));
      disk.unprotect();
    }
  }

  @Test
  void library_that_does_not_fit_is_refused_with_the_reason() {
    try (SmallDisk disk = SmallDisk.ofKib(64)) {
      Path home = disk.path().resolve("lib");
      assertThat(refused(() -> SqliteLibrary.into(home)).what())
          .isEqualTo(
              "cannot unpack SQLite's library into %s: No space left on device".formatted(home));
    }
  }

  @Test
  void damaged_page_is_refused_and_left_as_it_is() throws IOException {
    Store store = open(V1);
    for (int i = 0; i < 2_000; i++) {
      put(store, "id-%05d-with-a-long-enough-name-to-fill-pages".formatted(i), i);
    }
    store.close();
    byte[] bytes = Files.readAllBytes(file());
    for (int i = bytes.length / 2; i < bytes.length / 2 + 5_000; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(file(), bytes);
    Problem problem = refusedUntouched("store %s: ".formatted(file()));
    assertThat(problem.what()).doesNotContain("\n", "***");
    assertThat(problem.fixes().toString()).contains(".recover").contains("shippy fsck");
  }

  @Test
  void cut_off_file_is_refused_and_left_as_it_is() throws IOException {
    Store store = open(V1);
    put(store, "a", 1);
    store.close();
    byte[] bytes = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(bytes, bytes.length / 2 + 77));
    refusedUntouched("store %s: ".formatted(file()));
  }

  @Test
  void newer_schema_leaves_the_file_as_it_is() throws IOException {
    open(V2).close();
    byte[] before = Files.readAllBytes(file());
    assertThatThrownBy(() -> open(V1)).isInstanceOf(ProblemException.class);
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void full_disk_is_said_reads_go_on_and_it_recovers() {
    try (SmallDisk disk = SmallDisk.ofKib(8_192)) {
      Store store = opened(disk.path().resolve("small.db"));
      put(store, "before", 1);
      disk.fill();
      int acknowledged = putUntilFull(store);
      assertThat(ids(store)).hasSize(1 + acknowledged);
      disk.free();
      put(store, "after", 1);
      assertThat(ids(store)).hasSize(2 + acknowledged).contains("before", "after");
      assertThat(pragma(store, "integrity_check")).isEqualTo("ok");
      store.close();
    }
  }

  private static int putUntilFull(Store store) {
    for (int n = 0; n < 100_000; n++) {
      try {
        put(store, "n%06d".formatted(n), n);
      } catch (BackendException e) {
        assertThat(e.kind()).isEqualTo(BackendException.Kind.NO_SPACE);
        assertThat(e)
            .hasMessage("store small.db: no space left, nothing changed; make room and repeat");
        return n;
      }
    }
    throw new AssertionError("the disk never got full");
  }

  @Test
  void read_only_directory_is_refused() {
    try (SmallDisk disk = SmallDisk.ofKib(8_192)) {
      Path file = disk.path().resolve("small.db");
      opened(file).close();
      disk.protect();
      Problem problem = refused(() -> opened(file));
      assertThat(problem.what())
          .isEqualTo("store: cannot write %s (expected: writable)".formatted(disk.path()));
      assertThat(problem.fixes().toString()).contains("findmnt").contains("--data_dir");
      disk.unprotect();
    }
  }

  @Test
  void network_file_systems_are_refused() {
    for (String type : new String[] {"nfs4", "cifs", "SMB3", "fuse.sshfs", "9p"}) {
      assertThat(refused(() -> SqliteFile.requireLocal(file(), type)).what())
          .isEqualTo(
              "store %s: on a network file system, %s (expected: a local disk)"
                  .formatted(file(), type));
    }
    for (String type : new String[] {"ext4", "apfs", "tmpfs", "overlay", "btrfs", "ntfs"}) {
      SqliteFile.requireLocal(file(), type);
    }
  }

  @Test
  void directory_in_place_of_the_file_is_refused() throws IOException {
    Files.createDirectories(file());
    assertThat(refused(() -> open(V1)).what())
        .isEqualTo("store %s: no regular file".formatted(file()));
  }

  private Store opened(Path file) {
    Map<String, String> flags =
        Map.of("store", "sqlite:" + file, "data_dir", temp.resolve("data").toString());
    return Store.open(Config.of(flags, Map.of()), V1).orElseThrow();
  }

  private static String pragma(Store store, String name) {
    return store.read(sql -> sql.first("PRAGMA " + name, row -> row.getString(1))).orElseThrow();
  }

  private Problem refusedUntouched(String what) throws IOException {
    byte[] before = Files.readAllBytes(file());
    Problem problem = refused(() -> open(V1));
    assertThat(problem.what()).startsWith(what);
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
    return problem;
  }

  private static Problem refused(ThrowingCallable opening) {
    Throwable thrown = catchThrowable(opening);
    assertThat(thrown).isInstanceOf(ProblemException.class);
    Problem problem = ((ProblemException) thrown).problem();
    assertThat(problem.code()).isEqualTo(ExitCode.CONFIG);
    return problem;
  }
}
