package shippy.scaffold;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/**
 * What a new project is to be.
 *
 * @param name of the project, its folder and its jar
 * @param javaPackage of its code
 * @param methods of its service, at least one; unused with tables or a sample
 * @param stream whether it has a method that streams too
 * @param parts what it has besides the service
 * @param tables each becomes a service; empty for none
 * @param http whether its methods are served over HTTP by paths of their own
 * @param user whether it is the sample of a user service and its API
 * @param command that asked for it
 */
public record ProjectOptions(
    String name,
    String javaPackage,
    List<String> methods,
    boolean stream,
    StoreKind store,
    Set<Part> parts,
    List<SqlTable> tables,
    boolean http,
    boolean user,
    String command) {

  /** Where a service keeps its data. */
  public enum StoreKind {
    SQLITE,
    POSTGRESQL,
    NONE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a project can have besides the service. */
  public enum Part {
    /** A program that calls the service. */
    CLI,
    /** A program that serves it over HTTP. */
    GATEWAY,
    /** Tests in one process, and of the packed program. */
    TEST,
    /** A Dockerfile, and what belongs to it. */
    DOCKER,
    /** Manifests for Kubernetes. */
    KUBE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Checks the names.
   *
   * @throws ProblemException for a name that is none, with what is allowed
   */
  public ProjectOptions {
    ProjectNames.project(name);
    ProjectNames.javaPackage(javaPackage);
    methods = List.copyOf(methods);
    Set<String> distinct = new HashSet<>(stream ? List.of("count") : List.of());
    for (String method : methods) {
      if (!distinct.add(ProjectNames.field(ProjectNames.method(method)))) {
        throw Problem.of(
                ExitCode.USAGE,
                "--method: \"%s\" (expected: one that is not there yet)".formatted(method))
            .toException();
      }
    }
    requireNonNull(store, "store");
    parts = Set.copyOf(parts);
    tables = List.copyOf(tables);
    requireNonNull(command, "command");
  }

  /** The package for a name, if none is asked for. */
  public static String packageOf(String name) {
    return ProjectNames.packagePart(ProjectNames.project(name));
  }

  /** What 'shippy call' takes to call it first: service, method and request. */
  public String firstCall() {
    if (user) {
      return serviceName() + " QueryUserByName '{\"user_name\":\"huohuo\"}'";
    }
    Optional<SqlTable> table = tables.stream().findFirst();
    return table.isPresent()
        ? name + " List" + table.get().types() + " '{}'"
        : name + " " + methods.get(0) + " '{\"name\":\"Ann\"}'";
  }

  /** The name under which the service registers. */
  public String serviceName() {
    return (user ? "go.micro.srv." : "shippy.service.") + name;
  }
}
