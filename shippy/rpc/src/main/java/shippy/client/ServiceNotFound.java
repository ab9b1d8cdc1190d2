package shippy.client;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import shippy.clock.Clock;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.problem.Suggestion;
import shippy.registry.Registry;
import shippy.registry.RegistryException;

/** Explains that a service was not found: where and how long the search was, and what was found. */
public final class ServiceNotFound {
  private final String service;
  private final Registry registry;
  private final Supplier<Duration> looking;

  /** To be made when the search begins: the problem says how long it took. */
  public ServiceNotFound(String service, Registry registry) {
    this(service, registry, Clock.system());
  }

  /** The same, by a clock of the caller's. */
  public ServiceNotFound(String service, Registry registry, Clock clock) {
    this.service = requireNonNull(service, "service");
    this.registry = requireNonNull(registry, "registry");
    this.looking = clock.stopwatch();
  }

  /**
   * The problem in four parts. Asks the registry for all services, which may block, if it can list
   * them.
   */
  public ProblemException problem() {
    String what =
        "no instance of %s found (registry: %s at %s, looked for %.1f s)"
            .formatted(
                service, registry.kind(), registry.location(), looking.get().toMillis() / 1000.0);
    Problem missing = likely(Problem.of(ExitCode.UNAVAILABLE, what));
    Problem complete =
        registry.canList()
            ? withServices(missing).withFix("shippy list services", "what this registry knows")
            : missing;
    return complete.withFix("--registry=" + other(), "look in the other registry").toException();
  }

  /** Where services do not register, starting one may not help. */
  private Problem likely(Problem problem) {
    return registry.takesRegistrations()
        ? problem
            .withLikely("the service is not running, or runs with another registry")
            .withFix(Problem.Fix.START_SERVICE)
        : problem
            .withLikely("no instance of it is ready, or it has another name there")
            .withFix("shippy help registries", "by what this registry finds services");
  }

  private Problem withServices(Problem problem) {
    List<String> seen;
    try {
      seen = registry.services();
    } catch (RegistryException e) {
      return problem.withFact("the registry no longer answers: " + e.problem().what());
    }
    Problem known =
        problem.withFact(
            "seen on this registry: " + (seen.isEmpty() ? "nothing" : String.join(", ", seen)));
    return meant(seen).map(name -> known.withFact("did you mean " + name + "?")).orElse(known);
  }

  /**
   * Compares the last words only: {@code vessel} may stand for {@code shippy.service.vessel}, and a
   * common prefix does not make names similar.
   */
  private Optional<String> meant(List<String> seen) {
    List<String> words = seen.stream().map(ServiceNotFound::lastWord).toList();
    return Suggestion.nearest(lastWord(service), words)
        .map(word -> seen.get(words.indexOf(word)))
        .filter(name -> !name.equals(service));
  }

  private static String lastWord(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private String other() {
    return registry.kind().equals("etcd") ? "mdns" : "etcd";
  }
}
