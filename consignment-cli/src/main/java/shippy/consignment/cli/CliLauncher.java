package shippy.consignment.cli;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The program as {@code java -jar} starts it. If there is an archive of its classes beside the jar,
 * a second JVM that uses it does the work, which takes half of the time; a jar cannot bring the
 * flags for that. Knows few classes, so that the first JVM is quick.
 */
public final class CliLauncher {
  /** JVM options in the environment, which the second JVM would read and announce again. */
  private static final String[] OPTIONS = {
    "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"
  };

  private CliLauncher() {}

  public static void main(String[] args) throws InterruptedException {
    File jar = new File(System.getProperty("java.class.path", ""));
    File archive = new File(jar + "-" + System.getProperty("java.version") + ".jsa");
    if (archive.lastModified() >= jar.lastModified() && isShort(args) && isPlain(args)) {
      try {
        SecondJvm second = new SecondJvm();
        Runtime.getRuntime().addShutdownHook(new Thread(second));
        Process child = second.start(new ProcessBuilder(command(jar, archive, args)).inheritIO());
        Runtime.getRuntime().halt(child.waitFor());
      } catch (IOException e) {
        // works without, only slower
      }
    }
    CliMain.main(args);
  }

  /** A shell and a watch stay: they handle signals themselves, and start once. */
  private static boolean isShort(String[] args) {
    return args.length > 0 && !Arrays.asList(args).contains("--watch");
  }

  /** Whether nobody gave options to this JVM. */
  private static boolean isPlain(String[] args) {
    for (String name : OPTIONS) {
      if (System.getenv(name) != null) {
        return false;
      }
    }
    String[] all = ProcessHandle.current().info().arguments().orElse(new String[0]);
    return all.length == args.length + 2 && all[0].equals("-jar");
  }

  private static List<String> command(File jar, File archive, String[] args) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.add("-XX:SharedArchiveFile=" + archive);
    command.add("-Xlog:disable"); // one that does not fit would be reported on standard output
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:-UsePerfData");
    command.add("-jar");
    command.add(jar.toString());
    command.addAll(Arrays.asList(args));
    return command;
  }

  /**
   * The second JVM, and the shutdown hook that passes on to it the signal that ends this one. The
   * hook is registered before the start: a signal may come at any moment.
   */
  static final class SecondJvm implements Runnable {
    private @Nullable Process child;
    private boolean signalled;

    /** Never returns if the signal came first: this JVM is about to end. */
    synchronized Process start(ProcessBuilder builder) throws IOException, InterruptedException {
      while (signalled) {
        wait();
      }
      Process started = builder.start();
      child = started;
      return started;
    }

    /** Ends it, if it has been started, and waits for its end. */
    @Override
    public synchronized void run() {
      signalled = true;
      if (child != null) {
        child.destroy();
        try {
          child.waitFor();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
