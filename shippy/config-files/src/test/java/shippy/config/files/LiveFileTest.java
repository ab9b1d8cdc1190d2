package shippy.config.files;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.Format;
import shippy.config.LiveConfig;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.problem.Problem;
import shippy.testkit.SystemCommand;
import shippy.testkit.kubernetes.MountedConfigMap;

/** A configuration that follows a mounted file: good, bad, and good again. */
class LiveFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "yaml | client:\\n  retries: %s | client:\\n  retries: [1",
        "toml | [client]\\nretries = '%s' | [client]\\nretries = ",
        "json | {\"client\":\\n {\"retries\": %s}} | {\"client\":\\n ",
        "properties | \\nclient.retries = %s | \\nclient.retries",
      })
  void bad_version_changes_nothing_until_a_good_one(String ending, String text, String broken)
      throws IOException {
    String good = text.translateEscapes();
    MountedConfigMap map = new MountedConfigMap(folder, "s." + ending, good.formatted(1));
    try (LiveConfig live =
        LiveConfig.load(Map.of("config", map.file().toString()), Map.of(), List.of())) {
      live.follow(Clock.system());
      expect(live, 1);
      map.swap(good.formatted(3));
      expect(live, 3);
      for (String bad : List.of(broken.translateEscapes(), good.formatted(77))) {
        map.swap(bad);
        eventually(
            Duration.ofSeconds(2),
            () ->
                assertThat(live.problem().map(Problem::what))
                    .hasValueSatisfying(
                        what -> assertThat(what).matches(map.file() + ":2:\\d+: .+")));
        assertThat(live.current().get(Settings.CLIENT_RETRIES)).isEqualTo(3);
        map.swap(good.formatted(3));
        eventually(Duration.ofSeconds(2), () -> assertThat(live.problem()).isEmpty());
      }
      map.swap(good.formatted(4));
      expect(live, 4);
    }
  }

  @Test
  void change_between_start_and_following_is_not_lost() throws IOException {
    MountedConfigMap map = new MountedConfigMap(folder, "s.yaml", "client_retries: 1");
    try (LiveConfig live =
        LiveConfig.load(Map.of("config", map.file().toString()), Map.of(), List.of())) {
      map.swap("client_retries: 4");
      live.follow(Clock.system());
      expect(live, 4);
    }
  }

  @Test
  void file_that_becomes_a_pipe_is_a_problem_until_it_is_a_file_again() throws Exception {
    Path file = Files.writeString(folder.resolve("s.yaml"), "client_retries: 1");
    try (LiveConfig live =
        LiveConfig.load(Map.of("config", file.toString()), Map.of(), List.of())) {
      live.follow(Clock.system());
      Files.delete(file);
      SystemCommand.run(List.of("mkfifo", file.toString()));
      eventually(
          Duration.ofSeconds(3),
          () ->
              assertThat(live.problem().map(Problem::what))
                  .contains("cannot read " + file + ": not a regular file"));
      Files.delete(file);
      Files.writeString(file, "client_retries: 4");
      expect(live, 4);
    }
  }

  @Test
  void change_of_a_secret_is_logged_without_it() throws IOException {
    Setting<String> pin = Setting.optional("pin", "of the door", Format.text()).asSecret();
    Path file = Files.writeString(folder.resolve("s.yaml"), "pin: first0");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger(LiveConfig.class);
    Level level = logger.getLevel();
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
    try (LiveConfig live =
        LiveConfig.load(Map.of("config", file.toString()), Map.of(), List.of(pin.asReloadable()))) {
      live.follow(Clock.system());
      Files.writeString(file, "pin: second0");
      eventually(
          Duration.ofSeconds(3),
          () ->
              assertThat(log.list)
                  .extracting(ILoggingEvent::getFormattedMessage)
                  .containsExactly("Configuration: pin is *** now, was *** (" + file + ":1)"));
    } finally {
      logger.detachAppender(log);
      logger.setLevel(level);
    }
  }

  private static void expect(LiveConfig live, int retries) {
    eventually(
        Duration.ofSeconds(2),
        () -> {
          Config config = live.current();
          assertThat(config.get(Settings.CLIENT_RETRIES)).isEqualTo(retries);
        });
  }
}
