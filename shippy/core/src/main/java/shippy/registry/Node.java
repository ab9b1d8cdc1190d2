package shippy.registry;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One running instance of a service, as it stands in a registry. Immutable; equal if all parts are.
 *
 * @param service the service's name, such as {@code shippy.service.vessel}
 * @param id unique within the service: {@code <service>-<uuid>}
 * @param version the instance's version, {@code latest} unless set
 * @param address {@code host:port}, IPv6 hosts in brackets; kept as it was registered, even if
 *     nobody can be called there
 * @param metadata free pairs, sorted by key
 * @param endpoints what it serves; may be empty where a registry does not carry it
 */
public record Node(
    String service,
    String id,
    String version,
    String address,
    Map<String, String> metadata,
    List<Endpoint> endpoints) {
  private static final int SHORT_ID_END = 4;

  public Node {
    requireText(service, "service");
    requireText(id, "id");
    requireText(version, "version");
    requireNonNull(address, "address");
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    endpoints = List.copyOf(endpoints);
  }

  /** A node without metadata or endpoints, version {@code latest}. */
  public static Node of(String service, String id, String address) {
    return new Node(service, id, "latest", address, Map.of(), List.of());
  }

  /** The same node with other metadata. */
  public Node withMetadata(Map<String, String> other) {
    return new Node(service, id, version, address, other, endpoints);
  }

  /**
   * A short name for people, perhaps not unique: {@code vessel-1a2b} for {@code
   * shippy.service.vessel-1a2b3c4d-…}; the id itself if it is not made of the service's name.
   */
  public String shortId() {
    if (!id.startsWith(service + "-")) {
      return id;
    }
    String rest = id.substring(service.length() + 1);
    String word = service.substring(service.lastIndexOf('.') + 1);
    return word + "-" + rest.substring(0, Math.min(SHORT_ID_END, rest.length()));
  }

  /**
   * Its address; throws an {@link IllegalArgumentException} if it cannot be called ({@link
   * #addressFault} says why).
   */
  public HostPort hostPort() {
    return HostPort.parsePeer(address);
  }

  /** Why it cannot be called at its address; empty if a call can be tried. */
  public Optional<String> addressFault() {
    try {
      HostPort.parsePeer(address);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static void requireText(String value, String name) {
    requireNonNull(value, name);
    if (value.isBlank() || value.length() > 255) {
      throw new IllegalArgumentException(
          "%s: \"%s\" (expected: 1-255 characters)".formatted(name, value));
    }
  }
}
