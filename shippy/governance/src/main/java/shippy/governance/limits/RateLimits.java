package shippy.governance.limits;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import shippy.clock.Clock;
import shippy.config.TrafficSettings.RateLimit;
import shippy.governance.limits.Refusal.Reason;

/**
 * The rates of a server: of all calls, of methods, and of callers. A call passes only if each
 * bucket that is its own has a token, and takes one of each; else it takes none. One lock, for
 * that. Safe for any thread.
 */
final class RateLimits {
  /** The rate of each caller that has none of its own; {@code caller.NAME} is that of one. */
  private static final String EACH_CALLER = "caller";

  private static final String CALLER = EACH_CALLER + ".";

  /** About 3 MB. Of more, the one that has not called for longest is forgotten, and begins anew. */
  static final int CALLERS = 10_000;

  private final Clock clock;
  private final Map<String, Optional<RateRule>> ofMethods = new HashMap<>();
  private final Map<String, RateRule> ofCallers =
      new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);
  private Optional<RateRule> ofAll = Optional.empty();
  private Optional<RateLimit> eachCaller = Optional.empty();
  private Map<String, RateRule> named = Map.of();
  private volatile boolean any;
  private volatile boolean anyOfCallers;

  RateLimits(Clock clock) {
    this.clock = requireNonNull(clock, "clock");
  }

  /** From now on these. A bucket whose limit stays keeps its tokens. */
  synchronized void update(Optional<RateLimit> all, Map<String, RateLimit> limits) {
    long now = clock.nanoTime();
    ofAll =
        all.map(
            limit ->
                kept(ofAll, limit)
                    .orElseGet(() -> new RateRule(Reason.RATE, "calls", "", limit, now)));
    Map<String, RateRule> next = new HashMap<>();
    limits.forEach(
        (name, limit) ->
            next.put(
                name,
                kept(Optional.ofNullable(named.get(name)), limit)
                    .orElseGet(() -> rule(name, limit, now))));
    named = next;
    ofMethods.clear();
    Optional<RateLimit> each = Optional.ofNullable(limits.get(EACH_CALLER));
    if (!each.equals(eachCaller)) {
      eachCaller = each;
      ofCallers.clear();
    }
    anyOfCallers = limits.keySet().stream().anyMatch(RateLimits::isOfCallers);
    any = all.isPresent() || !limits.isEmpty();
  }

  private static Optional<RateRule> kept(Optional<RateRule> rule, RateLimit limit) {
    return rule.filter(before -> before.limit().equals(limit));
  }

  private static RateRule rule(String name, RateLimit limit, long now) {
    boolean ofCallers = isOfCallers(name);
    String whose = " of " + (ofCallers ? name.substring(name.indexOf('.') + 1) : name);
    Reason reason = ofCallers ? Reason.CALLER : Reason.RATE;
    return new RateRule(reason, "calls" + whose, whose, limit, now);
  }

  private static boolean isOfCallers(String name) {
    return name.equals(EACH_CALLER) || name.startsWith(CALLER);
  }

  /**
   * Takes the tokens of a call, or tells which is missing: the one that comes last.
   *
   * @param method its full name
   * @param caller is asked only if there are limits of callers
   */
  Optional<Refusal> take(String method, Supplier<String> caller) {
    if (!any) {
      return Optional.empty();
    }
    String name = anyOfCallers ? caller.get() : "";
    synchronized (this) {
      long now = clock.nanoTime();
      List<RateRule> rules = rules(method, name, now);
      long wait = 0;
      Optional<RateRule> missing = Optional.empty();
      for (RateRule rule : rules) {
        long ofRule = rule.bucket().nanosToToken(now);
        if (ofRule > wait) {
          wait = ofRule;
          missing = Optional.of(rule);
        }
      }
      if (missing.isPresent()) {
        return Optional.of(missing.get().refusal(wait));
      }
      rules.forEach(rule -> rule.bucket().take(now));
      return Optional.empty();
    }
  }

  private List<RateRule> rules(String method, String caller, long now) {
    List<RateRule> rules = new ArrayList<>(3);
    ofAll.ifPresent(rules::add);
    ofMethods.computeIfAbsent(method, this::ofMethod).ifPresent(rules::add);
    if (!caller.isEmpty()) {
      ofCaller(caller, now).ifPresent(rules::add);
    }
    return rules;
  }

  /** The longest name that {@code package.Service.Method} ends with. */
  private Optional<RateRule> ofMethod(String method) {
    String name = method.replace('/', '.');
    for (; name.contains("."); name = name.substring(name.indexOf('.') + 1)) {
      RateRule rule = named.get(name);
      if (rule != null && !isOfCallers(name)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  private Optional<RateRule> ofCaller(String caller, long now) {
    RateRule own = named.get(CALLER + caller);
    if (own != null || eachCaller.isEmpty()) {
      return Optional.ofNullable(own);
    }
    RateRule known = ofCallers.get(caller);
    if (known == null) {
      forget(now);
      RateLimit limit = eachCaller.get();
      known = new RateRule(Reason.CALLER, "calls of single callers", " of " + caller, limit, now);
      ofCallers.put(caller, known);
    }
    return Optional.of(known);
  }

  /** Makes room for one: a bucket that is full is as good as none. */
  private void forget(long now) {
    Iterator<RateRule> longest = ofCallers.values().iterator();
    while (longest.hasNext()
        && (longest.next().bucket().isFull(now) || ofCallers.size() >= CALLERS)) {
      longest.remove();
    }
  }

  /** How many callers are known. */
  synchronized int callers() {
    return ofCallers.size();
  }
}
