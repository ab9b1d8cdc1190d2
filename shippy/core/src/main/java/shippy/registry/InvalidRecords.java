package shippy.registry;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.problem.ProblemText;

/**
 * Counts the records of a registry that are not nodes, and logs the first of each group. It logs at
 * most 100 groups, so that nobody who may write to the registry can fill the log. Safe for any
 * thread.
 */
public final class InvalidRecords {
  private static final Logger LOG = LoggerFactory.getLogger(InvalidRecords.class);
  private static final int MAX_LOGGED = 100;

  private final String message;
  private final Set<String> logged = new HashSet<>();
  private final AtomicLong count = new AtomicLong();

  /** The message has two placeholders, for the record's name and for what is wrong with it. */
  public InvalidRecords(String message) {
    this.message = requireNonNull(message, "message");
  }

  public void add(String group, String name, String reason) {
    count.incrementAndGet();
    if (isFirst(group)) {
      LOG.warn(message, ProblemText.clean(name), ProblemText.clean(reason));
    }
  }

  private synchronized boolean isFirst(String group) {
    return logged.size() < MAX_LOGGED && logged.add(group);
  }

  /** The number of records so far. */
  public long count() {
    return count.get();
  }
}
