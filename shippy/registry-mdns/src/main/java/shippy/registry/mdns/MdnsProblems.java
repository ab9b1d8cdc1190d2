package shippy.registry.mdns;

import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.registry.Node;
import shippy.registry.RegistryException;
import shippy.registry.mdns.sd.NodeCodec;

/** Errors of mDNS, in the user's words. */
final class MdnsProblems {
  private MdnsProblems() {}

  static RegistryException unusable(LocalAddress where, Exception cause) {
    return new RegistryException(
        Problem.of(
                ExitCode.UNAVAILABLE,
                "registry mdns cannot be used on %s: %s".formatted(where, cause.getMessage()))
            .withFact("looked at: UDP port 5353, multicast group 224.0.0.251 or ff02::fb")
            .withFact("interfaces of this machine: " + LocalAddress.interfaces())
            .withLikely(
                "the interface is gone or down, or something on this machine forbids multicast")
            .withFix("--registry_address=ADDRESS", "use another interface")
            .withFix("--registry=etcd", "find services without multicast"),
        cause);
  }

  static void requireFit(Node node) {
    try {
      NodeCodec.txt(node);
    } catch (IllegalArgumentException e) {
      throw new RegistryException(
          Problem.of(
                  ExitCode.CONFIG,
                  "node %s does not fit into an mDNS record: %s"
                      .formatted(node.id(), e.getMessage()))
              .withLikely("long or much metadata")
              .withFix("--server_metadata=...", "register less")
              .withFix("--registry=etcd", "which takes far longer texts"),
          e);
    }
  }

  static RegistryException interrupted(LocalAddress where, InterruptedException cause) {
    return new RegistryException(
        Problem.of(ExitCode.INTERRUPTED, "interrupted while looking on mdns at " + where), cause);
  }
}
