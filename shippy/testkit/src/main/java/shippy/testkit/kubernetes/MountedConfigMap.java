package shippy.testkit.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A folder as the kubelet writes it: {@code shippy.yaml -> ..data/shippy.yaml}, {@code ..data ->
 * ..2026_N}. A change makes a new folder, and renames a new link over {@code ..data}. Not
 * thread-safe.
 */
public final class MountedConfigMap {
  private final Path folder;
  private final String name;
  private int version;

  /** A file of this name in a folder that is there. */
  public MountedConfigMap(Path folder, String name, String text) {
    this.folder = folder;
    this.name = name;
    swap(text);
    try {
      Files.createSymbolicLink(file(), Path.of("..data", name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The link that programs read. */
  public Path file() {
    return folder.resolve(name);
  }

  /** Gives the file another text. */
  public void swap(String text) {
    try {
      Path old = folder.resolve("..2026_" + version++);
      Path next = Files.createDirectory(folder.resolve("..2026_" + version));
      Files.writeString(next.resolve(name), text);
      Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), next.getFileName());
      Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
      Files.deleteIfExists(old.resolve(name));
      Files.deleteIfExists(old);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
