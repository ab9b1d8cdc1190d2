package shippy.tool.stats;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import shippy.console.output.WatchKeys;
import shippy.shell.terminal.TerminalKeys;

/** What the keys of {@code top} have chosen: an order and a filter. One thread. */
final class TopKeys implements WatchKeys {
  private static final int ESCAPE = 27;
  private static final int BACKSPACE = 8;
  private static final int DELETE = 127;

  private final TopKeys.Source keys;
  private TopOrder order = TopOrder.NODE;
  private StringBuilder filter = new StringBuilder();
  private boolean typing;

  /** Where keys come from. */
  @FunctionalInterface
  interface Source {
    OptionalInt next(Duration atMost) throws InterruptedException;
  }

  TopKeys(Source keys) {
    this.keys = keys;
  }

  static TopKeys of(TerminalKeys terminal) {
    return new TopKeys(terminal::next);
  }

  TopOrder order() {
    return order;
  }

  /** Whether the text that rows are filtered by is in one of these. */
  boolean shows(String... words) {
    String wanted = filter.toString().toLowerCase(Locale.ROOT);
    return String.join(" ", words).toLowerCase(Locale.ROOT).contains(wanted);
  }

  /** What the keys do, and what they have done. */
  String help() {
    return typing
        ? "filter: %s_   Enter keeps it, Esc clears it".formatted(filter)
        : "q quit   s sort by (%s)   / filter%s"
            .formatted(order.word(), filter.isEmpty() ? "" : " (%s)".formatted(filter));
  }

  @Override
  public Effect await(Duration atMost) throws InterruptedException {
    OptionalInt key = keys.next(atMost);
    return key.isEmpty() ? Effect.NONE : pressed(key.getAsInt());
  }

  private Effect pressed(int key) {
    if (typing) {
      type(key);
      return Effect.REDRAW;
    }
    switch (key) {
      case 'q', 'Q' -> {
        return Effect.QUIT;
      }
      case 's', 'S' -> order = order.next();
      case '/' -> typing = true;
      case ESCAPE -> filter = new StringBuilder();
      default -> {
        return Effect.NONE;
      }
    }
    return Effect.REDRAW;
  }

  private void type(int key) {
    switch (key) {
      case '\r', '\n' -> typing = false;
      case ESCAPE -> {
        typing = false;
        filter = new StringBuilder();
      }
      case BACKSPACE, DELETE -> filter.setLength(Math.max(0, filter.length() - 1));
      default -> filter.appendCodePoint(key);
    }
  }
}
