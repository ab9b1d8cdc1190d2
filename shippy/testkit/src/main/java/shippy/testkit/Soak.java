package shippy.testkit;

import java.time.Duration;

/**
 * How long tests go on that repeat a fault or wait one out: briefly, so that each check stays
 * quick, or for as long as {@code make soak} asks by {@code -Dsoak=true}. Stateless.
 */
public final class Soak {
  private static final boolean LONG = Boolean.getBoolean("soak");

  private Soak() {}

  /** The first number, or the second in {@code make soak}. */
  public static int times(int brief, int soak) {
    return LONG ? soak : brief;
  }

  /** As many seconds as the first number says, or the second in {@code make soak}. */
  public static Duration seconds(int brief, int soak) {
    return Duration.ofSeconds(times(brief, soak));
  }
}
