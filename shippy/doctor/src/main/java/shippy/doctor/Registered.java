package shippy.doctor;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import shippy.platform.Platform;
import shippy.problem.ProblemException;
import shippy.registry.Node;
import shippy.registry.Registry;

/** What the registry knows, looked up once for all checks. Safe for any thread. */
final class Registered {
  private final CompletableFuture<List<Node>> nodes;
  private final Platform platform;

  private Registered(Platform platform, Executor executor) {
    this.platform = platform;
    this.nodes = CompletableFuture.supplyAsync(this::lookUp, executor);
  }

  /** Begins to look. */
  static Registered in(Platform platform, Executor executor) {
    return new Registered(platform, executor);
  }

  /**
   * All instances of all services; waits for them.
   *
   * @throws ProblemException if the registry cannot be read
   */
  List<Node> nodes() {
    try {
      return nodes.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof ProblemException problem ? problem : e;
    }
  }

  /** The same for those who leave it to others to say that the registry cannot be read. */
  Optional<List<Node>> ifKnown() {
    try {
      return Optional.of(nodes());
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  /** Done when the registry has answered or failed. */
  Future<List<Node>> future() {
    return nodes;
  }

  /** Where that is, for messages; only after {@link #nodes} has answered. */
  String location() {
    return platform.registry().location();
  }

  private List<Node> lookUp() {
    Registry registry = platform.registry();
    return registry.services().stream()
        .filter(service -> !service.startsWith(MulticastCheck.NAMES))
        .flatMap(service -> registry.nodes(service).stream())
        .toList();
  }
}
