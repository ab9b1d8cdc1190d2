package shippy.registry.etcd;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.problem.ProblemText;

/** Counts entries that cannot be used, and logs the first of each service. Safe for any thread. */
final class Skipped {
  private static final Logger LOG = LoggerFactory.getLogger(Skipped.class);

  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final AtomicLong count = new AtomicLong();

  void note(String service, String key, String reason) {
    count.incrementAndGet();
    if (told.add(service)) {
      LOG.warn(
          "Registry [etcd] Skipping {}: {} (others of this service are skipped silently)",
          ProblemText.clean(key),
          ProblemText.clean(reason));
    }
  }

  long count() {
    return count.get();
  }
}
