package shippy.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.concurrent.CompletableFuture;
import org.slf4j.LoggerFactory;
import shippy.problem.ProblemText;

/** Reads one stream of a process to its end, line by line. */
final class LineReader {
  // A line longer than this is cut in pieces: a program must not fill the memory of this one.
  private static final int MAX_LINE = 8_192;

  private final Reader in;
  private final Sink sink;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final StringBuilder line = new StringBuilder();

  /** Takes lines; may block, which makes the process wait. */
  @FunctionalInterface
  interface Sink {
    void accept(String line) throws InterruptedException;
  }

  private LineReader(InputStream in, Sink sink) {
    this.in = new InputStreamReader(in, UTF_8);
    this.sink = sink;
  }

  /** Starts reading on a thread of its own; completes after the last line. */
  static CompletableFuture<Void> start(InputStream in, Sink sink) {
    LineReader pump = new LineReader(in, sink);
    Thread thread = new Thread(pump::run, "shippy-output");
    thread.setDaemon(true);
    thread.start();
    return pump.ended;
  }

  private void run() {
    try (in) {
      char[] buffer = new char[MAX_LINE];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        take(buffer, n);
      }
      flushLine();
    } catch (IOException e) {
      LoggerFactory.getLogger(LineReader.class).debug("output of a program ended", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.complete(null);
    }
  }

  private void take(char[] chars, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      if (chars[i] == '\n') {
        emit();
      } else {
        line.append(chars[i]);
        if (line.length() >= MAX_LINE) {
          emit();
        }
      }
    }
  }

  private void flushLine() throws InterruptedException {
    if (!line.isEmpty()) {
      emit();
    }
  }

  /** Tabs are for stack traces; whatever else could move the cursor is made harmless. */
  private void emit() throws InterruptedException {
    String text = line.toString().replaceFirst("\r$", "").replace("\t", "    ");
    line.setLength(0);
    sink.accept(ProblemText.clean(text));
  }
}
