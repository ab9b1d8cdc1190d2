package shippy.telemetry.export.trace;

import static java.util.Objects.requireNonNullElse;

import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Posts to one URL. By {@code HttpURLConnection}: {@code HttpClient} loads 1 270 classes more.
 * Failures are as gRPC tells them. One thread.
 *
 * @param type of what is sent
 * @param status of an answer to what was taken
 * @param answerType of such an answer; empty for any. Any page may answer 200, but is no receiver.
 */
record HttpPost(String url, String type, int status, String answerType) {
  private static final int LONGEST_ANSWER = 64 * 1024;

  byte[] send(byte[] body, Duration limit) {
    try {
      HttpURLConnection post = open(limit);
      post.setFixedLengthStreamingMode(body.length);
      try (OutputStream out = post.getOutputStream()) {
        out.write(body);
      }
      int answered = post.getResponseCode();
      byte[] answer = read(answered < 400 ? post.getInputStream() : post.getErrorStream());
      check(answered, requireNonNullElse(post.getContentType(), "without a type"));
      return answer;
    } catch (IOException e) {
      throw Status.UNAVAILABLE.withCause(e).asRuntimeException();
    }
  }

  private HttpURLConnection open(Duration limit) throws IOException {
    HttpURLConnection post =
        (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
    post.setRequestMethod("POST");
    post.setRequestProperty("Content-Type", type);
    post.setInstanceFollowRedirects(false);
    post.setDoOutput(true);
    post.setConnectTimeout((int) limit.toMillis());
    post.setReadTimeout((int) limit.toMillis());
    return post;
  }

  /** Read to the end, the connection is kept for the next. */
  private static byte[] read(@Nullable InputStream answer) throws IOException {
    if (answer == null) {
      return new byte[0];
    }
    try (answer) {
      return answer.readNBytes(LONGEST_ANSWER);
    }
  }

  private void check(int answered, String answeredType) {
    if (answered != status || !answeredType.startsWith(answerType)) {
      Status code =
          switch (answered) {
            case 429, 502, 503, 504 -> Status.UNAVAILABLE;
            default -> Status.UNKNOWN;
          };
      throw code.withDescription(
              "%s answered %d %s (expected: %s)"
                  .formatted(url, answered, answeredType, (status + " " + answerType).strip()))
          .asRuntimeException();
    }
  }
}
