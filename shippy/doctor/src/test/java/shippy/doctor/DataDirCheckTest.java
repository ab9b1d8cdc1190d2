package shippy.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.config.Config;
import shippy.testkit.CommandHarness;
import shippy.testkit.SmallDisk;

class DataDirCheckTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void directory_that_is_not_there_yet_passes_if_it_can_be_made() {
    assertThat(look(folder.resolve("a/b")).line())
        .startsWith("PASS data_dir: " + folder.resolve("a/b") + ": writable (will be made), ");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void read_only_file_system_fails_and_passes_after_its_fix() {
    try (SmallDisk disk = SmallDisk.ofKib(300 * 1024)) {
      assertThat(look(disk.path()).pass()).isTrue();
      disk.protect();
      Rows rows = look(disk.path());
      assertThat(rows.line())
          .isEqualTo(
              "FAIL data_dir: %s: its file system is mounted read-only".formatted(disk.path()));
      assertThat(rows.fix()).isEqualTo("mount -o remount,rw " + disk.path());
      try (CommandHarness shell = CommandHarness.program("sh", "-c")) {
        assertThat(shell.run(rows.fix()).exitCode()).isZero();
      }
      assertThat(look(disk.path()).pass()).isTrue();
    }
  }

  @Test
  void disk_that_is_nearly_full_warns_and_a_full_one_fails() {
    try (SmallDisk disk = SmallDisk.ofKib(100 * 1024)) {
      assertThat(look(disk.path()).line()).startsWith("WARN data_dir: ").endsWith(", 100 MiB free");
      disk.fill();
      Rows rows = look(disk.path());
      assertThat(rows.line()).startsWith("FAIL data_dir: ").endsWith("writable, 0 MiB free");
      assertThat(rows.fix()).isEqualTo("df -h " + disk.path());
    }
  }

  @Test
  void file_in_its_place_fails() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(look(file).line()).isEqualTo("FAIL data_dir: " + file + ": no directory");
    assertThat(look(file.resolve("below")).fix()).isEqualTo("--data_dir=DIRECTORY");
  }

  private static Rows look(Path directory) {
    return Rows.of(new DataDirCheck(Config.of(Map.of("data_dir", directory.toString()), Map.of())));
  }
}
