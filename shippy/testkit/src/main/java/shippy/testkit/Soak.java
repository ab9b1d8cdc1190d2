package shippy.testkit;

import java.time.Duration;

/**
 * How long tests repeat a fault or wait for its end: a short time by default, a long time with
 * {@code -Dsoak=true}, which {@code make soak} sets. Stateless.
 */
public final class Soak {
  private static final boolean LONG = Boolean.getBoolean("soak");

  private Soak() {}

  /** The first number, or the second in {@code make soak}. */
  public static int times(int brief, int soak) {
    return LONG ? soak : brief;
  }

  /** The first number of seconds, or the second in {@code make soak}. */
  public static Duration seconds(int brief, int soak) {
    return Duration.ofSeconds(times(brief, soak));
  }
}
