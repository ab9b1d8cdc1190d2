package shippy.client;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.google.common.collect.Sets;
import io.grpc.Attributes;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.Endpoint;
import shippy.registry.Node;
import shippy.telemetry.Monitor;

/**
 * The methods that a node lists in the registry, or that some nodes list together.
 *
 * @param service its name; empty if no node tells
 * @param endpoints as go-micro names them; if there are none, any method may be there
 */
record MethodList(String service, Set<String> endpoints) {
  /** The attribute of a node's addresses: the methods that it lists. */
  static final Attributes.Key<MethodList> KEY = Attributes.Key.create("shippy-methods");

  /** Of a node that lists nothing: it may offer any method. */
  static final MethodList ANY = new MethodList("", Set.of());

  private static final int MAX_TOLD = 20;
  private static final int MAX_REMEMBERED = 10_000;

  /** By the method's full name: each call asks. */
  private static final Map<String, Optional<String>> NAMES = new ConcurrentHashMap<>();

  static MethodList of(Node node) {
    return new MethodList(
        node.service(), node.endpoints().stream().map(Endpoint::name).collect(toUnmodifiableSet()));
  }

  /** What go-micro calls the method; empty for diagnostic ones, which no node lists. */
  static Optional<String> endpoint(MethodDescriptor<?, ?> method) {
    String path = method.getFullMethodName();
    Optional<String> known = NAMES.get(path);
    if (known == null) {
      String service = String.valueOf(method.getServiceName());
      String name = path.substring(service.lastIndexOf('.') + 1).replace('/', '.');
      known = Monitor.isDiagnostic(service) ? Optional.empty() : Optional.of(name);
      if (NAMES.size() < MAX_REMEMBERED) {
        NAMES.put(path, known);
      }
    }
    return known;
  }

  boolean offers(Optional<String> endpoint) {
    return endpoints.isEmpty() || endpoint.isEmpty() || endpoints.contains(endpoint.get());
  }

  /** Of both nodes together. */
  MethodList plus(MethodList other) {
    if (endpoints.isEmpty() || equals(other)) {
      return this;
    }
    return other.endpoints.isEmpty()
        ? other
        : new MethodList(service, Sets.union(endpoints, other.endpoints).immutableCopy());
  }

  /** Says that no node of the service offers the method. */
  Status unimplemented(String endpoint) {
    Problem problem =
        Problem.of(ExitCode.FAILED, "no instance of %s offers %s".formatted(service, endpoint))
            .withFact(
                "they offer: "
                    + String.join(", ", new TreeSet<>(endpoints).stream().limit(MAX_TOLD).toList()))
            .withLikely("they are of another version, or another program under the same name")
            .withFix("shippy get service " + service, "which versions run, and what they offer");
    return Status.UNIMPLEMENTED.withDescription(problem.what()).withCause(problem.toException());
  }

  /** Says that nodes offer the method, and none of them can be reached. */
  Status unreachable(String endpoint) {
    return Status.UNAVAILABLE.withDescription(
        "no instance of %s that offers %s can be reached".formatted(service, endpoint));
  }
}
