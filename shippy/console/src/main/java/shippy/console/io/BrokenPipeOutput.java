package shippy.console.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Output whose reader may stop reading early, as in {@code … | head -1}. What is written later is
 * dropped without an error; every other error is thrown.
 */
final class BrokenPipeOutput extends FilterOutputStream {
  private volatile boolean left;

  /** Text for such a reader, written when it is flushed. */
  static final class Stream extends PrintStream {
    private final BrokenPipeOutput reader;

    Stream(OutputStream out) {
      this(new BrokenPipeOutput(out));
    }

    private Stream(BrokenPipeOutput reader) {
      super(reader, false, UTF_8);
      this.reader = reader;
    }

    boolean isLeft() {
      return reader.left;
    }
  }

  BrokenPipeOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (left) {
      return;
    }
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      if (!"Broken pipe".equals(e.getMessage())) {
        throw e;
      }
      left = true;
    }
  }
}
