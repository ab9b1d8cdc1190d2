package shippy.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Parts of a log event as text, which is not cleaned. Stateless. */
final class EventText {
  /** Nobody reads further; endless messages come from outside. */
  private static final int LONGEST = 8_192;

  private static final int DEEPEST = 8;

  private EventText() {}

  /** The place in the code, {@code Service.java:42}; {@code ?:?} if the JVM does not tell. */
  static String caller(ILoggingEvent event) {
    StackTraceElement[] stack = event.getCallerData();
    if (stack == null || stack.length == 0 || stack[0].getFileName() == null) {
      return "?:?";
    }
    return stack[0].getFileName() + ":" + stack[0].getLineNumber();
  }

  /** The level in lower case. */
  static String level(ILoggingEvent event) {
    return event.getLevel().toString().toLowerCase(Locale.ROOT);
  }

  /**
   * The message and those of the exception and its causes, separated by colons. Repeated ones are
   * left out: wrappers tend to repeat what they wrap.
   */
  static String append(String message, @Nullable IThrowableProxy error) {
    StringBuilder text = new StringBuilder(cut(message));
    int depth = 0;
    for (IThrowableProxy e = error; e != null && depth < DEEPEST; e = e.getCause()) {
      String words = words(e);
      if (text.indexOf(words) < 0) {
        text.append(text.isEmpty() ? "" : ": ").append(words);
      }
      depth++;
    }
    return text.toString();
  }

  /** The stack trace, one line an entry: the exceptions, their frames indented. */
  static List<String> trace(IThrowableProxy error) {
    List<String> lines = new ArrayList<>();
    trace("", error, lines, 0);
    return lines;
  }

  private static void trace(
      String label, @Nullable IThrowableProxy error, List<String> lines, int depth) {
    if (error == null || depth == DEEPEST) {
      return;
    }
    lines.add(label + error.getClassName() + ": " + cut(error.getMessage()));
    StackTraceElementProxy[] frames = error.getStackTraceElementProxyArray();
    int own = frames.length - error.getCommonFrames();
    for (int i = 0; i < own; i++) {
      lines.add("    " + frames[i].getSTEAsString());
    }
    if (error.getCommonFrames() > 0) {
      lines.add("    ... " + error.getCommonFrames() + " more");
    }
    for (IThrowableProxy suppressed : error.getSuppressed()) {
      trace("suppressed: ", suppressed, lines, depth + 1);
    }
    trace("caused by: ", error.getCause(), lines, depth + 1);
  }

  /** The messages of shippy's own exceptions need no class name. */
  private static String words(IThrowableProxy error) {
    String message = cut(error.getMessage());
    String type = error.getClassName().replaceFirst(".*[.$]", "");
    if (message.isBlank()) {
      return type;
    }
    return error.getClassName().startsWith("shippy.") ? message : type + ": " + message;
  }

  private static String cut(@Nullable String text) {
    if (text == null) {
      return "";
    }
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
