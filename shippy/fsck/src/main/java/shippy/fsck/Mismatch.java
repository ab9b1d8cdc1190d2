package shippy.fsck;

import java.util.Comparator;

/**
 * Something that does not fit.
 *
 * @param id of the consignment (and of its reservation) or of the vessel
 * @param one what is found on one side, that of the consignment where it has one
 * @param other what is found on the other
 * @param mark tells it from another mismatch of the same kind and id
 */
record Mismatch(MismatchKind kind, String id, String one, String other, String mark) {
  /** Two findings of one mismatch are equal in this order, whatever the details. */
  static final Comparator<Mismatch> IDENTITY =
      Comparator.comparing(Mismatch::kind)
          .thenComparing(Mismatch::id)
          .thenComparing(Mismatch::mark);

  Mismatch(MismatchKind kind, String id, String one, String other) {
    this(kind, id, one, other, "");
  }
}
