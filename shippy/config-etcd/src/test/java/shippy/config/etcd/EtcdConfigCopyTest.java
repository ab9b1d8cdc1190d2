package shippy.config.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import shippy.config.LiveConfig;
import shippy.config.Settings;
import shippy.problem.Problem;
import shippy.testkit.etcd.EtcdExtension;

/** The copy of the last good version. */
@Tag("etcd")
class EtcdConfigCopyTest {
  private static final String KEY = Programs.KEY;

  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1);

  @TempDir Path home;
  private Programs programs = new Programs(Path.of(""), "");

  @BeforeEach
  void open() {
    programs = new Programs(home, etcd.endpoints());
  }

  @Test
  void version_that_no_program_has_run_with_is_not_copied() throws Exception {
    etcd.etcdctl("put", KEY, "client_retries = 3");
    programs.start().close();
    String good = Files.readString(programs.copy());
    etcd.etcdctl("put", KEY, "client_retries = 1\nmetrics_address = nowhere");
    programs.load().close(); // as a program that ends before it serves
    assertThat(programs.copy()).hasContent(good);
    etcd.etcdctl("put", KEY, "client_retries = 1");
    try (LiveConfig live = programs.start()) {
      String better = Files.readString(programs.copy());
      assertThat(better).isNotEqualTo(good);
      CountDownLatch told = new CountDownLatch(1);
      live.onUpdate(told::countDown);
      etcd.etcdctl("put", KEY, "client_retries = 2\nmetrics_address = nowhere");
      assertThat(told.await(5, TimeUnit.SECONDS)).isTrue();
      assertThat(live.current().get(Settings.CLIENT_RETRIES)).isEqualTo(2);
      assertThat(programs.copy()).hasContent(better);
    }
  }

  @Test
  void copy_of_another_version_of_the_program_is_as_none() throws IOException {
    writeCopy(KEY + " = 1 client_retriez \\= 3");
    try (LiveConfig live = programs.withoutEtcd().load()) {
      assertThat(live.problem().map(Problem::what).orElse("")).endsWith("none of its settings");
    }
    etcd.etcdctl("put", KEY, "client_retries = many");
    assertThat(programs.refusal().what())
        .isEqualTo(
            "etcd://%s@%d:1:1: \"many\" (expected: a whole number from 0 to 4)"
                .formatted(KEY, programs.revision()));
  }

  @Test
  void copy_is_of_the_last_version_that_was_good() throws IOException {
    etcd.etcdctl("put", KEY, "client_retries = 3");
    try (LiveConfig live = programs.start()) {
      String good = Files.readString(programs.copy());
      etcd.etcdctl("put", KEY, "client_retries = 77");
      eventually(Duration.ofSeconds(1), () -> assertThat(live.problem()).isPresent());
      assertThat(programs.copy()).hasContent(good);
      etcd.etcdctl("put", KEY, "client_retries = 1");
      eventually(
          Duration.ofSeconds(1),
          () -> assertThat(Files.readString(programs.copy())).contains("client_retries \\= 1"));
    }
    try (LiveConfig live = programs.withoutEtcd().load()) {
      assertThat(live.current().get(Settings.CLIENT_RETRIES)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "client_retries = many",
        "client_retires = 1",
        "client_retries",
        "register_ttl = 5s\nregister_interval = 20s"
      })
  void refused_version_starts_with_the_last_good_copy(String text) {
    etcd.etcdctl("put", KEY, "client_retries = 3");
    programs.start().close();
    etcd.etcdctl("put", KEY, text);
    Problem refused = programs.refusal("config_required", "true");
    assertThat(refused.fixes())
        .contains(new Problem.Fix("shippy config history " + KEY, "find a good version"));
    try (LiveConfig live = programs.start()) {
      assertThat(live.current().get(Settings.CLIENT_RETRIES)).isEqualTo(3);
      assertThat(live.problem().map(Problem::what))
          .contains(refused.what() + "; in use: its copy " + programs.copy());
      etcd.etcdctl("put", KEY, "client_retries = 1");
      eventually(Duration.ofSeconds(1), () -> assertThat(live.problem()).isEmpty());
      assertThat(live.current().get(Settings.CLIENT_RETRIES)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x = \\u12",
        "",
        "# The last good settings",
        "/other = 1 client_retries \\= 3",
        "a\\ b = 1 client_retries \\= 3",
        KEY + " = many client_retries \\= 3",
        KEY + " = 1 malformed",
      })
  void damaged_copy_is_as_none_and_is_replaced(String text) throws IOException {
    writeCopy(text);
    try (LiveConfig live = programs.withoutEtcd().load()) {
      assertThat(live.problem().map(Problem::what))
          .contains(
              "etcd is unreachable: cannot read %s; in use: none of its settings".formatted(KEY));
    }
    etcd.etcdctl("put", KEY, "client_retries = 3");
    programs.start().close();
    assertThat(Files.readString(programs.copy())).contains("client_retries");
  }

  @Test
  void copy_that_cannot_be_parsed_is_logged_with_its_file() throws IOException {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger(EtcdConfigSource.class);
    logger.addAppender(log);
    writeCopy(KEY + " = 1 malformed");
    programs.withoutEtcd().load().close();
    logger.detachAppender(log);
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("Configuration: the copy " + programs.copy() + " is not used: ")
                    .contains("etcd://" + KEY + "@1:1:1: "));
  }

  @Test
  void copy_is_only_of_the_key() throws IOException {
    writeCopy("/other = 1 client_retries \\= 3\n" + KEY + " = 1 client_retries \\= 4");
    try (LiveConfig live = programs.withoutEtcd().load()) {
      assertThat(live.current().get(Settings.CLIENT_RETRIES)).isEqualTo(4);
    }
  }

  private void writeCopy(String text) throws IOException {
    Files.createDirectories(programs.copy().getParent());
    Files.writeString(programs.copy(), text);
  }
}
