package shippy.doctor;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import shippy.platform.Platform;
import shippy.problem.ProblemException;
import shippy.registry.Node;
import shippy.registry.Registry;

/**
 * All registered instances, looked up once for all checks. Safe for any thread.
 *
 * @param future done when the registry has answered or failed
 */
record RegisteredNodes(Platform platform, CompletableFuture<List<Node>> future) {
  /** Begins to look. */
  static RegisteredNodes in(Platform platform, Executor executor) {
    return new RegisteredNodes(
        platform, CompletableFuture.supplyAsync(() -> lookUp(platform), executor));
  }

  /**
   * All instances of all services; waits for them.
   *
   * @throws ProblemException if the registry cannot be read
   */
  List<Node> nodes() {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof ProblemException problem ? problem : e;
    }
  }

  /** The same; empty if the registry cannot be read, which has a row of its own. */
  Optional<List<Node>> ifKnown() {
    try {
      return Optional.of(nodes());
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  /** Where the registry is, for messages; only after {@link #nodes} has answered. */
  String location() {
    return platform.registry().location();
  }

  boolean canList() {
    return platform.registry().canList();
  }

  /** Whether services register themselves; else the readiness of pods decides. */
  boolean registering() {
    return platform.registry().takesRegistrations();
  }

  private static List<Node> lookUp(Platform platform) {
    Registry registry = platform.registry();
    if (!registry.canList()) {
      return registry.nodes("shippy-doctor"); // nobody is called so; it fails if none answers
    }
    return registry.services().stream()
        .filter(service -> !service.startsWith(MulticastCheck.NAMES))
        .flatMap(service -> registry.nodes(service).stream())
        .toList();
  }
}
