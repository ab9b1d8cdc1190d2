package shippy.config.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;
import static shippy.testkit.Eventually.throughout;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.ConfigEntry;
import shippy.config.ConfigFormat;
import shippy.config.LiveConfig;
import shippy.config.Settings;
import shippy.problem.Problem;
import shippy.testkit.etcd.EtcdExtension;

/** What operators and etcd do to a program that runs. */
@Tag("etcd")
@Execution(ExecutionMode.CONCURRENT)
class EtcdConfigFollowTest {
  private static final Duration AT_ONCE = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final String KEY = Programs.KEY;

  @RegisterExtension final EtcdExtension etcd = EtcdExtension.nodes(1);

  @TempDir Path home;
  private LiveConfig live = LiveConfig.fixed(Config.of(Map.of(), Map.of()));
  private final AtomicInteger updates = new AtomicInteger();

  @BeforeEach
  void start() {
    put("client_retries = 1");
    live = new Programs(home, etcd.endpoints()).start();
    live.onUpdate(updates::incrementAndGet);
  }

  @AfterEach
  void end() {
    live.close();
  }

  @Test
  void good_change_is_taken_at_once_and_a_bad_one_refused_as_a_whole() {
    put("client_retries = 3");
    expect(3, AT_ONCE);
    put("client_request_timeout = 1s\nclient_retries = 77");
    expectProblem("\"77\" (expected: a whole number from 0 to 4)", AT_ONCE);
    assertThat(live.problem().orElseThrow().what())
        .contains("etcd://" + KEY + "@")
        .contains(":2:1:");
    assertThat(live.current().get(Settings.CLIENT_REQUEST_TIMEOUT)).hasSeconds(5);
    put("client_retries = 0\nregistry_address = 10.0.0.1");
    expectProblem(":2:1: registry_address cannot be set here", AT_ONCE);
    put("x".repeat(70_000));
    expectProblem("70000 characters (expected: at most 64 KiB of settings)", AT_ONCE);
    expect(3, AT_ONCE);
    put("client_retries = 4");
    expect(4, Duration.ofMillis(2_500));
    assertThat(live.problem()).isEmpty();
  }

  @Test
  void deleted_key_changes_nothing_until_it_is_back() {
    etcd.etcdctl("del", KEY);
    expectProblem("no such key in etcd at " + etcd.endpoints(), AT_ONCE);
    expect(1, AT_ONCE);
    put("client_retries = 3");
    expect(3, AT_ONCE);
  }

  @Test
  void restart_and_compaction_lose_nothing_and_are_told_once() {
    etcd.kill(0);
    expectProblem("etcd is unreachable: cannot read " + KEY, SOON);
    throughout(Duration.ofSeconds(3), () -> assertThat(updates).hasValue(1));
    expect(1, AT_ONCE);
    etcd.restart(0);
    put("client_retries = 2");
    String put = etcd.etcdctl("put", KEY, "client_retries = 3", "-w", "fields");
    String revision = put.lines().filter(l -> l.contains("Revision")).findFirst().orElseThrow();
    etcd.etcdctl("compact", revision.replaceAll("\\D", ""));
    expect(3, SOON);
    put("client_retries = 4");
    expect(4, AT_ONCE);
  }

  @Test
  void wiped_etcd_is_followed_from_its_first_revision_on() {
    for (int i = 0; i < 9; i++) {
      put("client_retries = 2\n#" + i);
    }
    expect(2, AT_ONCE);
    etcd.wipe();
    expectProblem("no such key in etcd at " + etcd.endpoints(), SOON);
    expect(2, AT_ONCE);
    put("client_retries = 3");
    expect(3, SOON);
    put("client_retries = 4");
    expect(4, AT_ONCE);
  }

  @Test
  void silent_etcd_is_told_and_followed_again() {
    etcd.pause(0);
    expectProblem("etcd does not answer: cannot read " + KEY, Duration.ofSeconds(12));
    etcd.resume(0);
    put("client_retries = 3");
    expect(3, SOON);
  }

  /** As a fault of a library would be. */
  @Test
  void fault_of_a_parser_is_told_and_the_key_is_followed_on() throws Exception {
    etcd.etcdctl("put", "/odd.yaml", "client_retries: 1");
    Path service = home.resolve("META-INF/services/" + ConfigFormat.class.getName());
    Files.createDirectories(service.getParent());
    Files.writeString(service, FaultyFormat.class.getName());
    Thread test = Thread.currentThread();
    ClassLoader all = test.getContextClassLoader();
    try (LiveConfig odd = new Programs(home, etcd.endpoints()).load("config", "etcd:///odd.yaml");
        URLClassLoader loader = onlyFrom(home)) {
      test.setContextClassLoader(loader); // which the thread that follows inherits
      odd.follow(Clock.system());
      test.setContextClassLoader(all);
      etcd.etcdctl("put", "/odd.yaml", "fault");
      eventually(
          SOON,
          () ->
              assertThat(odd.problem().map(Problem::what).orElse(""))
                  .isEqualTo("etcd:///odd.yaml: its parser failed (IllegalStateException)"));
      etcd.etcdctl("put", "/odd.yaml", "good");
      eventually(SOON, () -> assertThat(odd.problem()).isEmpty());
    }
  }

  private static URLClassLoader onlyFrom(Path folder) throws IOException {
    return new URLClassLoader(
        new URL[] {folder.toUri().toURL()}, FaultyFormat.class.getClassLoader()) {
      @Override
      public Enumeration<URL> getResources(String name) throws IOException {
        return findResources(name);
      }
    };
  }

  /** Reads all but one text. */
  public static final class FaultyFormat implements ConfigFormat {
    @Override
    public List<String> endings() {
      return List.of("yaml");
    }

    @Override
    public List<ConfigEntry> parse(String text, String source) {
      if (text.equals("fault")) {
        throw new IllegalStateException("secret");
      }
      return List.of();
    }
  }

  @Test
  void closed_program_hears_nothing_and_leaves_no_thread() {
    live.close();
    put("client_retries = 3");
    throughout(AT_ONCE, () -> assertThat(updates).hasValue(0));
    live.close();
  }

  private void put(String text) {
    etcd.etcdctl("put", KEY, text);
  }

  private void expect(int retries, Duration limit) {
    eventually(
        limit, () -> assertThat(live.current().get(Settings.CLIENT_RETRIES)).isEqualTo(retries));
  }

  private void expectProblem(String part, Duration limit) {
    eventually(
        limit, () -> assertThat(live.problem().map(Problem::what).orElse("")).contains(part));
  }
}
