package shippy.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.grpc.StatusRuntimeException;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/** A request for one page of a list. A page token holds the key of the last item before it. */
public record PageRequest(int size, String token) {
  public static final int MAX_SIZE = 1_000;

  /**
   * A page of this size, 0 for {@link #MAX_SIZE}, after the token's key; the first if it is empty.
   *
   * @throws StatusRuntimeException {@code INVALID_ARGUMENT} for a size out of range
   */
  public PageRequest {
    if (size < 0 || size > MAX_SIZE) {
      throw Statuses.invalid(
          "page_size", size, "0 to %d; 0 means %d".formatted(MAX_SIZE, MAX_SIZE));
    }
    size = size == 0 ? MAX_SIZE : size;
    requireNonNull(token, "token");
  }

  /** The token of the page after the item with this key. */
  public static String token(String key) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(UTF_8));
  }

  /**
   * The key after which the page begins; empty for the first page.
   *
   * @param parse reads the key; throws an {@link IllegalArgumentException} or a status if it cannot
   * @throws StatusRuntimeException {@code INVALID_ARGUMENT} for a token that was not made here
   */
  public <T> Optional<T> after(Function<String, T> parse) {
    if (token.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(new String(Base64.getUrlDecoder().decode(token), UTF_8)));
    } catch (IllegalArgumentException | StatusRuntimeException e) {
      throw Statuses.invalid(
          "page_token", Statuses.quote(token), "next_page_token of the page before");
    }
  }
}
