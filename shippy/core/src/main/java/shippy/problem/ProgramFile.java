package shippy.problem;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import shippy.clock.Clock;

/**
 * The jar that this process runs from, held open as the JVM holds it: another file under its name
 * does no harm, a change of the file itself does. Safe for any thread.
 */
public final class ProgramFile {
  private static final Duration PERIOD = Duration.ofSeconds(2);

  /** A jar ends with the list of its entries. */
  private static final int TAIL = 4096;

  private final FileChannel channel;
  private final Problem changed;
  private final long size;
  private final ByteBuffer tail;

  private ProgramFile(Path jar, FileChannel channel) throws IOException {
    this.channel = channel;
    this.changed =
        BrokenProgram.changed(jar.toString()); // made now, while its classes can be loaded
    this.size = channel.size();
    this.tail = tail(channel, size);
  }

  /** Opens it, if this process runs from one jar. */
  public static Optional<ProgramFile> ofThisProcess() throws IOException {
    String classPath = System.getProperty("java.class.path", "");
    boolean single = classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator);
    Path jar = Path.of(single ? classPath : "");
    return single && Files.isRegularFile(jar) ? Optional.of(open(jar)) : Optional.empty();
  }

  static ProgramFile open(Path jar) throws IOException {
    return new ProgramFile(jar, FileChannel.open(jar)); // open for as long as the process lives
  }

  /** The problem to report when it has changed. */
  public Problem changed() {
    return changed;
  }

  /** Tells the listener once, when the file has changed. */
  public void watch(Clock clock, Runnable listener) {
    clock.schedule(
        PERIOD,
        () -> {
          if (isChanged()) {
            listener.run();
          } else {
            watch(clock, listener);
          }
        });
  }

  boolean isChanged() {
    try {
      return channel.size() != size || !tail(channel, size).equals(tail);
    } catch (IOException e) {
      return true; // the JVM cannot read it either
    }
  }

  private static ByteBuffer tail(FileChannel channel, long size) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(TAIL);
    long start = Math.max(0, size - TAIL);
    while (bytes.hasRemaining() && channel.read(bytes, start + bytes.position()) > 0) {
      // a read may give less than was asked for
    }
    return bytes.flip();
  }
}
