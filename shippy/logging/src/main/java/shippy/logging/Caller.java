package shippy.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;

/** Where in the code an event was logged. Stateless. */
final class Caller {
  private Caller() {}

  /** {@code Service.java:42}; {@code ?:?} if the JVM does not tell. */
  static String of(ILoggingEvent event) {
    StackTraceElement[] stack = event.getCallerData();
    if (stack == null || stack.length == 0 || stack[0].getFileName() == null) {
      return "?:?";
    }
    return stack[0].getFileName() + ":" + stack[0].getLineNumber();
  }
}
