package shippy.registry;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Function;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/**
 * The name of a service as people type it: in full, or the end of it after a dot, such as {@code
 * vessel} for {@code shippy.service.vessel}, if only one service ends so. Immutable.
 */
public record ShortServiceName(String typed) {
  public ShortServiceName {
    requireNonNull(typed, "typed");
  }

  /** Whether it is that full name, or its end. */
  public boolean mayMean(String full) {
    return full.equals(typed) || full.endsWith("." + typed);
  }

  /**
   * The full name among these; the typed one if none ends so.
   *
   * @throws ProblemException with code {@code USAGE} and all candidates if there is more than one
   */
  public String among(List<String> services) {
    if (typed.isEmpty() || services.contains(typed)) {
      return typed;
    }
    List<String> meant = services.stream().filter(this::mayMean).toList();
    if (meant.size() > 1) {
      throw Problem.of(
              ExitCode.USAGE,
              "\"%s\" is the end of %d names of services (expected: one of %s)"
                  .formatted(typed, meant.size(), String.join(", ", meant)))
          .withFix("the full name", "or more of its end")
          .toException();
    }
    return meant.isEmpty() ? typed : meant.get(0);
  }

  /**
   * What the lookup finds under the full name. A name with a dot is probably a full one: it is
   * looked up first, so that it costs no other question to the registry. A registry that cannot
   * list its services is asked for the typed name.
   *
   * @param lookup fails with code {@code UNAVAILABLE} if there is no such service
   */
  public <T> T resolve(Discovery registry, Function<String, T> lookup) {
    if (!typed.contains(".")) {
      return lookup.apply(registry.canList() ? among(registry.services()) : typed);
    }
    try {
      return lookup.apply(typed);
    } catch (ProblemException absent) {
      if (absent.problem().code() != ExitCode.UNAVAILABLE) {
        throw absent;
      }
      String meant = among(servicesOr(absent, registry));
      if (meant.equals(typed)) {
        throw absent;
      }
      return lookup.apply(meant);
    }
  }

  private static List<String> servicesOr(ProblemException absent, Discovery registry) {
    try {
      return registry.services();
    } catch (RegistryException e) {
      throw absent;
    }
  }
}
