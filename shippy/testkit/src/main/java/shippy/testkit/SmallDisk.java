package shippy.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file system of a few megabytes that tests can fill and write-protect. Needs root on Linux:
 * elsewhere tests abort; with {@code CI} in the environment they fail. Not thread-safe.
 */
public final class SmallDisk implements AutoCloseable {
  private final Path path;
  private final Thread atExit = new Thread(this::unmount, "small-disk-at-exit");

  private SmallDisk(Path path) {
    this.path = path;
  }

  /** A new and empty one, mounted at a directory of its own. */
  public static SmallDisk ofKib(int sizeKib) {
    SmallDisk disk = new SmallDisk(TemporaryFolder.create("shippy-disk-"));
    disk.mount(sizeKib);
    return disk;
  }

  /** Where it is mounted. */
  public Path path() {
    return path;
  }

  /** Fills all free space, to the last byte. */
  public void fill() {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(ballast())) {
      while (Files.getFileStore(path).getUsableSpace() > 0) {
        out.write(block);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Frees the space that {@link #fill} took. */
  public void free() {
    try {
      Files.deleteIfExists(ballast());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes it read-only; no file of it may be open for writing. */
  public void protect() {
    SystemCommand.run(List.of("mount", "-o", "remount,ro", path.toString()));
  }

  /** Forbids to run programs or load libraries from it. */
  public void forbidPrograms() {
    SystemCommand.run(List.of("mount", "-o", "remount,noexec", path.toString()));
  }

  /** Makes it writable again. */
  public void unprotect() {
    SystemCommand.run(List.of("mount", "-o", "remount,rw", path.toString()));
  }

  /** Unmounts it; its files are lost. */
  @Override
  public void close() {
    if (Runtime.getRuntime().removeShutdownHook(atExit)) {
      unmount();
    }
  }

  private void mount(int sizeKib) {
    String size = "size=%dk,mode=0700".formatted(sizeKib);
    try {
      SystemCommand.run(List.of("mount", "-t", "tmpfs", "-o", size, "shippy", path.toString()));
    } catch (AssertionError | UncheckedIOException e) {
      TemporaryFolder.delete(path);
      throw Prerequisite.missing("a file system cannot be mounted: " + e.getMessage());
    }
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Unmounts at once, even if programs still have files open. */
  private void unmount() {
    SystemCommand.run(List.of("umount", "--lazy", path.toString()));
    TemporaryFolder.delete(path);
  }

  private Path ballast() {
    return path.resolve("ballast");
  }
}
