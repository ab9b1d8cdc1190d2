package shippy.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * Finds the process that listens on a port, for messages; reads Linux's {@code /proc}. Stateless.
 */
public final class PortOwner {
  private static final Path PROC = Path.of("/proc");

  private PortOwner() {}

  /** {@code " by java (pid 4711)"}, or empty where it is not known. */
  public static String find(int port) {
    try {
      return socketInode(port).flatMap(PortOwner::owner).map(who -> " by " + who).orElse("");
    } catch (IOException e) {
      LoggerFactory.getLogger(PortOwner.class).debug("no owner of port {}", port, e);
      return "";
    }
  }

  private static Optional<String> socketInode(int port) throws IOException {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    for (String table : new String[] {"tcp", "tcp6"}) {
      Path file = PROC.resolve("net").resolve(table);
      if (Files.isReadable(file)) {
        for (String line : Files.readAllLines(file)) {
          String[] column = line.trim().split("\\s+", -1);
          if (column.length > 9 && column[1].endsWith(suffix) && column[3].equals("0A")) {
            return Optional.of(column[9]);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> owner(String inode) {
    return ProcessHandle.allProcesses()
        .filter(process -> holds(process.pid(), "socket:[" + inode + "]"))
        .findFirst()
        .map(process -> name(process) + " (pid " + process.pid() + ")");
  }

  private static boolean holds(long pid, String socket) {
    try (Stream<Path> descriptors = Files.list(PROC.resolve(pid + "/fd"))) {
      return descriptors.anyMatch(fd -> pointsTo(fd, socket));
    } catch (IOException e) {
      return false; // another user's process, or one that just ended
    }
  }

  private static boolean pointsTo(Path fd, String target) {
    try {
      return Files.readSymbolicLink(fd).toString().equals(target);
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  private static String name(ProcessHandle process) {
    return process
        .info()
        .command()
        .map(command -> Path.of(command).getFileName().toString())
        .orElse("a process");
  }
}
