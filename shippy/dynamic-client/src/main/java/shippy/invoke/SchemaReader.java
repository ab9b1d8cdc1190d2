package shippy.invoke;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import shippy.client.Client;
import shippy.config.Settings;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;
import shippy.registry.Node;
import shippy.registry.Versions;

/**
 * Reads the schema of a service from its instances and from the registry. Remembers which instance
 * has reflection and which have none. One thread at a time.
 */
final class SchemaReader {
  private static final Comparator<Node> NEWEST_FIRST =
      Comparator.comparing(Node::version, Versions.ORDER).reversed();

  /** How many instances may fail. */
  private static final int MAX_FAILURES = 5;

  /** How long one is waited for that may be silent, while there are others. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** How many are asked at most. */
  private static final int MAX_ASKED = 50;

  private final String service;
  private final Platform platform;
  private final Set<String> withoutReflection = new HashSet<>();
  private String lastDescriber = "";

  SchemaReader(String service, Platform platform) {
    this.service = service;
    this.platform = platform;
  }

  static String newest(List<Node> all) {
    return all.stream().map(Node::version).max(Versions.ORDER).orElse("");
  }

  /**
   * What an instance describes, of the newest version that has reflection, and what others list
   * besides, the newest first.
   */
  ServiceSchema read(List<Node> all) {
    List<Node> listing =
        all.stream().filter(node -> !node.endpoints().isEmpty()).sorted(NEWEST_FIRST).toList();
    Optional<List<ServiceDescriptor>> described = describe(all, !listing.isEmpty());
    if (described.isEmpty() && listing.isEmpty()) {
      throw Reflection.none(all.stream().map(Node::id).toList());
    }
    return ServiceSchema.of(service, newest(all), described.orElse(List.of())).with(listing);
  }

  /**
   * Empty if all that answer have no reflection. After some failures, or if one of several was
   * silent, the last attempt goes to any instance that can be reached.
   *
   * @param listed whether there is something else to go by if none answers
   */
  private Optional<List<ServiceDescriptor>> describe(List<Node> all, boolean listed) {
    withoutReflection.retainAll(all.stream().map(Node::id).collect(Collectors.toSet()));
    List<Node> order = order(all);
    List<RuntimeException> failures = new ArrayList<>();
    Optional<List<ServiceDescriptor>> found = Optional.empty();
    try (Client client = Client.of(platform)) {
      Iterator<Node> next = order.iterator();
      while (next.hasNext() && found.isEmpty() && failures.size() < MAX_FAILURES) {
        Node node = next.next();
        int before = failures.size();
        found = ask(client.direct(node), limit(next.hasNext()), failures);
        if (found.isPresent()) {
          lastDescriber = node.id();
        } else if (failures.size() == before) {
          withoutReflection.add(node.id());
        }
      }
      boolean any =
          failures.size() == MAX_FAILURES
              || (order.size() > 1 && failures.stream().anyMatch(SchemaReader::isSilence))
              || (order.isEmpty() && withoutReflection.isEmpty());
      if (found.isEmpty() && any && !listed) {
        found = ask(client.channel(service), limit(false), failures);
      }
    }
    if (found.isEmpty() && !failures.isEmpty() && !listed) {
      throw failures.get(failures.size() - 1);
    }
    return found;
  }

  private Duration limit(boolean others) {
    Duration whole = platform.config().get(Settings.CLIENT_REQUEST_TIMEOUT);
    return others && whole.compareTo(PATIENCE) > 0 ? PATIENCE : whole;
  }

  private static boolean isSilence(RuntimeException failure) {
    return failure instanceof StatusRuntimeException status
        && status.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED;
  }

  private Optional<List<ServiceDescriptor>> ask(
      Channel channel, Duration limit, List<RuntimeException> failures) {
    try {
      return Reflection.read(channel, limit);
    } catch (StatusRuntimeException e) {
      failures.add(e);
    } catch (ProblemException e) {
      if (e.problem().code() == ExitCode.INTERRUPTED) {
        throw e;
      }
      failures.add(e);
    }
    return Optional.empty();
  }

  private List<Node> order(List<Node> all) {
    return all.stream()
        .filter(node -> node.addressFault().isEmpty() && !withoutReflection.contains(node.id()))
        .sorted(NEWEST_FIRST.thenComparing(node -> !node.id().equals(lastDescriber)))
        .limit(MAX_ASKED)
        .toList();
  }
}
