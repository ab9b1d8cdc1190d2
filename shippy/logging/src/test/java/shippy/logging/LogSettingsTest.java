package shippy.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogSettingsTest {
  @Test
  void defaults_are_warnings_as_text_on_stderr() {
    assertThat(LogSettings.of(new Properties()))
        .isEqualTo(new LogSettings(Level.WARN, Map.of(), false, false, true, Optional.empty()));
  }

  @Test
  void all_can_be_set() {
    Properties properties = new Properties();
    properties.setProperty("shippy.log_level", "debug");
    properties.setProperty("shippy.log_levels", "io.grpc=debug,a=error");
    properties.setProperty("shippy.log_format", "json");
    properties.setProperty("shippy.log_target", "stdout");
    properties.setProperty("shippy.log_libraries", "off");
    properties.setProperty("shippy.log_fluentd", "host:24224");
    assertThat(LogSettings.of(properties))
        .isEqualTo(
            new LogSettings(
                Level.DEBUG,
                Map.of("io.grpc", Level.DEBUG, "a", Level.ERROR),
                true,
                true,
                false,
                Optional.of("host:24224")));
  }

  @ParameterizedTest
  @CsvSource({"trace,true", "debug,true", "info,false", "warn,false", "error,false"})
  void debug_and_trace_are_verbose(String level, boolean verbose) {
    Properties properties = new Properties();
    properties.setProperty("shippy.log_level", level);
    assertThat(LogSettings.of(properties).verbose()).isEqualTo(verbose);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shippy.log_level|WARN|trace, debug, info, warn or error",
        "shippy.log_levels|WARN|trace, debug, info, warn or error",
        "shippy.log_format|xml|text or json",
        "shippy.log_target|file|stderr or stdout",
        "shippy.log_libraries|no|off or on"
      })
  void other_values_are_named(String name, String value, String expected) {
    Properties properties = new Properties();
    properties.setProperty(name, value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogSettings.of(properties))
        .withMessage("%s: \"%s\" (expected: %s)", name, value, expected);
  }
}
