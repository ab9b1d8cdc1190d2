package shippy.shell;

import org.jline.terminal.Terminal;
import shippy.console.Screen;

/** The screen of a terminal that JLine holds. */
record TerminalScreen(Terminal terminal) implements Screen {
  private static final int DEFAULT_COLUMNS = 80;

  @Override
  public boolean inIsTerminal() {
    return true;
  }

  @Override
  public boolean outIsTerminal() {
    return true;
  }

  @Override
  public boolean errIsTerminal() {
    return true;
  }

  @Override
  public int columns() {
    int width = terminal.getWidth();
    return width > 0 ? width : DEFAULT_COLUMNS;
  }
}
