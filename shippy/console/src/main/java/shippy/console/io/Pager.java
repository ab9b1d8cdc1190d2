package shippy.console.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;

/**
 * Shows text on a terminal that has fewer lines with {@code $PAGER}, by default {@code less -FRX};
 * all else is written as it is. Stateless.
 */
public final class Pager {
  /** Fewer lines fit on any screen: its size need not be asked for, which costs a process. */
  private static final int ALWAYS_FIT = 12;

  private static final int SIGNALS = 128; // the user has ended it by one, whose number is added
  private static final List<String> NONE = List.of("", "cat");

  private Pager() {}

  /** Whether long results of this program are paged: on a terminal, and if a pager is wanted. */
  public static boolean isUsed(IoStreams io) {
    return io.screen().outIsTerminal()
        && !io.isDumb()
        && !NONE.contains(io.env().getOrDefault("PAGER", "less"));
  }

  /** Shows the text, and returns when the user has left the pager. */
  public static void show(IoStreams io, String text) {
    boolean paged =
        isUsed(io)
            && text.lines().limit(ALWAYS_FIT).count() == ALWAYS_FIT
            && text.lines().count() >= io.screen().rows()
            && page(io.env().getOrDefault("PAGER", "less -FRX"), text);
    if (!paged) {
      io.out().print(text);
      io.out().flush();
    }
  }

  /** False if there is no such program, or it has failed. */
  private static boolean page(String command, String text) {
    try {
      Process pager =
          new ProcessBuilder("sh", "-c", command)
              .redirectOutput(Redirect.INHERIT)
              .redirectError(Redirect.DISCARD)
              .start();
      Thread ctrlC = new Thread(() -> await(pager)); // which ends this program, but not a pager
      Runtime.getRuntime().addShutdownHook(ctrlC);
      write(pager.getOutputStream(), text);
      int code = await(pager);
      Runtime.getRuntime().removeShutdownHook(ctrlC);
      return code == 0 || code > SIGNALS;
    } catch (IOException e) {
      return false;
    } catch (IllegalStateException e) {
      return true; // the program is ending already
    }
  }

  private static void write(OutputStream to, String text) {
    try (to) {
      to.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      // the user has left the pager before the end of the text
    }
  }

  private static int await(Process pager) {
    try {
      return pager.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
