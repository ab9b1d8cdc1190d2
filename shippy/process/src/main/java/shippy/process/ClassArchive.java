package shippy.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The archive of a jar's classes (AppCDS), with which a JVM starts in half of the time. A build
 * puts it into a folder beside the jar, with the copy of the jar that it was made of: an archive
 * fits one Java and one file, and is passed over by others. Stateless.
 */
final class ClassArchive {
  private static final String FOLDER = "archived";
  private static final String SUFFIX = "-" + System.getProperty("java.version") + ".jsa";

  private ClassArchive() {}

  /** The archive for this very file and the Java of this process. */
  static Optional<Path> of(Path jar) {
    return Optional.of(Path.of(jar + SUFFIX)).filter(Files::isRegularFile);
  }

  /**
   * A file in the folder with the content of the jar, and its archive beside it. Both are links to
   * what a build has made; it replaces that and never writes into it.
   *
   * @return empty if there is no archive of what the jar contains now, or no link can be made
   */
  static Optional<Path> link(Path jar, Path folder) {
    Path name = requireNonNull(jar.getFileName(), "file name");
    Path original = jar.resolveSibling(FOLDER).resolve(name);
    try {
      Optional<Path> archive = of(original);
      if (archive.isEmpty() || !isSame(original, jar)) {
        return Optional.empty();
      }
      Path link = folder.resolve(name);
      Files.createLink(Path.of(link + SUFFIX), archive.get());
      return Optional.of(Files.createLink(link, original));
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty(); // on another disk, for example
    }
  }

  private static boolean isSame(Path one, Path other) throws IOException {
    return Files.size(one) == Files.size(other) && modified(one) == modified(other);
  }

  /** As exactly as a JVM compares it. */
  private static long modified(Path file) throws IOException {
    return Files.getLastModifiedTime(file).to(TimeUnit.SECONDS);
  }
}
