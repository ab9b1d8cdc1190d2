package shippy.telemetry.export.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static shippy.testkit.Eventually.eventually;

import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_35_0.Metrics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;

/** The answers to scrapers, good ones and bad ones. */
class ScrapeServerTest {
  private static final MeteredService SERVICE = new MeteredService();
  private static final String PROTOBUF =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

  @BeforeAll
  static void call() {
    var unused =
        VesselServiceGrpc.newBlockingStub(SERVICE.channel())
            .findAvailable(Specification.newBuilder().setCapacity(1).build());
  }

  @AfterAll
  static void close() {
    SERVICE.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/*                                              | text/plain; version=0.0.4",
        "text/plain;version=0.0.4;q=0.5,*/*;q=0.1         | text/plain; version=0.0.4",
        "application/openmetrics-text;version=1.0.0;q=0.9 | application/openmetrics-text; version=1.0.0",
        PROTOBUF + "|" + PROTOBUF,
      })
  void scraper_gets_the_format_that_it_asks_for(String accept, String type) throws Exception {
    HttpResponse<byte[]> answer = SERVICE.send("GET", "/metrics", "Accept", accept);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse("").replace("; ", ";"))
        .startsWith(type.replace("; ", ";"));
    String text = new String(answer.body(), UTF_8);
    assertThat(text.endsWith("# EOF\n")).isEqualTo(type.contains("openmetrics"));
  }

  @Test
  void protobuf_has_native_histograms_beside_the_buckets() throws Exception {
    InputStream body =
        new ByteArrayInputStream(SERVICE.send("GET", "/metrics", "Accept", PROTOBUF).body());
    List<Metrics.MetricFamily> families = new ArrayList<>();
    while (body.available() > 0) {
      families.add(Metrics.MetricFamily.parseDelimitedFrom(body));
    }
    assertThat(families)
        .filteredOn(family -> family.getName().equals("grpc_client_attempt_duration_seconds"))
        .singleElement()
        .satisfies(
            family -> {
              Metrics.Histogram histogram = family.getMetric(0).getHistogram();
              assertThat(histogram.getPositiveSpanCount()).isPositive();
              assertThat(histogram.getBucketCount()).isEqualTo(11);
            });
  }

  @Test
  void answer_is_packed_for_those_who_take_that() throws Exception {
    HttpResponse<byte[]> packed =
        SERVICE.send("GET", "/metrics", "Accept-Encoding", "gzip", "Accept", "text/plain");
    assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
    try (InputStream body = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      assertThat(new String(body.readAllBytes(), UTF_8)).contains("\njvm_threads_current ");
    }
  }

  @Test
  void head_has_no_body() throws Exception {
    HttpResponse<byte[]> answer = SERVICE.send("HEAD", "/metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
  void other_methods_are_refused(String method) throws Exception {
    HttpResponse<byte[]> answer = SERVICE.send(method, "/metrics");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/metrics/", "/metrics/x", "/%2e%2e/metrics", "//metrics"})
  void other_paths_are_not_found(String path) throws Exception {
    assertThat(SERVICE.send("GET", path).statusCode()).isEqualTo(404);
  }

  @Test
  void clients_that_stay_keep_out_neither_calls_nor_scrapers() throws Exception {
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 10; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), SERVICE.metrics().port());
        socket.getOutputStream().write("GET /metrics HTTP/1.1\r\nHo".getBytes(UTF_8));
        idle.add(socket);
      }
      call();
      eventually(
          Duration.ofSeconds(15),
          () -> assertThat(SERVICE.send("GET", "/metrics").statusCode()).isEqualTo(200));
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  @Test
  void close_frees_the_port_and_may_be_repeated() {
    MeteredService other = new MeteredService();
    int port = other.metrics().port();
    other.close();
    assertThatCode(other::close).doesNotThrowAnyException();
    assertThatCode(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(ConnectException.class)
        .isInstanceOf(IOException.class);
  }
}
