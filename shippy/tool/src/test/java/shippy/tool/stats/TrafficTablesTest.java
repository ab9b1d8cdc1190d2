package shippy.tool.stats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import shippy.console.io.IoStreams;
import shippy.console.io.Screen;
import shippy.console.output.ErrorReport;
import shippy.console.output.Output;
import shippy.console.output.OutputFormat;
import shippy.console.output.View;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.proto.debug.Breaker;
import shippy.proto.debug.Callee;
import shippy.proto.debug.Method;
import shippy.proto.debug.StatsResponse;
import shippy.registry.Node;
import shippy.stats.InstanceActivity;
import shippy.stats.StatsResult;
import shippy.testkit.GoldenFile;

class TrafficTablesTest {
  private static final String VESSEL = "shippy.service.vessel";
  private static final String RESERVE = VESSEL + ".VesselService/Reserve";
  private static final StatsResponse QUIET =
      StatsResponse.newBuilder()
          .addMethods(Method.newBuilder().setMethod(RESERVE).putRefused("rate", 0))
          .addCallees(callee(VESSEL, "127.0.0.1:50052", 3))
          .addBreakers(Breaker.newBuilder().setService(VESSEL).setMethod(RESERVE))
          .build();
  private static final StatsResponse BUSY =
      StatsResponse.newBuilder()
          .addMethods(Method.newBuilder().setMethod(RESERVE).putRefused("load", 1_204))
          .addMethods(Method.newBuilder().setMethod("x.Y/Z").putAllRefused(Map.of("rate", 7L)))
          .addMethods(Method.newBuilder().setMethod("x.Y/Idle"))
          .addCallees(callee(VESSEL, "", 2))
          .addCallees(callee(VESSEL, "127.0.0.1:50052", 1))
          .addCallees(callee(VESSEL, "127.0.0.1:50053", 2))
          .addCallees(callee("forged\u001b[2J", "[fe80::1234:5678:9abc:def0%eth0]:50053", 1))
          .addBreakers(breaker(RESERVE, 0.8517, 12_345))
          .addBreakers(breaker(VESSEL + ".VesselService/FindAvailable", 0, 7))
          .addBreakers(breaker(VESSEL + ".VesselService/GetVessels", 0, 0))
          .build();

  private static Callee callee(String service, String address, long requests) {
    return Callee.newBuilder()
        .setService(service)
        .setAddress(address)
        .setRequests(requests)
        .setP50Us(900)
        .setP99Us(2_100)
        .build();
  }

  private static Breaker breaker(String method, double share, long dropped) {
    return Breaker.newBuilder()
        .setService(VESSEL)
        .setMethod(method)
        .setShare(share)
        .setDropped(dropped)
        .build();
  }

  private static TopView top(StatsResponse stats, boolean callees) {
    Node node = Node.of("shippy.service.consignment", "consignment-1", "127.0.0.1:50051");
    Node silent = Node.of("shippy.service.consignment", "consignment-2", "127.0.0.1:1");
    return new TopView(
        Instant.EPOCH,
        List.of(
            InstanceActivity.sinceStart(new StatsResult.Answered(node, stats)),
            InstanceActivity.sinceStart(new StatsResult.Silent(silent, "no answer in time"))),
        callees);
  }

  private static String shown(View view, OutputFormat format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream to = new PrintStream(out, true, UTF_8);
    IoStreams io =
        new IoStreams(InputStream.nullInputStream(), to, to, Map.of(), Screen.fixed(false, 80));
    new Output(
            new ErrorReport(
                io, format, false, e -> Problem.of(ExitCode.INTERNAL, String.valueOf(e))))
        .show(view);
    return out.toString(UTF_8);
  }

  @Test
  void tables_of_traffic_fit_80_columns() throws IOException {
    String text = shown(top(BUSY, true), OutputFormat.TABLE);
    assertThat(text.lines()).allMatch(line -> line.length() <= 80);
    GoldenFile.check("traffic.txt", text);
    GoldenFile.check("traffic.json", shown(top(BUSY, true), OutputFormat.JSON));
  }

  @Test
  void nothing_is_added_where_no_call_was_dropped_or_refused() {
    assertThat(shown(top(QUIET, false), OutputFormat.TABLE))
        .isEqualTo(shown(top(StatsResponse.getDefaultInstance(), false), OutputFormat.TABLE));
    assertThat(shown(top(QUIET, true), OutputFormat.TABLE)).contains("127.0.0.1:50052  100.0%");
  }
}
