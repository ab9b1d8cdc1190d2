package shippy.registry.mdns;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.problem.ProblemText;

/** Counts records that are not nodes, and logs each instance once. Safe for any thread. */
final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(MdnsRegistry.class);

  /** So that an attacker cannot fill the log. */
  private static final int MAX_LOGGED = 100;

  private final Set<String> logged = new HashSet<>();
  private final AtomicLong count = new AtomicLong();

  void refuse(String label, IllegalArgumentException why) {
    count.incrementAndGet();
    if (first(label)) {
      LOG.warn(
          "Registry [mdns] ignores the record {}: {}",
          ProblemText.clean(label),
          ProblemText.clean(String.valueOf(why.getMessage())));
    }
  }

  private synchronized boolean first(String label) {
    return logged.size() < MAX_LOGGED && logged.add(label);
  }

  long count() {
    return count.get();
  }
}
