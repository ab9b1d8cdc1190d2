package shippy.clock;

import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Sources of random numbers. Stateless. */
public final class Randomness {
  private Randomness() {}

  /** Fast and without locks on any thread; unlikely to repeat, but not secret. */
  public static RandomGenerator fast() {
    return () -> ThreadLocalRandom.current().nextLong();
  }
}
