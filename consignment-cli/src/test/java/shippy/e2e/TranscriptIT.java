package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.testkit.CommandHarness;
import shippy.testkit.GoldenFile;
import shippy.testkit.Namespace;
import shippy.testkit.TemporaryFolder;

/** What somebody sees who has installed the programs, and that each hint runs when it is pasted. */
@ResourceLock("processor")
class TranscriptIT {
  private static final Path HOME = TemporaryFolder.create("shippy-user");
  private static final Installation INSTALLED = Installation.here();
  private static final Namespace HOST = Namespace.create();

  /** What only help of a mistake tells: commands that begin a line, a fix or stand in quotes. */
  private static final Pattern HINT =
      Pattern.compile(
          "(?m)(?:^ +(?:try: +)?|See ')((?:shippy|consignment-cli|java -jar|make) .*?)(?:   |'?$)");

  /** The same as our shell prints it: after a label, below it, or in quotes. */
  private static final Pattern SHELL_HINT =
      Pattern.compile("(?m)(?:^  (?:try: {4}| {8})|See ')(.*?)(?: {3}.*|'?$)");

  private static final String ELSEWHERE = "in another terminal: ";

  private static TmuxScreen services;

  @BeforeAll
  static void start() {
    services = new TmuxScreen(HOST, HOME, INSTALLED.env(HOME), "80x24");
    run(services);
  }

  private static String run(TmuxScreen screen) {
    screen.enter("shippy run").shows("In a second terminal").shows("http://127.0.0.1:8080/");
    return screen.text();
  }

  @AfterAll
  static void stop() {
    services.close();
    HOST.close();
    TemporaryFolder.delete(HOME);
  }

  private static void golden(String name, String transcript) throws IOException {
    GoldenFile.check(
        "transcript-" + name + ".txt",
        transcript
                .replace(INSTALLED.home().toString(), "LIB")
                .replace(INSTALLED.prefix().toString(), "PREFIX")
                .replaceAll("127\\.0\\.0\\.1:(?!8080)\\d+ *", "127.0.0.1:PORT  ")
                .replaceAll("(shippy|consignment-cli) 0\\.1\\.0\\S*", "$1 VERSION")
            + "\n");
  }

  @Test
  void the_first_run() throws IOException {
    golden("run-80x24", services.text());
  }

  @Test
  void the_first_run_on_a_larger_screen() throws IOException {
    Path home = Files.createDirectories(HOME.resolve("of-another"));
    try (Namespace another = Namespace.create();
        TmuxScreen screen = new TmuxScreen(another, home, INSTALLED.env(home), "120x40")) {
      golden("run-120x40", run(screen));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"80x24", "120x40"})
  void help_and_the_shell(String size) throws IOException {
    Path home = Files.createDirectories(HOME.resolve("of-" + size));
    try (TmuxScreen screen = new TmuxScreen(HOST, home, INSTALLED.env(home), size)) {
      screen.runs("shippy").runs("shippy help call").runs("shippy run --help");
      screen.runs("consignment-cli create --help");
      screen.enter("consignment-cli").shows("2 services, 2 instances").enter("help");
      screen.shows("help COMMAND tells more").enter("lsit").shows("exit 2").runs("exit");
      golden("help-" + size, screen.text());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shippy call nosuch X.Y",
        "shippy call vessel Nope",
        "shippy lsit",
        "shippy list services --bogus",
        "shippy help nosuch",
        "shippy describe vessel.Nope",
        "consignment-cli lsit",
        "consignment-cli get nosuch",
        "consignment-cli vessels nosuch"
      })
  void each_hint_of_an_error_runs_where_it_is_shown(String mistake) {
    CommandHarness.Result shown = sh(mistake, HOME);
    assertThat(shown.exitCode()).as(mistake).isNotZero();
    pasteHints(shown.stderr() + shown.stdout(), HOME);
  }

  @Test
  void hints_of_the_first_screen_and_of_a_jar_run_too() {
    String screen = services.text();
    pasteHints(screen.substring(screen.indexOf("In a second terminal")), HOME);
    String jar = "java -jar consignment-cli/target/consignment-cli.jar ";
    String shown = sh(jar + "get nosuch", Sandbox.ROOT).stderr();
    assertThat(shown).contains(jar);
    pasteHints(shown, Sandbox.ROOT);
  }

  @Test
  void each_hint_of_the_shell_runs_where_it_is_typed() {
    Map<String, String> env = new HashMap<>(INSTALLED.env(HOME));
    env.put("NO_COLOR", "1");
    List<String> command = List.of("ip", "netns", "exec", HOST.name(), "consignment-cli");
    try (TerminalSession shell = new TerminalSession(HOME, env, command)) {
      for (String mistake :
          List.of(
              "lsit",
              "list --bogus",
              "help nosuch",
              "get",
              "--verbose",
              "vessel nosuch",
              "vessel add",
              "vessels nosuch",
              "services nosuch",
              "use etcd 127.0.0.1:1")) {
        String told = answer(shell, mistake);
        assertThat(told).contains("\nexit ");
        Matcher hints = SHELL_HINT.matcher(told);
        List<String> all = hints.results().map(hint -> hint.group(1)).toList();
        assertThat(all).as(told).isNotEmpty();
        all.forEach(hint -> type(hint, mistake, shell));
      }
    }
  }

  /** What is no command is an option that the mistake lacks. */
  private static void type(String hint, String mistake, TerminalSession shell) {
    if (hint.startsWith(ELSEWHERE + "shippy ")) {
      String outside = hint.substring(ELSEWHERE.length()) + " --help";
      assertThat(sh(outside, HOME).exitCode()).as(outside).isZero();
    } else if (!hint.startsWith(ELSEWHERE)) {
      String line = hint.startsWith("--") ? mistake + " " + hint : hint;
      assertThat(answer(shell, line)).as(line).doesNotContain("\nexit 2\n");
    }
  }

  /** What a line is answered with, until the next prompt. */
  private static String answer(TerminalSession shell, String line) {
    int from = shell.atPrompt("shippy(mdns)>").transcript().length();
    shell.enter(line);
    String taken = "\u001b[?2004l";
    eventually(Sandbox.START, () -> assertThat(shell.transcript().substring(from)).contains(taken));
    String answer = shell.atPrompt("shippy(mdns)>").transcript().substring(from);
    return answer.substring(answer.indexOf(taken)).replaceAll("\u001b\\[[?\\d;]*[a-zA-Z]|\\r", "");
  }

  private static void pasteHints(String shown, Path folder) {
    Matcher hints = HINT.matcher(shown);
    List<String> all = hints.results().map(hint -> hint.group(1).strip()).distinct().toList();
    assertThat(all).as(shown).isNotEmpty();
    for (String hint : all) {
      CommandHarness.Result pasted = sh(hint, folder);
      assertThat(pasted.exitCode())
          .as(hint + "\n" + pasted.stdout() + pasted.stderr())
          .isNotIn(2, 126, 127);
    }
  }

  /** As in a second terminal; what goes on until Ctrl-C is interrupted. */
  private static CommandHarness.Result sh(String line, Path folder) {
    boolean endless = line.matches(".* (run|logs -f|top|watch|demo|api)( .*)?");
    Map<String, String> env = INSTALLED.env(HOME);
    try (CommandHarness shell =
        CommandHarness.program("sh", "-c", (endless ? "timeout -s INT 4 " : "") + line)
            .on(HOST)
            .directory(folder)) {
      env.forEach(shell::env);
      return shell.env("MICRO_CLIENT_REQUEST_TIMEOUT", "20s").run();
    }
  }
}
