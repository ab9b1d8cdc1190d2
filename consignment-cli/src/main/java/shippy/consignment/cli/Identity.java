package shippy.consignment.cli;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import shippy.clock.TimeOrderedIds;
import shippy.proto.consignment.Consignment;

/**
 * Gives consignments their ids before they are sent for the first time. One that has an id keeps
 * it. Safe for any thread.
 */
enum Identity {
  /** A new id each time: sending the same file again creates everything again. */
  NEW {
    @Override
    String of(Consignment consignment, TimeOrderedIds ids) {
      return ids.next();
    }
  },
  /** The same content has the same id: sending it again creates nothing. */
  CONTENT {
    @Override
    String of(Consignment consignment, TimeOrderedIds ids) {
      return hash(consignment.toBuilder().clearId().build().toByteArray());
    }
  };

  abstract String of(Consignment consignment, TimeOrderedIds ids);

  /** The consignment with an id. */
  Consignment identify(Consignment consignment, TimeOrderedIds ids) {
    return consignment.getId().isEmpty()
        ? consignment.toBuilder().setId(of(consignment, ids)).build()
        : consignment;
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
