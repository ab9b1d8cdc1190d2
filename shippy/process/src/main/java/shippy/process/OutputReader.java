package shippy.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.concurrent.CompletableFuture;
import org.slf4j.LoggerFactory;
import shippy.clock.DaemonThreads;
import shippy.problem.ProblemText;

/** Reads an output of a process to its end, on a thread of its own. Stateless. */
public final class OutputReader {
  // A line longer than this is cut in pieces: a program must not fill the memory of this one.
  private static final int MAX_LINE = 8_192;

  private OutputReader() {}

  /** Takes text; may block, which makes the process wait. */
  @FunctionalInterface
  public interface Sink {
    void accept(String text) throws InterruptedException;
  }

  /**
   * Passes on lines that are fit for a terminal; completes after the last one.
   *
   * @param tab replaces each tab
   */
  public static CompletableFuture<Void> lines(InputStream in, String tab, Sink sink) {
    return text(in, new LineSplitter(tab, sink));
  }

  /** Passes on the text as it comes, and an empty one at the end; completes after that. */
  static CompletableFuture<Void> text(InputStream in, Sink sink) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    Runnable reading =
        () -> {
          try {
            copy(in, sink);
            sink.accept("");
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            ended.complete(null);
          }
        };
    DaemonThreads.named("shippy-output").newThread(reading).start();
    return ended;
  }

  private static void copy(InputStream in, Sink sink) throws InterruptedException {
    char[] buffer = new char[MAX_LINE];
    try (Reader reader = new InputStreamReader(in, UTF_8)) {
      for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
        sink.accept(new String(buffer, 0, n));
      }
    } catch (IOException e) { // the JDK closes the stream when it kills the process
      LoggerFactory.getLogger(OutputReader.class).debug("output of a program ended", e);
    }
  }

  private static final class LineSplitter implements Sink {
    private final String tab;
    private final Sink lines;
    private final StringBuilder line = new StringBuilder();

    LineSplitter(String tab, Sink lines) {
      this.tab = tab;
      this.lines = lines;
    }

    @Override
    public void accept(String text) throws InterruptedException {
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) == '\n') {
          emit();
        } else {
          line.append(text.charAt(i));
          if (line.length() >= MAX_LINE) {
            emit();
          }
        }
      }
      if (text.isEmpty() && !line.isEmpty()) {
        emit();
      }
    }

    /** Anything else that could move the cursor is made harmless. */
    private void emit() throws InterruptedException {
      String text = line.toString().replaceFirst("\r$", "").replace("\t", tab);
      line.setLength(0);
      lines.accept(ProblemText.clean(text));
    }
  }
}
