package shippy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import shippy.demo.etcd.EtcdMember;

class LiveFrameTest {
  private static final List<ServiceInstance.State> INSTANCE_STATES =
      List.of(ServiceInstance.State.values());
  private static final List<EtcdMember.State> MEMBER_STATES = List.of(EtcdMember.State.values());

  private static LiveFrame.Server server(
      String name, String address, String etcd, String state, int rate) {
    return new LiveFrame.Server(name, address, etcd, ServiceInstance.State.valueOf(state), rate);
  }

  @Test
  void frame_shows_who_is_up_who_leads_and_who_answers() {
    LiveFrame frame =
        new LiveFrame(
            Duration.ofSeconds(42),
            "5 of 7: kill -9 the etcd leader",
            "http://127.0.0.1:8080/",
            new CallTotals.Counts(5034, 0, 12, Duration.ofMillis(412)),
            118,
            List.of(
                new LiveFrame.Node("etcd01", "127.0.0.1:2379", EtcdMember.State.KILLED),
                new LiveFrame.Node("etcd02", "127.0.0.1:3379", EtcdMember.State.LEADER),
                new LiveFrame.Node("etcd03", "127.0.0.1:4379", EtcdMember.State.PAUSED)),
            List.of(
                server("vessel-1", "127.0.0.1:40001", "etcd01", "KILLED", 0),
                server("vessel-2", "127.0.0.1:40002", "etcd02", "SERVING", 20),
                server("consignment-1", "127.0.0.1:40003", "etcd01", "SERVING", 40),
                server("consignment-2", "", "etcd02", "STARTING", 0)),
            List.of(new EventLog.Line(Duration.ofSeconds(40), "kill -9 etcd01, the etcd leader")));

    assertThat(String.join("\n", frame.lines(AnsiColours.NONE)))
        .isEqualTo(
            """
            shippy demo   0:42  5 of 7: kill -9 the etcd leader             Ctrl-C cleans up
            5 034 calls   118/s   0 failed   12 retried   slowest 412 ms
            page  http://127.0.0.1:8080/
              etcd01          127.0.0.1:2379   killed
              etcd02          127.0.0.1:3379   leader
              etcd03          127.0.0.1:4379   paused (SIGSTOP)

              vessel-1        127.0.0.1:40001  etcd01  killed
              vessel-2        127.0.0.1:40002  etcd02  serving    20/s  ████████
              consignment-1   127.0.0.1:40003  etcd01  serving    40/s  █████████████████
              consignment-2                    etcd02  starting

             0:40  kill -9 etcd01, the etcd leader""");
  }

  @Test
  void no_line_is_wider_than_80_columns_and_no_frame_higher_than_23_lines() {
    List<String> plain = fullest().lines(AnsiColours.NONE);

    assertThat(plain).hasSizeLessThanOrEqualTo(23);
    assertThat(plain).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(String.join("", plain)).doesNotContain("\u001b");
  }

  @Test
  void colours_add_no_width() {
    Stream<String> coloured = fullest().lines(AnsiColours.COLOUR).stream();

    assertThat(coloured.map(line -> line.replaceAll("\u001b\\[\\d+m", "")))
        .isEqualTo(fullest().lines(AnsiColours.NONE));
    assertThat(String.join("", fullest().lines(AnsiColours.COLOUR))).contains("\u001b[31m");
  }

  @Test
  void long_texts_end_in_an_ellipsis() {
    List<String> lines = fullest().lines(AnsiColours.NONE);

    assertThat(lines.get(0)).contains("… ").endsWith("Ctrl-C cleans up");
    assertThat(lines.get(lines.size() - 1)).hasSize(80).endsWith("…");
  }

  /** All that the flags allow, every word at its longest. */
  private static LiveFrame fullest() {
    List<LiveFrame.Server> servers = new ArrayList<>();
    for (String service : List.of("vessel", "consignment")) {
      for (int i = 10; i < 16; i++) {
        servers.add(
            new LiveFrame.Server(
                service + "-" + i,
                "127.0.0.1:65535",
                "etcd05",
                INSTANCE_STATES.get(i - 10),
                9_999));
      }
    }
    return new LiveFrame(
        Duration.ofSeconds(3_599),
        "x".repeat(100),
        "http://127.0.0.1:65535/   (port 8080 is taken)",
        new CallTotals.Counts(9_999_999, 99_999, 99_999, Duration.ofSeconds(99)),
        9_999,
        IntStream.rangeClosed(1, 5)
            .mapToObj(i -> new LiveFrame.Node("etcd0" + i, "127.0.0.1:65535", MEMBER_STATES.get(i)))
            .toList(),
        servers,
        IntStream.range(0, 12)
            .mapToObj(i -> new EventLog.Line(Duration.ofSeconds(i), "y".repeat(200)))
            .toList());
  }
}
