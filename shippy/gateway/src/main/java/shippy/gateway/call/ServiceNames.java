package shippy.gateway.call;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.gateway.http.HttpFault;
import shippy.registry.Registry;
import shippy.registry.RegistryException;

/**
 * Which names are registered. A request does not wait for the registry: names are a second old, or
 * older after a pause, while newer ones are asked for. Safe for any thread.
 */
public final class ServiceNames {
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Registry registry;
  private final Clock clock;
  private final Predicate<String> known;
  private volatile Set<String> names = Set.of();
  private @Nullable Supplier<Duration> age;
  private boolean asking;

  /**
   * Names to be asked for.
   *
   * @param known whether there was an instance of that name at any time
   */
  public ServiceNames(Registry registry, Clock clock, Predicate<String> known) {
    this.registry = requireNonNull(registry, "registry");
    this.clock = requireNonNull(clock, "clock");
    this.known = requireNonNull(known, "known");
  }

  /**
   * Looks up what a request means, given which names are registered. If that is not there, the
   * names may be too old: they are asked for, and what the request means by then is looked up; or
   * else what it meant while a service of that name was there.
   *
   * @param lookup throws a fault with 404 or 503 if it is not there
   */
  public <R, T> T resolve(Function<Predicate<String>, R> reading, Function<R, T> lookup) {
    Set<String> now = recent();
    R meant = reading.apply(now::contains);
    try {
      return lookup.apply(meant);
    } catch (HttpFault absent) {
      if (absent.status() != 404 && absent.status() != 503) {
        throw absent;
      }
      ask();
      R again = reading.apply(names::contains);
      if (!again.equals(meant)) {
        return lookup.apply(again);
      }
      R before = reading.apply(known);
      if (absent.status() == 404 && !before.equals(meant)) {
        return lookup.apply(before);
      }
      throw absent;
    }
  }

  private Set<String> recent() {
    boolean never;
    synchronized (this) {
      Supplier<Duration> since = age;
      never = since == null;
      if (since != null && since.get().compareTo(FRESH) >= 0 && !asking) {
        asking = true;
        Thread thread = new Thread(this::ask, "shippy-names");
        thread.setDaemon(true);
        thread.start();
      }
    }
    if (never) {
      ask();
    }
    return names;
  }

  /** While the registry does not answer, its last names stay. */
  private void ask() {
    try {
      names = Set.copyOf(registry.services());
    } catch (RegistryException e) {
      LoggerFactory.getLogger(ServiceNames.class).debug("names of services stay as they are", e);
    } finally {
      synchronized (this) {
        age = clock.stopwatch();
        asking = false;
      }
    }
  }
}
