package shippy.demo.etcd;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/** Asks single members over etcd's HTTP gateway, which all versions since 3.4 have. */
final class EtcdProbe {
  private static final Duration LIMIT = Duration.ofMillis(800);
  private static final Pattern MEMBER = Pattern.compile("\"member_id\":\"(\\d+)\"");
  private static final Pattern LEADER = Pattern.compile("\"leader\":\"(\\d+)\"");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();

  /**
   * How a member sees the cluster.
   *
   * @param leads whether it is the leader
   * @param hasLeader whether it knows one
   */
  record Answer(boolean leads, boolean hasLeader) {
    /** Reads the answer of {@code /v3/maintenance/status}; gRPC's JSON leaves out what is zero. */
    static Answer parse(String json) {
      String leader = find(LEADER, json);
      return new Answer(
          !leader.isEmpty() && leader.equals(find(MEMBER, json)),
          !leader.isEmpty() && !leader.equals("0"));
    }

    private static String find(Pattern pattern, String json) {
      Matcher m = pattern.matcher(json);
      return m.find() ? m.group(1) : "";
    }
  }

  /** The answer of the member at this port; empty if there is none within 0.8 s. */
  Optional<Answer> ask(int clientPort) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/v3/maintenance/status".formatted(clientPort)))
            .timeout(LIMIT)
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200
          ? Optional.of(Answer.parse(response.body()))
          : Optional.empty();
    } catch (IOException e) {
      LoggerFactory.getLogger(EtcdProbe.class).debug("no answer on port {}", clientPort, e);
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
