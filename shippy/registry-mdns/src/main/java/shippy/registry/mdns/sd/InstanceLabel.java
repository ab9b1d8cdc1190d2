package shippy.registry.mdns.sd;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** DNS-SD instance labels: at most 63 characters of {@code [a-z0-9-]}, one per node id. */
final class InstanceLabel {
  private static final int MAX = 63;
  private static final int HASH_BYTES = 5;

  private InstanceLabel() {}

  /**
   * A plain id ({@code shippy.service.vessel-<uuid>}) stays readable; its dots become dashes, since
   * other stacks split or hide labels with dots. Any other id gets a hash.
   *
   * @param rename empty at first; another text for each new label that a node needs
   */
  static String of(String id, String rename) {
    String dashed = id.replace('.', '-');
    String slug = dashed.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
    if (rename.isEmpty() && slug.equals(dashed) && slug.length() <= MAX) {
      return slug;
    }
    String hash = hash(id + "#" + rename);
    int room = MAX - 1 - hash.length();
    return slug.substring(0, Math.min(room, slug.length())) + "-" + hash;
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
