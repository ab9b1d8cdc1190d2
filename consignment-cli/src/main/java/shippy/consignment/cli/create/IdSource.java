package shippy.consignment.cli.create;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import shippy.clock.TimeOrderedIds;
import shippy.proto.consignment.Consignment;

/** Where a consignment without an id gets its id. Safe for any thread. */
public enum IdSource {
  /** A new id each time: sending the same file again creates everything again. */
  NEW,
  /** The same content has the same id: sending it again creates nothing. */
  CONTENT;

  /** The consignment with an id; one that has an id keeps it. */
  Consignment identify(Consignment consignment, TimeOrderedIds ids) {
    if (!consignment.getId().isEmpty()) {
      return consignment;
    }
    String id = this == NEW ? ids.next() : hash(consignment.toByteArray());
    return consignment.toBuilder().setId(id).build();
  }

  /** A UUID of version 8 (RFC 9562): 122 bits of SHA-256. */
  private static String hash(byte[] content) {
    try {
      ByteBuffer digest = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(content));
      long high = (digest.getLong() & ~0xf000L) | 0x8000L;
      long low = (digest.getLong() >>> 2) | (1L << 63);
      return new UUID(high, low).toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
