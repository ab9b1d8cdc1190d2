package shippy.governance.limits;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.config.TrafficSettings;
import shippy.problem.Suggestion;

/**
 * Warns of rates that limit nothing, since a service of this server has no such method. Those of
 * other services are no mistake: one file may be for several programs. Guarded by its owner.
 */
final class UnknownMethods {
  private static final Logger LOG = LoggerFactory.getLogger(UnknownMethods.class);

  /** As settings may name them, in full. */
  private final List<String> methods;

  private Set<String> before = Set.of();

  /**
   * Nothing is named yet.
   *
   * @param methods of the server, by their full names
   */
  UnknownMethods(Collection<String> methods) {
    this.methods = methods.stream().map(method -> method.replace('/', '.')).toList();
  }

  /** Warns of the names that the settings had not before. */
  void update(Set<String> names) {
    Set<String> unknown =
        names.stream().filter(this::isUnknown).collect(Collectors.toUnmodifiableSet());
    unknown.stream().filter(name -> !before.contains(name)).sorted().forEach(this::warn);
    before = unknown;
  }

  private boolean isUnknown(String name) {
    return !RateLimits.isOfCallers(name)
        && !ofService(name).isEmpty()
        && methods.stream().noneMatch(method -> endsWith(method, name));
  }

  /** The methods here of the service that the name begins with. */
  private List<String> ofService(String name) {
    return methods.stream().filter(method -> endsWith(service(method), service(name))).toList();
  }

  private void warn(String name) {
    String service = service(name);
    String near =
        Suggestion.nearest(last(name), ofService(name).stream().map(UnknownMethods::last).toList())
            .map(method -> "; did you mean " + service + "." + method + "?")
            .orElse("");
    LOG.warn(
        "{} {}: limits nothing, {} has no such method{}",
        TrafficSettings.SERVER_RATES.name(),
        name,
        service,
        near);
  }

  private static boolean endsWith(String name, String end) {
    return ("." + name).endsWith("." + end);
  }

  private static String service(String method) {
    return method.substring(0, Math.max(0, method.lastIndexOf('.')));
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
