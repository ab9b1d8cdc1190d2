package shippy.store;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.sql.SQLException;
import shippy.service.Statuses;

/**
 * The store did not do what it was asked to; whether it did is unknown only if it broke off in the
 * middle. Its status is fit for a caller as it is: {@code RESOURCE_EXHAUSTED} for a full disk,
 * {@code UNAVAILABLE} for what passes by itself, {@code DATA_LOSS} for a damaged file, {@code
 * INTERNAL} for the rest.
 */
public final class StoreException extends StatusRuntimeException {
  private static final long serialVersionUID = 1;

  private StoreException(Status status) {
    super(status);
  }

  static StoreException of(Status.Code code, String text, SQLException cause) {
    return new StoreException(code.toStatus().withDescription(Statuses.fit(text)).withCause(cause));
  }
}
