package shippy.governance.balancer;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;

/**
 * The loads of the instances of one service, by address. The last ones that are gone are
 * remembered: they may come back. Not safe for threads.
 */
final class InstanceLoads {
  static final int REMEMBERED = 64;

  private final Clock clock;

  /** Begins with those that are gone, the longest first. */
  private final Map<Object, InstanceLoad> loads = new LinkedHashMap<>();

  private Set<Object> listed = Set.of();

  InstanceLoads(Clock clock) {
    this.clock = clock;
  }

  /** Takes the instances of now. One that comes back has nothing in flight. */
  void list(Set<Object> instances) {
    for (Object key : instances) {
      @Nullable InstanceLoad known = loads.remove(key);
      if (known == null) {
        known = new InstanceLoad(clock, AttemptAverage.NONE);
      } else if (!listed.contains(key)) {
        known = known.withoutAttempts();
      }
      loads.put(key, known);
    }
    listed = Set.copyOf(instances);
    Iterator<InstanceLoad> gone = loads.values().iterator();
    for (int most = instances.size() + REMEMBERED; loads.size() > most; gone.remove()) {
      gone.next();
    }
  }

  /** Of one that is listed. */
  InstanceLoad of(Object key) {
    return requireNonNull(loads.get(key), "load");
  }
}
