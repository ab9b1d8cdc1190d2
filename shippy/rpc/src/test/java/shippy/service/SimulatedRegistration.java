package shippy.service;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import shippy.clock.Backoff;
import shippy.clock.Clock;
import shippy.registry.Node;
import shippy.registry.Registry;

/** Lets tests of other packages run a {@link Registration}, with the figures of a real one. */
public final class SimulatedRegistration {
  private final Registration registration;
  private RegistrationState state = RegistrationState.NEW;

  public SimulatedRegistration(
      Node node,
      Registry registry,
      Clock clock,
      ExecutorService worker,
      Duration ttl,
      Duration interval,
      RandomGenerator random) {
    registration =
        new Registration(
            node,
            registry,
            clock,
            () -> new RegistrationTimes(ttl, interval),
            new Backoff(Registration.FIRST_PAUSE, Registration.LAST_PAUSE, random),
            worker,
            this::told);
  }

  private void told(RegistrationState now) {
    state = now;
  }

  public void start() {
    registration.start();
  }

  public void close() {
    registration.close();
  }

  public boolean isConnected() {
    return state == RegistrationState.CONNECTED;
  }
}
