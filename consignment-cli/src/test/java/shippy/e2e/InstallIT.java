package shippy.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static shippy.e2e.TerminalSession.TAB;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.Prerequisite;
import shippy.testkit.etcd.EtcdExtension;

/** {@code make install}: where everything goes, and that shells complete both commands. */
@Tag("etcd")
class InstallIT {
  private static final List<String> FILES =
      List.of(
          "bin/consignment-cli",
          "bin/shippy",
          "share/bash-completion/completions/consignment-cli",
          "share/bash-completion/completions/shippy",
          "share/fish/vendor_completions.d/consignment-cli.fish",
          "share/fish/vendor_completions.d/shippy.fish",
          "share/zsh/site-functions/_consignment-cli",
          "share/zsh/site-functions/_shippy");

  /** Shells that begin with nothing but what was installed, and a prompt to wait for. */
  private static final Map<String, String> RC =
      Map.of(
          "bash", ".bashrc",
          "zsh", ".zshrc",
          "fish", ".config/fish/config.fish");

  private static final Map<String, String> START =
      Map.of(
          "bash", "source /usr/share/bash-completion/bash_completion; PS1='$ '",
          "zsh",
              "PROMPT='$ '; fpath+=(\"$XDG_DATA_HOME/zsh/site-functions\");"
                  + " autoload -Uz compinit; compinit -u",
          "fish", "function fish_prompt; echo '$ '; end; function fish_greeting; end");

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1);

  private static final Sandbox SANDBOX = Sandbox.bare();
  private static final String CLEAR = "\u0015";

  @TempDir Path home = Path.of("");

  @BeforeAll
  static void start() {
    SANDBOX.with("MICRO_REGISTRY", "etcd").with("MICRO_REGISTRY_ADDRESS", ETCD.endpoints());
    SANDBOX.service(Sandbox.VESSEL);
  }

  @AfterAll
  static void stop() throws Exception {
    SANDBOX.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void a_shell_completes_both_commands(String shell) throws IOException {
    Files.writeString(home.resolve("some consignment.json"), "{}");
    try (TerminalSession terminal = terminal(shell)) {
      terminal.sees("$");
      completes(terminal, "shippy regis", "$ shippy registry ");
      completes(terminal, "st", "$ shippy registry status ");
      terminal.type(CLEAR);
      completes(terminal, "shippy call ves", "$ shippy call vessel ");
      completes(terminal, "VesselService.GetV", "VesselService.GetVessels ");
      terminal.type(CLEAR);
      completes(terminal, "shippy --registry=e", "$ shippy --registry=etcd ");
      terminal.type(CLEAR);
      completes(terminal, "consignment-cli vessels vessel00", "vessel003");
      terminal.type(CLEAR);
      completes(terminal, "consignment-cli som", "consignment-cli some\\ consignment.json ");
    }
  }

  /** Bash lists several choices at the second Tab only. */
  private static void completes(TerminalSession terminal, String typed, String expected) {
    terminal.type(typed + TAB + (expected.startsWith("vessel0") ? TAB : "")).sees(expected);
  }

  private TerminalSession terminal(String shell) throws IOException {
    if (Stream.of(System.getenv("PATH").split(":"))
        .noneMatch(folder -> Files.exists(Path.of(folder, shell)))) {
      throw Prerequisite.missing("no " + shell + " on the PATH");
    }
    Path rc = home.resolve(requireNonNull(RC.get(shell), shell));
    Files.createDirectories(rc.getParent());
    Files.writeString(rc, requireNonNull(START.get(shell), shell) + "\n");
    Map<String, String> env = Installation.here().env(home);
    String share = Installation.here().prefix().resolve("share").toString();
    env.put("XDG_DATA_HOME", share);
    env.put("XDG_DATA_DIRS", share + ":/usr/share");
    env.put("MICRO_CLIENT_REQUEST_TIMEOUT", "30s"); // names are waited for as long
    env.put("MICRO_REGISTRY", "etcd");
    env.put("MICRO_REGISTRY_ADDRESS", ETCD.endpoints());
    return new TerminalSession(home, env, List.of(shell, "-i"));
  }

  @Test
  void everything_is_below_the_prefix_and_uninstall_removes_it() throws IOException {
    Path staging = home.resolve("staging");
    Installation relative = new Installation(Path.of("opt/shippy"));
    Result said = relative.script("install", "staging", home);

    Path opt = home.resolve("opt");
    assertThat(said.stdout())
        .isEqualTo(
            """
            installed shippy and consignment-cli in %1$s%2$s/shippy/bin, shippy:shippy-bom in %1$s%2$s/repository
            %2$s/shippy/bin is not on the PATH: export PATH="%2$s/shippy/bin:$PATH"
            """
                .formatted(staging, opt));
    assertThat(said.stderr())
        .isEqualTo(
            """
            copying the programs to %1$s%2$s/shippy/lib/shippy
            writing completion for bash, zsh and fish
            copying the libraries to %1$s%2$s/repository
            """
                .formatted(staging, opt));
    Path prefix = Path.of(staging.toString() + opt).resolve("shippy");
    try (Stream<Path> files = Files.walk(prefix)) {
      assertThat(
              files
                  .filter(file -> !Files.isDirectory(file))
                  .map(file -> prefix.relativize(file).toString())
                  .filter(file -> !file.startsWith("lib/shippy/"))
                  .sorted())
          .isEqualTo(FILES);
    }
    assertThat(prefix.resolve("lib/shippy/lib/shippy.jar")).exists();
    assertThat(prefix.resolveSibling("repository/shippy/shippy-bom/0.1.0/shippy-bom-0.1.0.pom"))
        .exists();

    relative.script("uninstall", "staging", home);
    try (Stream<Path> left = Files.walk(staging)) {
      assertThat(left.filter(file -> !Files.isDirectory(file))).isEmpty();
    }
  }
}
