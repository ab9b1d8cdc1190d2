package shippy.invoke;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.TypeRegistry;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.problem.Suggestion;
import shippy.registry.Endpoint;
import shippy.registry.Node;

/**
 * The methods of a service, as its own reflection describes them or the registry lists them.
 * Immutable.
 *
 * @param service the name it is registered by
 * @param version of the newest instances; empty if the registry was not asked
 * @param methods by gRPC service, in the order of its proto file, with those of health and
 *     reflection
 */
public record ServiceSchema(String service, String version, List<Method> methods) {
  private static final int MAX_SHOWN = 20;

  public ServiceSchema {
    requireNonNull(service, "service");
    requireNonNull(version, "version");
    methods = List.copyOf(methods);
  }

  static ServiceSchema of(String service, String version, List<ServiceDescriptor> found) {
    TypeRegistry.Builder types = TypeRegistry.newBuilder();
    found.stream()
        .map(ServiceDescriptor::getFile)
        .distinct()
        .map(FileDescriptor::getMessageTypes)
        .forEach(types::add);
    TypeRegistry registry = types.build();
    ProtoComments comments = new ProtoComments();
    return new ServiceSchema(
        service,
        version,
        found.stream()
            .flatMap(each -> each.getMethods().stream())
            .map(method -> Method.described(service, method, registry, comments))
            .sorted(Comparator.comparing(Method::rpcService))
            .toList());
  }

  /** With the methods that these nodes list and none describes. */
  ServiceSchema with(List<Node> nodes) {
    Set<String> known = methods.stream().map(Method::endpoint).collect(toCollection(HashSet::new));
    Stream<Method> listed =
        nodes.stream()
            .flatMap(node -> node.endpoints().stream())
            .flatMap(endpoint -> Method.listed(service, endpoint).stream())
            .filter(method -> known.add(method.endpoint()));
    return new ServiceSchema(service, version, Stream.concat(methods.stream(), listed).toList());
  }

  /** Only the methods that the node lists. */
  ServiceSchema of(Node node) {
    Set<String> listed = node.endpoints().stream().map(Endpoint::name).collect(toSet());
    return new ServiceSchema(
        service, version, methods.stream().filter(m -> listed.contains(m.endpoint())).toList());
  }

  /** The methods without those that every service has. */
  public List<Method> own() {
    return methods.stream().filter(method -> !method.infrastructure()).toList();
  }

  /**
   * The method of that name: {@code VesselService.FindAvailable}, {@code
   * shippy.service.vessel.VesselService/FindAvailable}, or {@code FindAvailable} if it is the only
   * one. The service's own methods come before those that every service has.
   *
   * @throws ProblemException with code {@code USAGE} if there is none, or more than one
   */
  public Method method(String name) {
    return find(name).orElseThrow(() -> unknown(name));
  }

  /** The same; empty if there is none. */
  public Optional<Method> find(String name) {
    String dotted = "." + name.replaceFirst("^/", "").replace('/', '.');
    List<Method> meant = methods.stream().filter(m -> m.endsWith(dotted)).toList();
    List<Method> preferred = meant.stream().filter(m -> !m.infrastructure()).toList();
    List<Method> chosen = preferred.isEmpty() ? meant : preferred;
    if (chosen.size() > 1) {
      throw ambiguous(name, chosen);
    }
    return chosen.stream().findFirst();
  }

  private ProblemException unknown(String name) {
    List<Method> known = own().isEmpty() ? methods : own();
    String offered = names(known);
    Problem problem =
        Problem.of(ExitCode.USAGE, "%s has no method \"%s\"".formatted(service, name))
            .withFact("it has: " + (offered.isEmpty() ? "none" : offered))
            .withFix("shippy describe " + service, "its methods and their requests");
    return meant(name, known)
        .map(near -> problem.withLikely("a slip of the keyboard: did you mean \"" + near + "\"?"))
        .orElse(problem)
        .toException();
  }

  /** Compares last words only, as the rest is the same in all. Keeps the form that was typed. */
  private static Optional<String> meant(String name, List<Method> known) {
    Function<Method, String> form =
        name.contains("/")
            ? Method::fullName
            : name.contains(".") ? Method::endpoint : Method::name;
    String word = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('.')) + 1);
    List<String> words = known.stream().map(Method::name).toList();
    return Suggestion.nearest(word, words).map(near -> form.apply(known.get(words.indexOf(near))));
  }

  private ProblemException ambiguous(String name, List<Method> meant) {
    List<String> full = meant.stream().map(Method::fullName).limit(MAX_SHOWN).toList();
    return Problem.of(
            ExitCode.USAGE,
            "%s has more than one method \"%s\" (expected: one of %s)"
                .formatted(service, name, String.join(", ", full)))
        .toException();
  }

  private static String names(List<Method> methods) {
    String first =
        String.join(", ", methods.stream().map(Method::endpoint).limit(MAX_SHOWN).toList());
    return methods.size() > MAX_SHOWN ? first + ", …" : first;
  }
}
