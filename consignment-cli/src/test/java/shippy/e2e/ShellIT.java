package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.e2e.TerminalSession.CTRL_C;
import static shippy.e2e.TerminalSession.CTRL_D;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.RunningCommand;
import shippy.testkit.etcd.EtcdExtension;

/** The shell as somebody at a terminal sees it, and as a script does. */
@Tag("etcd")
class ShellIT {
  private static final String PROMPT = "shippy(etcd)>";
  private static final String TEA =
      "{\"id\":\"tea-1\", \"description\": \"Tea!\",\n\"weight\": 700,\n"
          + "\"containers\": [{\"origin\": \"Hull\"}]}";

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1).keepingData();

  private static final Sandbox SANDBOX = Sandbox.bare();
  private static RunningCommand consignments;

  @TempDir Path home = Path.of("");

  @BeforeAll
  static void start() {
    SANDBOX.with("MICRO_REGISTRY", "etcd").with("MICRO_REGISTRY_ADDRESS", ETCD.endpoints());
    consignments = SANDBOX.both().get(1);
  }

  @AfterAll
  static void stop() throws Exception {
    SANDBOX.close();
  }

  private TerminalSession shell(String... more) {
    Map<String, String> env = new HashMap<>(Map.of("HOME", home.toString()));
    env.put("MICRO_REGISTRY", "etcd");
    env.put("MICRO_REGISTRY_ADDRESS", ETCD.endpoints());
    for (int i = 0; i < more.length; i += 2) {
      env.put(more[i], more[i + 1]);
    }
    return new TerminalSession(
        Sandbox.ROOT.resolve("consignment-cli"), env, SANDBOX.program(Sandbox.CLI).commandLine());
  }

  private static Result script(String lines, String... args) {
    return SANDBOX.program(Sandbox.CLI).stdin(lines.getBytes(StandardCharsets.UTF_8)).run(args);
  }

  @Test
  void a_session_from_the_welcome_to_exit() throws Exception {
    try (TerminalSession terminal = shell()) {
      terminal.sees("Tab completes").atPrompt(PROMPT).sees("2 services, 2 instances");

      terminal.type("serv").completes("> services ").type("shippy.service.v");
      terminal.completes("services shippy.service.vessel ").enter("").sees("127.0.0.1:");
      terminal.atPrompt(PROMPT);

      terminal.type("vessels vessel0").completes("Kane's Salty Secret, ");
      terminal.enter("1").sees("CONTAINERS", "/500").atPrompt(PROMPT);

      terminal.enter(TEA.replace('\n', '\r')).sees("Created: true", "Tea!").atPrompt(PROMPT);
      terminal.type("get te").completes("get tea-1 ").enter("").sees("Hull").atPrompt(PROMPT);
      terminal.enter("lsit").sees("did you mean the command list?", "exit 2").atPrompt(PROMPT);
      terminal.enter("!!").sees("> lsit").atPrompt(PROMPT);
      terminal.enter("exit");

      assertThat(terminal.exitCode()).as(terminal.screen()).isZero();
    }
    Path history = home.resolve(".local/state/shippy/history");
    assertThat(Files.readString(history)).contains("services shippy.service.vessel", "tea-1");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
        .isEqualTo("rw-------");
    try (TerminalSession terminal = shell()) {
      terminal.atPrompt(PROMPT).sees("2 services, 2 instances").enter("!get");
      terminal.sees("> get tea-1", "Hull").atPrompt(PROMPT);
      terminal.type("\u0012serv").sees("services shippy.service.vessel").enter("");
      terminal.sees("VERSION").atPrompt(PROMPT).type(CTRL_D);
      assertThat(terminal.exitCode()).as(terminal.screen()).isZero();
    }
  }

  @Test
  void ctrl_c_ends_a_slow_call_and_clears_a_line_but_not_the_shell() throws Exception {
    try (TerminalSession terminal = shell("MICRO_CLIENT_REQUEST_TIMEOUT", "60s")) {
      stopConsignments(terminal);
      try {
        terminal.enter("get slow-1").running("get slow-1").type(CTRL_C);
        terminal.sees("error: interrupted: the call was cancelled", "exit 130").atPrompt(PROMPT);
      } finally {
        signal("CONT", consignments.pid());
      }
      terminal.type("half a li").sees("> half a li").type(CTRL_C).atPrompt(PROMPT);
      terminal.enter("vessels vessel002").sees("Boaty McBoatface").atPrompt(PROMPT).type(CTRL_D);
      assertThat(terminal.exitCode()).as(terminal.screen()).isZero();
    }
  }

  @Test
  void a_consignment_is_asked_for_field_by_field() throws Exception {
    try (TerminalSession terminal = shell("NO_COLOR", "1")) {
      terminal.atPrompt(PROMPT).enter("create").sees("  description:").enter("Asked for");
      terminal.sees("weight in kg:").enter("heavy");
      terminal.sees("weight: \"heavy\" (expected: kilograms, a whole number above 0)").enter("12");
      terminal.sees("customer_id:").enter("c1").sees("user_id:").enter("u1");
      terminal.sees("origin:").enter("Hull").sees("another container?").enter("");
      terminal.sees("Created: true", "Asked for").atPrompt(PROMPT);
      terminal.enter("create").atPrompt("  description:").type(CTRL_D);
      terminal.sees("stopped: nothing was created");
      terminal.atPrompt(PROMPT).enter("exit");
      assertThat(terminal.exitCode()).as(terminal.screen()).isZero();
      assertThat(terminal.transcript()).doesNotContainPattern("\u001b\\[[0-9;]*3[0-7][0-9;]*m");
    }
  }

  @Test
  void another_registry_is_used_only_if_it_answers() throws Exception {
    try (TerminalSession terminal = shell()) {
      terminal.atPrompt(PROMPT).enter("use etcd 127.0.0.1:1").sees("error: etcd ", "exit 69");
      terminal.atPrompt(PROMPT).enter("use memory").sees("memory at this process: no services");
      terminal.atPrompt("shippy(memory)>").enter("use etcd " + ETCD.endpoints());
      terminal.sees("shippy.service.consignment, shippy.service.vessel").atPrompt(PROMPT);
      terminal.enter("vessels").sees("Unsinkable II").atPrompt(PROMPT).enter("exit");
      assertThat(terminal.exitCode()).as(terminal.screen()).isZero();
    }
  }

  @Test
  void a_context_is_used_by_its_name() throws Exception {
    Path file = home.resolve(".config/shippy/contexts");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "alone.registry = memory\n");
    try (TerminalSession terminal = shell()) {
      terminal.atPrompt(PROMPT).type("use al").completes("use alone ").enter("");
      terminal.sees("alone: memory at this process: no").atPrompt("shippy(memory)>");
      terminal.enter("use etcd " + ETCD.endpoints()).sees("shippy.service.vessel");
      terminal.atPrompt(PROMPT).enter("exit");
      assertThat(terminal.exitCode()).as(terminal.screen()).isZero();
    }
  }

  @Test
  void top_has_keys_and_long_help_a_pager() throws Exception {
    Map<String, String> env =
        Map.of("HOME", home.toString(), "MICRO_REGISTRY", "memory", "PAGER", "sed 's/^/paged:/'");
    CommandHarness tool = SANDBOX.program(Sandbox.TOOL);
    try (TerminalSession terminal = new TerminalSession(home, env, tool.commandLine("top"))) {
      terminal.sees("q quit   s sort by (node)").type("s").sees("sort by (calls)");
      terminal.type("/x").sees("filter: x_").type("\rq");
      assertThat(terminal.exitCode()).as(terminal.screen()).isZero();
    }
    List<String> help = tool.commandLine("help", "options");
    try (TerminalSession terminal = new TerminalSession(home, env, help)) {
      assertThat(terminal.exitCode()).as(terminal.screen()).isZero();
      assertThat(terminal.screen()).contains("paged:      --version");
    }
  }

  @Test
  void a_terminal_without_a_size_is_taken_for_a_usual_one() throws Exception {
    Map<String, String> env = Map.of("HOME", home.toString(), "MICRO_REGISTRY", "memory");
    List<String> command = SANDBOX.program(Sandbox.CLI).commandLine();
    try (TerminalSession terminal = TerminalSession.unsized(home, env, command)) {
      terminal.atPrompt("shippy(memory)>").sees("no services").enter("exit");
      assertThat(terminal.exitCode()).as(terminal.screen()).isZero();
    }
  }

  @Test
  void ctrl_d_typed_while_a_command_runs_leaves_behind_what_was_typed_before_it() throws Exception {
    try (TerminalSession terminal = shell("MICRO_CLIENT_REQUEST_TIMEOUT", "60s")) {
      stopConsignments(terminal);
      try {
        terminal.enter("list -o name").running("list -o name").enter("vessels vessel002");
        terminal.type(CTRL_D);
      } finally {
        signal("CONT", consignments.pid());
      }
      assertThat(terminal.exitCode()).as(terminal.screen()).isZero();
      assertThat(terminal.screen()).contains("Boaty McBoatface");
    }
  }

  @Test
  void ended_from_outside_it_says_nothing() throws Exception {
    try (TerminalSession terminal = shell()) {
      terminal.atPrompt(PROMPT).sees("2 services").terminate();
      assertThat(terminal.exitCode()).as(terminal.screen()).isEqualTo(143);
      assertThat(terminal.screen()).doesNotContain("error");
    }
  }

  @Test
  void a_script_runs_to_its_last_line() {
    Result result =
        script("# a comment\n\nservices shippy.service.vessel\ncreate " + TEA + "\nlist -o json");
    assertThat(result.stderr()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout())
        .startsWith("SERVICE ")
        .contains("Created: true\n", "\"consignments\": [")
        .doesNotContain("\u001b", "shippy(");
  }

  @Test
  void a_script_ends_with_the_first_failure_unless_told_otherwise() {
    Result stopped = script("lsit\nvessels");
    assertThat(stopped.exitCode()).isEqualTo(2);
    assertThat(stopped.stdout()).isEmpty();
    assertThat(stopped.stderr()).contains("did you mean the command list?", "in line 1: lsit");

    Result wentOn = script("lsit\nvessels vessel001\ncreate nowhere.json", "--keep_going");
    assertThat(wentOn.exitCode()).isEqualTo(2);
    assertThat(wentOn.stdout()).contains("Kane's Salty Secret");
    assertThat(wentOn.stderr()).contains("in line 1: lsit", "in line 3: create nowhere.json");
  }

  @Test
  void nothing_on_standard_input_is_nothing_to_do() {
    Result result = script("");
    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout()).isEmpty();
    assertThat(result.stderr())
        .isEqualTo(
            "no commands on standard input; see java -jar %s --help\n".formatted(Sandbox.CLI));
  }

  @Test
  void without_a_terminal_no_class_of_the_terminal_is_loaded() {
    for (List<String> args : List.of(List.<String>of(), List.of("services"))) {
      Result result =
          SANDBOX
              .program(CommandHarness.jar(Sandbox.CLI, "-Xlog:class+load"))
              .stdin("services\n".getBytes(StandardCharsets.UTF_8))
              .run(args.toArray(String[]::new));
      assertThat(result.exitCode()).isZero();
      assertThat(result.stdout()).contains("shippy.console.Console").doesNotContain("org.jline.");
    }
  }

  /** Stops the service once the shell is connected to it. */
  private static void stopConsignments(TerminalSession terminal) throws Exception {
    terminal.atPrompt(PROMPT).sees("2 services").enter("list").sees("DESCRIPTION").atPrompt(PROMPT);
    signal("STOP", consignments.pid());
  }

  private static void signal(String name, long pid) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
    assertThat(kill.waitFor()).isZero();
  }
}
