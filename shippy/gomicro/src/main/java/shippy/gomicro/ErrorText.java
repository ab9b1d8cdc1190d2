package shippy.gomicro;

import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import shippy.platform.MicroError;

/** Errors as go-micro reads them: JSON as the text of the status. Stateless. */
final class ErrorText {
  private static final int MAX_BYTES = 1024;
  private static final String CUT = "...";

  private ErrorText() {}

  /** The same status, with this service as the id of its error. */
  static Status of(Status status, String service) {
    int code = httpStatus(status.getCode());
    String description = status.getDescription();
    String detail = description == null ? status.getCode().name() : description;
    String json = json(service, code, detail);
    for (int end = detail.length(); size(json) > MAX_BYTES && end > 0; ) {
      end = Math.max(0, end - Math.max(1, (size(json) - MAX_BYTES) / 6));
      end -= end > 0 && Character.isHighSurrogate(detail.charAt(end - 1)) ? 1 : 0;
      json = json(service, code, detail.substring(0, end) + CUT);
    }
    return status.withDescription(json);
  }

  private static String json(String service, int code, String detail) {
    return new MicroError(service, code, detail, words(code)).toJson();
  }

  private static int size(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * go-micro's table. What it does not have is as in google/rpc/code.proto: above all an overload
   * is not 500, which go-micro v2 tries again at once.
   */
  static int httpStatus(Status.Code code) {
    return switch (code) {
      case INVALID_ARGUMENT, OUT_OF_RANGE -> 400;
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND -> 404;
      case DEADLINE_EXCEEDED -> 408;
      case ALREADY_EXISTS, ABORTED -> 409;
      case FAILED_PRECONDITION -> 412;
      case RESOURCE_EXHAUSTED -> 429;
      case CANCELLED -> 499;
      case UNIMPLEMENTED -> 501;
      case UNAVAILABLE -> 503;
      case OK, UNKNOWN, INTERNAL, DATA_LOSS -> 500;
    };
  }

  /** Go's http.StatusText. */
  private static String words(int code) {
    return switch (code) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 408 -> "Request Timeout";
      case 409 -> "Conflict";
      case 412 -> "Precondition Failed";
      case 429 -> "Too Many Requests";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 503 -> "Service Unavailable";
      default -> "";
    };
  }
}
