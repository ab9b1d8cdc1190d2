package shippy.shell.terminal;

import static java.util.Objects.requireNonNull;

import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.Reference;
import org.jline.reader.Widget;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Terminal;

/**
 * Makes Ctrl-D an ordinary key. Otherwise, while no line is being read, the terminal takes it for
 * an end of input that nobody sees, and loses what was typed before it. Stateless.
 */
final class EndOfFileKey {
  private static final String WIDGET = "leave-or-delete";

  private EndOfFileKey() {}

  /** Takes the key from the terminal. Closing the terminal, also by a signal, gives it back. */
  static void keep(Terminal terminal) {
    Attributes attributes = terminal.getAttributes();
    attributes.setControlChar(ControlChar.VEOF, 0);
    terminal.setAttributes(attributes);
  }

  /** Lets the key end the input on an empty line, which JLine leaves to the terminal. */
  static LineReader bind(LineReader reader) {
    Widget leaveOrDelete =
        () -> {
          if (reader.getBuffer().length() == 0) {
            throw new EndOfFileException();
          }
          reader.callWidget(LineReader.DELETE_CHAR_OR_LIST);
          return true;
        };
    reader.getWidgets().put(WIDGET, leaveOrDelete);
    KeyMap<Binding> keys = requireNonNull(reader.getKeyMaps().get(LineReader.MAIN), "keys");
    keys.bind(new Reference(WIDGET), KeyMap.ctrl('D'));
    return reader;
  }
}
