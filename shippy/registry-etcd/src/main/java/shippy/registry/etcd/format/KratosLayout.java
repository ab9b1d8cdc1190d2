package shippy.registry.etcd.format;

import io.etcd.jetcd.ByteSequence;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import shippy.registry.Node;

/**
 * {@code /microservices/<service>/<id>}; the value is JSON with id, name, version, metadata and
 * endpoints, of which the first for gRPC without TLS is the address.
 */
record KratosLayout() implements KeyLayout {
  private static final Pattern GRPC = Pattern.compile("grpc://([^/?]+)/?(?:\\?isSecure=false)?");

  @Override
  public String root() {
    return "/microservices/";
  }

  @Override
  public List<Node> read(String service, String key, String value, Consumer<String> refused)
      throws IOException {
    GoJsonObject json = GoJsonObject.parse(value);
    if (!json.text("name").equals(service)) {
      throw new IOException("names another service than its key");
    }
    return List.of(
        new Node(
            service,
            json.text("id"),
            json.version(),
            address(json.texts("endpoints")),
            json.pairs("metadata"),
            List.of()));
  }

  @Override
  public ByteSequence value(Node node) {
    throw KeyLayout.readOnly("kratos");
  }

  /** Without one for gRPC the first as it stands, so that people see why it cannot be called. */
  private static String address(List<String> endpoints) {
    return endpoints.stream()
        .map(GRPC::matcher)
        .filter(Matcher::matches)
        .map(grpc -> grpc.group(1))
        .findFirst()
        .or(() -> endpoints.stream().findFirst())
        .orElse("");
  }
}
