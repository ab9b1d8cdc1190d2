package shippy.gomicro;

import static java.util.stream.Collectors.joining;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import shippy.service.Statuses;

/**
 * Finds methods by the last part of their service's name: go-micro puts the name that the service
 * is registered by before it, in place of the package. Immutable.
 */
final class ShortNames extends HandlerRegistry {
  private final SortedMap<String, List<ServerMethodDefinition<?, ?>>> methods = new TreeMap<>();

  ShortNames(List<ServerServiceDefinition> services) {
    for (ServerServiceDefinition service : services) {
      for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
        String name = shortName(method.getMethodDescriptor().getFullMethodName());
        methods.computeIfAbsent(name, n -> new ArrayList<>()).add(method);
      }
    }
  }

  /** Such as {@code VesselService.Create}, as go-micro writes it. */
  private static String shortName(String path) {
    int slash = path.lastIndexOf('/');
    int dot = path.lastIndexOf('.', slash);
    return path.substring(dot + 1, slash) + "." + path.substring(slash + 1);
  }

  @Override
  public ServerMethodDefinition<?, ?> lookupMethod(String path, @Nullable String authority) {
    if (path.indexOf('/') < 0) {
      return refusal(Status.Code.INVALID_ARGUMENT, "malformed method " + path, "Service/Method");
    }
    String name = shortName(path);
    List<ServerMethodDefinition<?, ?>> found = methods.getOrDefault(name, List.of());
    return switch (found.size()) {
      case 0 -> unknown(name);
      case 1 -> found.get(0);
      default ->
          refusal(
              Status.Code.UNIMPLEMENTED,
              "several services have " + name,
              found.stream()
                  .map(method -> "/" + method.getMethodDescriptor().getFullMethodName())
                  .sorted()
                  .collect(joining(" or ")));
    };
  }

  /** In go-micro's words, and what there is. */
  private ServerMethodDefinition<?, ?> unknown(String name) {
    String service = name.substring(0, name.indexOf('.') + 1);
    String known =
        methods.keySet().stream()
            .filter(method -> method.startsWith(service))
            .map(method -> method.substring(service.length()))
            .collect(joining(", "));
    if (!known.isEmpty()) {
      String log = name.equals("Debug.Log") ? "; the log goes to standard output" : "";
      return refusal(Status.Code.UNIMPLEMENTED, "unknown service " + name, known + log);
    }
    String services =
        methods.keySet().stream()
            .map(method -> method.substring(0, method.indexOf('.')))
            .distinct()
            .collect(joining(", "));
    String asked = service.substring(0, service.length() - 1);
    return refusal(Status.Code.UNIMPLEMENTED, "unknown service " + asked, services);
  }

  private static ServerMethodDefinition<?, ?> refusal(
      Status.Code code, String what, String expected) {
    Status refused = Statuses.of(code, "%s (expected: %s)".formatted(what, expected)).getStatus();
    MethodDescriptor<InputStream, InputStream> none =
        MethodDescriptor.newBuilder(new NoMessages(), new NoMessages())
            .setFullMethodName("unknown/unknown")
            .setType(MethodType.UNKNOWN)
            .build();
    return ServerMethodDefinition.create(
        none,
        (call, headers) -> {
          call.close(refused, new Metadata());
          return new ServerCall.Listener<>() {};
        });
  }

  private static final class NoMessages implements MethodDescriptor.Marshaller<InputStream> {
    @Override
    public InputStream stream(InputStream message) {
      return message;
    }

    @Override
    public InputStream parse(InputStream message) {
      return message;
    }
  }
}
