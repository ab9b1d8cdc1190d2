package shippy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SmallDiskTest {
  private static void write(Path file) throws IOException {
    Files.write(file, new byte[5000]);
  }

  @Test
  void full_disk_takes_nothing_until_it_has_space_again() throws Exception {
    try (SmallDisk disk = SmallDisk.ofKib(1024)) {
      Path file = disk.path().resolve("file");
      disk.fill();
      assertThat(Files.getFileStore(disk.path()).getUsableSpace()).isZero();
      assertThatThrownBy(() -> write(file)).hasMessageContaining("No space left on device");
      disk.free();
      disk.free();
      write(file);
      assertThat(file).hasSize(5000);
    }
  }

  @Test
  void protected_disk_is_read_only_until_it_is_not() throws Exception {
    try (SmallDisk disk = SmallDisk.ofKib(1024)) {
      Path file = disk.path().resolve("file");
      write(file);
      disk.protect();
      assertThatThrownBy(() -> write(file)).hasMessageContaining("Read-only file system");
      assertThat(file).hasSize(5000);
      disk.unprotect();
      write(file);
    }
  }

  @Test
  void closed_disk_leaves_nothing_even_with_open_files() throws Exception {
    SmallDisk disk = SmallDisk.ofKib(1024);
    try (var open = Files.newOutputStream(disk.path().resolve("file"))) {
      open.write(1);
      disk.close();
      disk.close();
    }
    assertThat(disk.path()).doesNotExist();
  }
}
