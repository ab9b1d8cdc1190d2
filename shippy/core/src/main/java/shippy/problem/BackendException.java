package shippy.problem;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A back end, such as a database, did not do what it was asked to. The message may be shown to the
 * caller; the driver's exception, if there is one, is the cause.
 */
public final class BackendException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  /** What the failure means to a caller. */
  public enum Kind {
    /** The disk, or the memory for it, is full; nothing was changed. */
    NO_SPACE,
    /** Too much is waiting already; nothing was changed. */
    BUSY,
    /** It passes by itself: a lost connection, a lock held by others. */
    UNAVAILABLE,
    /** A constraint, such as a unique key, does not allow what the caller sent. */
    REFUSED,
    /** Stored data is damaged. */
    DATA_LOSS,
    /** Anything else. */
    INTERNAL
  }

  public BackendException(Kind kind, String text, @Nullable Throwable cause) {
    super(requireNonNull(text, "text"), cause);
    this.kind = requireNonNull(kind, "kind");
  }

  public Kind kind() {
    return kind;
  }
}
