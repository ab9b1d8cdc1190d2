package shippy.platform;

import static java.util.Objects.requireNonNull;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.grpc.Status;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The error of go-micro. Its programs send it as JSON in the text of a gRPC status.
 *
 * @param id the service that failed
 * @param code an HTTP status, or a number of the service's own
 * @param detail what failed
 * @param status the HTTP status in words; may be empty
 */
public record MicroError(String id, int code, String detail, String status) {
  /** gRPC allows status texts of that size here, and no error needs more. */
  private static final int MAX_CHARACTERS = 8 * 1024;

  private static final Gson GSON = new Gson();

  /** By go-micro's own table. */
  private static final Map<Integer, Status.Code> CODES =
      Map.ofEntries(
          Map.entry(400, Status.Code.INVALID_ARGUMENT),
          Map.entry(401, Status.Code.UNAUTHENTICATED),
          Map.entry(403, Status.Code.PERMISSION_DENIED),
          Map.entry(404, Status.Code.NOT_FOUND),
          Map.entry(408, Status.Code.DEADLINE_EXCEEDED),
          Map.entry(409, Status.Code.ALREADY_EXISTS),
          Map.entry(412, Status.Code.FAILED_PRECONDITION),
          Map.entry(500, Status.Code.INTERNAL),
          Map.entry(501, Status.Code.UNIMPLEMENTED),
          Map.entry(503, Status.Code.UNAVAILABLE));

  public MicroError {
    requireNonNull(id, "id");
    requireNonNull(detail, "detail");
    requireNonNull(status, "status");
  }

  /** The error in a status text; empty if the text is anything else. */
  public static Optional<MicroError> parse(String text) {
    if (!text.startsWith("{") || text.length() > MAX_CHARACTERS) {
      return Optional.empty();
    }
    try {
      return JsonParser.parseString(text) instanceof JsonObject json ? of(json) : Optional.empty();
    } catch (JsonParseException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * The status that a service of go-micro means, with plain text; any other stays as it is. The id
   * is told if it is not that of the service which was called.
   */
  public static Status plain(Status status, String called) {
    String sent = status.getDescription();
    Optional<MicroError> found = sent == null ? Optional.empty() : parse(sent);
    if (found.isEmpty()) {
      return status;
    }
    MicroError error = found.get();
    String text = error.detail().isEmpty() ? error.status() : error.detail();
    boolean own = error.id().isEmpty() || called.startsWith(error.id() + ".");
    return Status.fromCode(error.statusCode().orElse(status.getCode()))
        .withDescription(own ? text : "%s (from %s)".formatted(text, error.id()))
        .withCause(status.getCause());
  }

  /** Go leaves out what is empty; an error has a code and says what failed. */
  private static Optional<MicroError> of(JsonObject json) {
    boolean texts = Stream.of("id", "detail", "status").map(json::get).allMatch(MicroError::isText);
    boolean told = json.has("detail") || json.has("status");
    int code = json.get("code") instanceof JsonPrimitive one && one.isNumber() ? one.getAsInt() : 0;
    return texts && told && code > 0
        ? Optional.of(
            new MicroError(text(json, "id"), code, text(json, "detail"), text(json, "status")))
        : Optional.empty();
  }

  private static boolean isText(@Nullable JsonElement value) {
    return value == null || (value instanceof JsonPrimitive one && one.isString());
  }

  private static String text(JsonObject json, String name) {
    return json.has(name) ? json.get(name).getAsString() : "";
  }

  /** As go-micro writes it. */
  public String toJson() {
    return GSON.toJson(this);
  }

  /** The gRPC code of its HTTP status; empty if go-micro has none for it. */
  public Optional<Status.Code> statusCode() {
    return Optional.ofNullable(CODES.get(code));
  }
}
