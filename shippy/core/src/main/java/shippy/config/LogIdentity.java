package shippy.config;

import java.util.Map;

/**
 * Whose log it is: one service or program in a process, like logging itself. Known only when it
 * starts. Safe for any thread.
 */
public final class LogIdentity {
  private static volatile Map<String, String> fields = Map.of();

  private LogIdentity() {}

  /**
   * From now on events are of these.
   *
   * @param service the name under which it registers, or the program's
   * @param node the instance
   */
  public static void set(String service, String node) {
    fields = Map.of("service", service, "node", node);
  }

  /** The fields {@code service} and {@code node}; none before {@link #set}. */
  public static Map<String, String> fields() {
    return fields;
  }
}
