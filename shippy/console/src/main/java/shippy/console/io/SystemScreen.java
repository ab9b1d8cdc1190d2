package shippy.console.io;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The terminal of this process, without native code. */
final class SystemScreen implements Screen {
  private static final int DEFAULT_COLUMNS = 80;
  private static final Pattern STTY = Pattern.compile("(\\d{1,5}) (\\d{1,5})");
  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,4}");
  private static final int ROWS = 1;
  private static final int COLUMNS = 2;

  private final Map<String, String> env;

  SystemScreen(Map<String, String> env) {
    this.env = Map.copyOf(env);
  }

  @Override
  public int columns() {
    return size("COLUMNS", COLUMNS, outIsTerminal() ? DEFAULT_COLUMNS : UNLIMITED);
  }

  @Override
  public int rows() {
    return size("LINES", ROWS, UNLIMITED);
  }

  private int size(String variable, int part, int unknown) {
    String wanted = env.getOrDefault(variable, "");
    if (NUMBER.matcher(wanted).matches()) {
      return Integer.parseInt(wanted);
    }
    return outIsTerminal() ? stty(part).orElse(unknown) : UNLIMITED;
  }

  /**
   * Linux says what a descriptor is. Elsewhere there is only the console, which in 17 exists if
   * both input and output are terminals.
   */
  @Override
  @SuppressWarnings("SystemConsoleNull") // what a later JDK answers is asked for below
  public boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    if (Files.isSymbolicLink(link)) {
      try {
        String target = Files.readSymbolicLink(link).toString();
        return target.startsWith("/dev/pts/")
            || target.startsWith("/dev/tty")
            || target.equals("/dev/console");
      } catch (IOException e) {
        return false; // the descriptor is closed: nothing is shown anywhere
      }
    }
    Console console = System.console();
    return console != null && consoleIsTerminal(console);
  }

  /** From Java 22 on there is always a console, which tells whether it is a terminal. */
  private static boolean consoleIsTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true; // before 22
    }
  }

  /** Asks the terminal itself: standard input may be the file of {@code create -}. */
  private static OptionalInt stty(int part) {
    try {
      Process stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
      if (!stty.waitFor(1, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        return OptionalInt.empty();
      }
      String size = new String(stty.getInputStream().readNBytes(32), US_ASCII).strip();
      Matcher m = STTY.matcher(size);
      int number = m.matches() ? Integer.parseInt(m.group(part)) : 0;
      return number > 0 ? OptionalInt.of(number) : OptionalInt.empty();
    } catch (IOException e) {
      return OptionalInt.empty(); // no stty on this machine
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalInt.empty();
    }
  }
}
