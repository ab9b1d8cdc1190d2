package shippy.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts more JVMs like that of this test quickly: tests start many, and none runs long. An archive
 * of a jar's classes (AppCDS) saves about half of the time. {@code .ci/class-archives} makes one
 * for each jar and Java; without it tests are only slower.
 */
final class QuickStart {
  /** The program. */
  static final String JAVA = Path.of(System.getProperty("java.home", ""), "bin", "java").toString();

  /** The simple compiler and the simple collector. */
  static final List<String> OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /** The name of an archive is that of its jar with this suffix. */
  private static final String SUFFIX = "-" + System.getProperty("java.version") + ".jsa";

  // A JVM ignores an archive that does not fit, and says so on standard output.
  private static final String SILENT = "-Xlog:disable";

  private QuickStart() {}

  /** The options for a jar. */
  static List<String> options(Path jar) {
    List<String> options = new ArrayList<>(OPTIONS);
    Path archive = Path.of(jar.toAbsolutePath() + SUFFIX);
    if (Files.isRegularFile(archive)) {
      options.addAll(List.of("-XX:SharedArchiveFile=" + archive, SILENT));
    }
    return options;
  }

  /** Writes a script {@code java} that gives these options to a jar; returns its folder. */
  static Path script(Path folder) {
    String text =
        """
        #!/bin/sh
        if [ "${1-}" = -jar ]; then
          [ ! -f "$2%s" ] || set -- -XX:SharedArchiveFile="$2%s" %s "$@"
          set -- %s "$@"
        fi
        exec %s "$@"
        """
            .formatted(SUFFIX, SUFFIX, SILENT, String.join(" ", OPTIONS), JAVA);
    try {
      Path bin = Files.createDirectories(folder.resolve("bin"));
      Path java = Files.writeString(bin.resolve("java"), text);
      Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
      return bin;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
