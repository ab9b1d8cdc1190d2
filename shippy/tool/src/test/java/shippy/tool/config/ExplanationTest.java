package shippy.tool.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import shippy.config.Config;
import shippy.config.Settings;
import shippy.console.io.IoStreams;
import shippy.console.io.Screen;
import shippy.console.output.ErrorReport;
import shippy.console.output.Output;
import shippy.console.output.OutputFormat;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.proto.debug.PendingValue;
import shippy.proto.debug.Setting;
import shippy.registry.Node;

class ExplanationTest {
  private static final LocalDateTime SINCE = LocalDateTime.of(2026, 11, 30, 9, 12, 33);
  private static final String LEVELS = "shippy.client=debug,shippy.registry=trace,io.grpc=warn";

  private static InstanceSetting instance(String id, Setting setting, String problem) {
    Node node = Node.of("shippy.service.vessel", id, "127.0.0.1:1");
    return new InstanceSetting(node, Optional.of(setting), problem, "");
  }

  private static String shown(int columns) {
    Setting setting =
        Setting.newBuilder()
            .setName("log_levels")
            .setValue(LEVELS)
            .setPlace("etcd:///shippy/config/vessel@42:1:1")
            .setSinceMs(SINCE.atZone(ZoneId.systemDefault()).toInstant().toEpochMilli())
            .setPending(PendingValue.newBuilder().setValue("io.grpc=error"))
            .build();
    String problem = "etcd:///shippy/config/vessel@43:1:1: \"77\" (expected: a level, one of many)";
    List<InstanceSetting> instances =
        List.of(
            instance("shippy.service.vessel-0001-0002", setting, problem),
            instance("shippy.service.vessel-0001-0003", setting, problem),
            instance("shippy.service.vessel-0001-0004", setting, problem));
    Config config = Config.of(Map.of("log_levels", LEVELS), Map.of());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, UTF_8);
    Screen screen = Screen.fixed(false, columns);
    IoStreams io = new IoStreams(InputStream.nullInputStream(), out, out, Map.of(), screen);
    new Output(
            new ErrorReport(
                io, OutputFormat.TABLE, false, e -> Problem.of(ExitCode.INTERNAL, e.toString())))
        .show(Explanation.of("log_levels", Optional.of(Settings.LOG_LEVELS), config, instances));
    return bytes.toString(UTF_8);
  }

  @Test
  void narrow_screen_loses_neither_value_nor_what_is_pending() {
    String shown = shown(80);
    assertThat(shown.lines()).allMatch(line -> line.length() <= 80);
    assertThat(shown.replaceAll("\n +", "").replace(" ", ""))
        .contains(
            "\nshippy.service.vessel-0001-0002:"
                + LEVELS
                + "frometcd:///shippy/config/vessel@42:1:1since")
        .contains("Nov3009:12:33afterarestartio.grpc=error;hasaproblem")
        .contains("0002,shippy.service.vessel-0001-0003,shippy.service.vessel-0001-0004")
        .contains(";runningservicesfollowitschanges");
    assertThat(shown(Screen.UNLIMITED)).doesNotContain("0002: ");
  }
}
