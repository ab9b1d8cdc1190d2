package shippy.fsck;

import java.util.Comparator;

/**
 * A difference between the two services.
 *
 * @param id of the consignment (and of its reservation) or of the vessel
 * @param one the data of one side: of the consignment, if it is about one
 * @param other the data of the other side
 * @param mark distinguishes it from another mismatch of the same kind and id
 */
record Mismatch(MismatchKind kind, String id, String one, String other, String mark) {
  /** In this order the same mismatch of two passes is equal, even if its details differ. */
  static final Comparator<Mismatch> IDENTITY =
      Comparator.comparing(Mismatch::kind)
          .thenComparing(Mismatch::id)
          .thenComparing(Mismatch::mark);

  Mismatch(MismatchKind kind, String id, String one, String other) {
    this(kind, id, one, other, "");
  }
}
