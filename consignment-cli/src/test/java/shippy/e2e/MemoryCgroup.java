package shippy.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import shippy.testkit.Prerequisite;

/**
 * A limit of memory for processes, swap included, as container engines set it. Where the kernel
 * lets none be made, tests abort, or fail in CI. Not thread-safe.
 */
final class MemoryCgroup implements AutoCloseable {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final Path FIRST_VERSION = ROOT.resolve("memory");

  private final boolean first = Files.isDirectory(FIRST_VERSION);
  private final Path folder = (first ? FIRST_VERSION : ROOT).resolve("shippy-" + UUID.randomUUID());

  MemoryCgroup(long bytes) {
    try {
      if (!first) {
        Files.writeString(ROOT.resolve("cgroup.subtree_control"), "+memory");
      }
      Files.createDirectory(folder);
      write(first ? "memory.limit_in_bytes" : "memory.max", bytes);
      String swap = first ? "memory.memsw.limit_in_bytes" : "memory.swap.max";
      if (Files.exists(folder.resolve(swap))) {
        write(swap, first ? bytes : 0);
      }
    } catch (IOException e) {
      throw Prerequisite.missing("no limit of memory can be set here: " + e);
    }
  }

  /** Limits a process, and those that it starts from now on. */
  void add(long pid) throws IOException {
    write("cgroup.procs", pid);
  }

  /** The most bytes that were in use so far. */
  long peak() {
    return Long.parseLong(read(first ? "memory.max_usage_in_bytes" : "memory.peak"));
  }

  /** How many processes were killed because the limit was reached. */
  long kills() {
    String events = read(first ? "memory.oom_control" : "memory.events");
    MatchResult kills =
        Pattern.compile("oom_kill (\\d+)").matcher(events).results().findFirst().orElseThrow();
    return Long.parseLong(kills.group(1));
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(folder);
  }

  private void write(String file, long value) throws IOException {
    Files.writeString(folder.resolve(file), Long.toString(value));
  }

  private String read(String file) {
    try {
      return Files.readString(folder.resolve(file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
