package shippy.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.clock.ManualClock;

class ProgramFileTest {
  @TempDir private Path folder = Path.of("");
  private Path jar = folder;

  @BeforeEach
  void pack() throws IOException {
    jar = folder.resolve("a.jar");
    Files.writeString(jar, "a".repeat(10_000));
  }

  @Test
  void file_that_is_written_again_in_its_place_is_told_once() throws IOException {
    ManualClock clock = new ManualClock(Instant.EPOCH);
    List<String> told = new ArrayList<>();
    ProgramFile file = ProgramFile.open(jar);
    file.watch(clock, () -> told.add(file.changed().what()));
    clock.advance(Duration.ofSeconds(10));
    assertThat(told).isEmpty();
    Files.writeString(jar, "b".repeat(10_000));
    clock.advance(Duration.ofSeconds(10));
    assertThat(told).containsExactly(jar + " was changed while this program ran from it");
  }

  @Test
  void shorter_file_and_empty_file_are_changed() throws IOException {
    ProgramFile file = ProgramFile.open(jar);
    Files.writeString(jar, "a".repeat(9_999));
    assertThat(file.isChanged()).isTrue();
    Files.writeString(jar, "");
    assertThat(file.isChanged()).isTrue();
  }

  @Test
  void file_that_is_touched_replaced_or_deleted_is_not() throws IOException {
    ProgramFile file = ProgramFile.open(jar);
    Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
    assertThat(file.isChanged()).isFalse();
    Path other = Files.writeString(folder.resolve("b.jar"), "b");
    Files.move(other, jar, StandardCopyOption.REPLACE_EXISTING);
    assertThat(file.isChanged()).isFalse();
    Files.delete(jar);
    assertThat(file.isChanged()).isFalse();
  }
}
