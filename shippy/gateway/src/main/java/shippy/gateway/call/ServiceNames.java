package shippy.gateway.call;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.gateway.http.HttpFault;
import shippy.registry.Registry;
import shippy.registry.RegistryException;

/**
 * The names of all registered services. Requests do not wait for the registry: they get names that
 * are a second old, or older after a pause, while new ones are read. Safe for any thread.
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
   * Asks for nothing yet.
   *
   * @param known whether there was an instance of that name at any time
   */
  public ServiceNames(Registry registry, Clock clock, Predicate<String> known) {
    this.registry = requireNonNull(registry, "registry");
    this.clock = requireNonNull(clock, "clock");
    this.known = requireNonNull(known, "known");
  }

  /**
   * Looks up what a request means, which depends on the registered names. If that is not there, the
   * names may be too old: new ones are read, and if the request now means something else, that is
   * looked up. Else the name may be of a service that was there before.
   *
   * @param reading what the request means by the names
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

  /** The names, a second old at most while requests come; empty if they were never read. */
  public Optional<Set<String>> known() {
    return asked() ? Optional.of(names) : Optional.empty();
  }

  /** The names, a second old at most while requests come; waits for the first ones only. */
  public Set<String> recent() {
    if (!asked()) {
      ask();
    }
    return names;
  }

  /** Whether they were ever read; has them read anew if they are old. */
  private synchronized boolean asked() {
    Supplier<Duration> since = age;
    if (since != null && since.get().compareTo(FRESH) >= 0 && !asking) {
      asking = true;
      DaemonThreads.named("shippy-names").newThread(this::ask).start();
    }
    return since != null;
  }

  /** Reads the names; the last ones stay while the registry does not answer. */
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
