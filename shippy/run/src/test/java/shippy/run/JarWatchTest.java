package shippy.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.testkit.TestJar;

class JarWatchTest {
  @TempDir private Path folder = Path.of("");
  private final List<Path> rebuilt = new ArrayList<>();
  private Path jar = folder;
  private JarWatch watch = new JarWatch(List.of(), rebuilt::add);

  @BeforeEach
  void build() throws IOException {
    jar = folder.resolve("a.jar");
    pack(1);
    watch = new JarWatch(List.of(jar), rebuilt::add);
  }

  /** With a time of its own, since two builds may fall into one tick of the file system. */
  private void pack(long second) throws IOException {
    TestJar.of(folder, "a.jar", JarWatchTest.class);
    Files.setLastModifiedTime(jar, FileTime.fromMillis(second * 1000));
  }

  @Test
  void jar_that_stays_as_it_is_is_not_told() {
    watch.look();
    watch.look();
    assertThat(rebuilt).isEmpty();
  }

  @Test
  void rebuilt_jar_is_told_once_when_it_no_longer_changes() throws IOException {
    pack(2);
    watch.look();
    pack(3);
    watch.look();
    assertThat(rebuilt).isEmpty();
    watch.look();
    watch.look();
    assertThat(rebuilt).containsExactly(jar);
  }

  @Test
  void half_a_jar_is_waited_for_and_one_that_is_away_for_a_while_too() throws IOException {
    byte[] whole = Files.readAllBytes(jar);
    Files.write(jar, new byte[] {'P', 'K', 3, 4});
    watch.look();
    watch.look();
    Files.delete(jar);
    watch.look();
    assertThat(rebuilt).isEmpty();
    Files.write(jar, whole);
    watch.look();
    watch.look();
    assertThat(rebuilt).containsExactly(jar);
  }
}
