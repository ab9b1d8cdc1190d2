package shippy.governance.limits;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;
import shippy.config.TrafficSettings.RateLimit;
import shippy.governance.limits.Refusal.Reason;

/**
 * The rates of a server: of all calls, of methods, and of callers. A call passes only if each
 * bucket that is its own has a token, and takes one of each; else it takes none. One lock, for
 * that. Safe for any thread.
 */
final class RateLimits {
  /** The rate of all calls; no setting has this name. */
  private static final String ALL = "";

  /** The rate of each caller that has none of its own; {@code caller.NAME} is that of one. */
  private static final String EACH_CALLER = "caller";

  private static final String CALLER = EACH_CALLER + ".";

  /** About 3 MB. Of more, the one that has not called for longest is forgotten, and begins anew. */
  static final int CALLERS = 10_000;

  private final Clock clock;
  private final Map<String, Optional<RateRule>> ofMethods = new HashMap<>();
  private final Map<String, RateRule> ofCallers =
      new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);
  private Map<String, RateRule> named = Map.of();
  private volatile boolean any;
  private volatile boolean anyOfCallers;

  RateLimits(Clock clock) {
    this.clock = requireNonNull(clock, "clock");
  }

  /** From now on these. A bucket whose limit stays keeps its tokens. */
  synchronized void update(Optional<RateLimit> all, Map<String, RateLimit> limits) {
    Map<String, RateRule> next = new HashMap<>();
    all.ifPresent(limit -> next.put(ALL, rule(ALL, limit)));
    limits.forEach((name, limit) -> next.put(name, rule(name, limit)));
    if (!Objects.equals(next.get(EACH_CALLER), named.get(EACH_CALLER))) {
      ofCallers.clear();
    }
    named = next;
    ofMethods.clear();
    anyOfCallers = limits.keySet().stream().anyMatch(RateLimits::isOfCallers);
    any = !next.isEmpty();
  }

  private RateRule rule(String name, RateLimit limit) {
    RateRule before = named.get(name);
    if (before != null && before.limit().equals(limit)) {
      return before;
    }
    boolean ofCallers = isOfCallers(name);
    String whose = ofCallers ? name.substring(name.indexOf('.') + 1) : name;
    String of = name.equals(ALL) ? "" : " of " + whose;
    Reason reason = ofCallers ? Reason.CALLER : Reason.RATE;
    return new RateRule(reason, "calls" + of, of, limit, clock.nanoTime());
  }

  static boolean isOfCallers(String name) {
    return name.equals(EACH_CALLER) || name.startsWith(CALLER);
  }

  /**
   * Takes the tokens of a call, or tells which is missing: the one that comes last.
   *
   * @param method its full name
   * @param caller is asked only if there are limits of callers
   * @param shedder is asked once all tokens are there, and none is taken if it refuses the call
   */
  Optional<Refusal> take(
      String method, Supplier<String> caller, Supplier<Optional<Refusal>> shedder) {
    if (!any) {
      return shedder.get();
    }
    String name = anyOfCallers ? caller.get() : "";
    synchronized (this) {
      long now = clock.nanoTime();
      List<RateRule> rules = rules(method, name, now);
      long wait = 0;
      @Nullable RateRule missing = null;
      for (RateRule rule : rules) {
        long ofRule = rule.bucket().nanosToToken(now);
        if (ofRule > wait) {
          wait = ofRule;
          missing = rule;
        }
      }
      if (missing != null) {
        return Optional.of(missing.refusal(wait));
      }
      Optional<Refusal> shed = shedder.get();
      if (shed.isEmpty()) {
        rules.forEach(rule -> rule.bucket().take(now));
      }
      return shed;
    }
  }

  private List<RateRule> rules(String method, String caller, long now) {
    List<RateRule> rules = new ArrayList<>(3);
    add(named.get(ALL), rules);
    ofMethods.computeIfAbsent(method, this::ofMethod).ifPresent(rules::add);
    if (!caller.isEmpty()) {
      add(ofCaller(caller, now), rules);
    }
    return rules;
  }

  private static void add(@Nullable RateRule rule, List<RateRule> rules) {
    if (rule != null) {
      rules.add(rule);
    }
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

  private @Nullable RateRule ofCaller(String caller, long now) {
    RateRule own = named.get(CALLER + caller);
    RateRule each = named.get(EACH_CALLER);
    if (own != null || each == null) {
      return own;
    }
    RateRule known = ofCallers.get(caller);
    if (known == null) {
      known =
          new RateRule(
              Reason.CALLER, "calls of single callers", " of " + caller, each.limit(), now);
      ofCallers.put(caller, known);
      if (ofCallers.size() > CALLERS) {
        ofCallers.remove(ofCallers.keySet().iterator().next());
      }
    }
    return known;
  }
}
