package shippy.console.io;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** Standard output whose reader has left. */
public final class BrokenPipe extends OutputStream {
  private BrokenPipe() {}

  public static PrintStream stream() {
    return new BrokenPipeOutput.Stream(new BrokenPipe());
  }

  @Override
  public void write(int b) throws IOException {
    throw new IOException("Broken pipe");
  }
}
