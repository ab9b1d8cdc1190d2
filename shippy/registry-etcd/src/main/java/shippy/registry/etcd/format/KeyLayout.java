package shippy.registry.etcd.format;

import io.etcd.jetcd.ByteSequence;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import shippy.config.Config;
import shippy.config.Settings;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.Node;
import shippy.registry.RegistryException;

/**
 * How one framework registers in etcd: which keys stand for nodes, and what their values say.
 * Implementations are stateless and safe for any thread.
 */
public sealed interface KeyLayout permits GoMicroLayout, GoZeroLayout, KitexLayout, KratosLayout {

  /** The one that {@code --registry_layout} names. */
  static KeyLayout of(Config config) {
    return switch (config.get(Settings.REGISTRY_LAYOUT)) {
      case MICRO -> new GoMicroLayout();
      case GO_ZERO -> new GoZeroLayout();
      case KITEX -> new KitexLayout();
      case KRATOS -> new KratosLayout();
    };
  }

  /** What all keys begin with; empty if that is free. Ends with a slash otherwise. */
  String root();

  /** What the keys of a service begin with; its final slash separates {@code a} from {@code ab}. */
  default String prefix(String service) {
    return root() + service + "/";
  }

  /** The service in a key; empty if the framework cannot have written the key. */
  default Optional<String> service(String key) {
    return EtcdKeys.parent(root(), key);
  }

  /**
   * Whether the key alone proves the service. Otherwise its value must be read, because the
   * framework changes names in keys, or anybody may have written such a key.
   */
  default boolean isCertain(String service) {
    return true;
  }

  /**
   * The nodes in a value, whatever their addresses are; empty if it is not the framework's.
   *
   * @param service the service that was asked for
   * @param refused told of each node that is left out
   * @throws IOException if the whole value cannot be used
   */
  List<Node> read(String service, String key, String value, Consumer<String> refused)
      throws IOException;

  /** The key of a node that was read. */
  default String key(Node node) {
    return prefix(node.service()) + node.id();
  }

  /** The key under which to register a node. */
  default ByteSequence key(Node node, long lease) {
    return EtcdKeys.bytes(key(node));
  }

  /**
   * The value to register.
   *
   * @throws RegistryException if services of this program cannot register in this layout
   */
  ByteSequence value(Node node);

  /** The problem of a service that would register as one of this framework. */
  static RegistryException readOnly(String layout) {
    return new RegistryException(
        Problem.of(ExitCode.CONFIG, "a service cannot register as %s does".formatted(layout))
            .withFact("set by registry_layout, which must be micro or go-zero for a service")
            .withLikely("the layout %s is for finding services".formatted(layout))
            .withFix("--registry_layout=micro", "or go-zero: register as one of theirs"),
        null);
  }
}
