package shippy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the expected output of a program, in the test resources of a module. Stateless. */
public final class GoldenFile {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private GoldenFile() {}

  /** Compares with a file; {@code -Dgolden.update=true} writes it instead. */
  public static void check(String name, String actual) throws IOException {
    Path file = FOLDER.resolve(name);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(file, actual);
    }
    assertThat(actual).as(file.toString()).isEqualTo(Files.readString(file));
  }
}
