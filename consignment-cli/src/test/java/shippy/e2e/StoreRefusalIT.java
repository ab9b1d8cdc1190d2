package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.RunningCommand;
import shippy.testkit.SmallDisk;

/** Stores that a service does not start with: what it says, and that it leaves them as they are. */
class StoreRefusalIT {
  private final Sandbox sandbox = Sandbox.bare().with("MICRO_REGISTRY", "memory");
  private final Path file = sandbox.data().resolve("vessel.db");

  @AfterEach
  void close() throws Exception {
    sandbox.close();
  }

  private String refused(int exitCode, String... args) {
    Result result = sandbox.program(Sandbox.VESSEL).run(args);
    assertThat(result.exitCode()).as(result.stderr()).isEqualTo(exitCode);
    assertThat(result.stderr()).startsWith("error: ").doesNotContain("\tat ");
    assertThat(result.took()).isLessThan(Duration.ofSeconds(10));
    return result.stderr();
  }

  private String refusedUntouched() throws Exception {
    byte[] before = Files.readAllBytes(file);
    String text = refused(78);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    return text;
  }

  /** What a service leaves behind that stopped in order. */
  private void madeByAService() {
    RunningCommand service = sandbox.service(Sandbox.VESSEL);
    service.terminate();
    assertThat(service.exitCode(Duration.ofSeconds(15))).isZero();
  }

  private void change(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement sql = connection.createStatement()) {
      assertThat(sql.executeUpdate(statement)).isEqualTo(1);
    }
  }

  @Test
  void unknown_kind_of_store() {
    assertThat(refused(2, "--store=mysql://db")).contains("--store: \"mysql://db\" (expected: ");
    assertThat(sandbox.data()).isEmptyDirectory();
  }

  @Test
  void sqlite_path_with_options() {
    assertThat(refused(2, "--store=sqlite:ships.db?mode=ro"))
        .contains("--store: \"sqlite:ships.db?mode=ro\" (expected: ");
    assertThat(sandbox.data()).isEmptyDirectory();
  }

  @Test
  void read_only_directory() {
    try (SmallDisk disk = SmallDisk.ofKib(1024)) {
      disk.protect();
      assertThat(refused(78, "--data_dir=" + disk.path()))
          .startsWith("error: store: cannot write %s (expected: ".formatted(disk.path()))
          .contains("mounted read-only", "\n  try:    ", "--data_dir=DIRECTORY");
      disk.unprotect();
    }
  }

  @Test
  void file_that_is_no_database() throws Exception {
    Files.writeString(file, "dear diary\n".repeat(1000));

    assertThat(refusedUntouched())
        .startsWith("error: store %s: not a SQLite database\n".formatted(file))
        .contains("it was left as it is", "mv ", "shippy fsck");
  }

  @Test
  void damaged_database() throws Exception {
    madeByAService();
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 4096; i < bytes.length; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(file, bytes);

    assertThat(refusedUntouched())
        .startsWith("error: store %s: ".formatted(file))
        .contains("it was left as it is", ".recover")
        .doesNotContain("***");
  }

  @Test
  void database_of_a_newer_program() throws Exception {
    madeByAService();
    change("UPDATE shippy_schema SET version = 7 WHERE name = 'vessel'");

    assertThat(refusedUntouched())
        .startsWith(
            "error: store sqlite:%s: schema vessel has version 7 (expected: at most 1)\n"
                .formatted(file))
        .contains("update this program");
  }
}
