package shippy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.config.TrafficSettings.RateLimit;
import shippy.config.TrafficSettings.Shedding;
import shippy.config.TrafficSettings.Shedding.By;
import shippy.problem.ProblemException;

class TrafficSettingsTest {
  private static Config config(Setting<?> setting, String text) {
    return Config.of(Map.of(setting.name(), text), Map.of());
  }

  private static void refused(Setting<?> setting, String text, String expected) {
    Config config = config(setting, text);
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> config.find(setting))
        .withMessageContaining("\"" + text + "\"")
        .withMessageContaining("expected: " + expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "100/s,burst=20 100 20",
        "100/s 100 100",
        "30/m 0.5 1",
        "0.5/s 0.5 1",
        "2.5/s 2.5 3",
        "60/m,burst=7 1 7"
      })
  void rate_has_a_unit_and_maybe_a_burst(String text, double perSecond, int burst) {
    assertThat(config(TrafficSettings.SERVER_RATE, text).find(TrafficSettings.SERVER_RATE))
        .contains(new RateLimit(perSecond, burst));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "100",
        "100/h",
        "0/s",
        "0.0/s",
        "-1/s",
        "1e9/s",
        "100/s,burst=0",
        "100/s,",
        "100/s,20",
        "99999999/s",
        "0.0001/s",
        "1/s,burst=10000000"
      })
  void other_rates_are_refused(String text) {
    refused(
        TrafficSettings.SERVER_RATE,
        text,
        "a rate such as 100/s or 30/m (0.001 to 9999999), then ,burst=20 (1 to 9999999) if wanted");
  }

  @Test
  void rates_are_of_methods_and_callers() {
    String text = "VesselService.Create.burst=3,VesselService.Create.rate=9/s,caller.rate=30/m";
    assertThat(config(TrafficSettings.SERVER_RATES, text).find(TrafficSettings.SERVER_RATES))
        .contains(
            Map.of("VesselService.Create", new RateLimit(9, 3), "caller", new RateLimit(0.5, 1)));
    assertThat(
            config(TrafficSettings.SERVER_RATES, "A.X.burst=3").find(TrafficSettings.SERVER_RATES))
        .contains(Map.of("A.X", new RateLimit(3, 3)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "rate=9/s",
        "A.X.burst=3.5",
        "X=9/s",
        "A.X.rate=9",
        "A.X.burst=many,A.X.rate=9/s",
        "A.X.rte=9/s",
        "A.X.rate=0/s",
        "A.X.rate=9/s,"
      })
  void other_rates_of_methods_are_refused(String text) {
    refused(TrafficSettings.SERVER_RATES, text, "NAME.rate=100/s or 30/m (0.001 to 9999999)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"caller", "caller.10.0.0.1", "caller.[::1]", "caller.a b", "A.X", "p.a.A.X"})
  void rates_are_of_what_calls_can_have(String name) {
    assertThat(
            config(TrafficSettings.SERVER_RATES, name + ".rate=9/s")
                .find(TrafficSettings.SERVER_RATES))
        .contains(Map.of(name, new RateLimit(9, 9)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"X", "caller.", "caller..x", "A..X", ".X", "A.", "a.A/X", "A. X"})
  void rates_of_what_no_call_has_are_refused(String name) {
    refused(
        TrafficSettings.SERVER_RATES,
        name + ".rate=9/s",
        "NAME.rate=100/s or 30/m (0.001 to 9999999) or NAME.burst=20 (1 to 9999999), each once,"
            + " separated by commas; NAME is SERVICE.METHOD, as VesselService.GetVessels, or");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "server_rates A.X.rate=9/s,A.Y.rate=9,A.Z.rate=9/s A.Y.rate=9",
        "server_rates A.X.rate=9/s,A.Y.rate=9,A.X.burst=0 A.X.burst=0,A.X.rate=9/s",
        "server_rates A.X.rate=9/s,A.Y.rate=9/s,A.X.rate=8/s A.X.rate=9/s,A.X.rate=8/s",
        "server_rates A.X.rate=9/s,A.X A.X",
        "methods A.X.timeout=1s,A.Y.timeout=soon A.Y.timeout=soon",
        "services a.b.balancer=random,b.breaker=perhaps b.breaker=perhaps",
        "log_levels io.grpc=debug,shippy=loud shippy=loud"
      })
  void wrong_entry_among_others_is_named(String name, String text, String entry) {
    Setting<?> setting =
        Settings.ALL.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    Config config = Config.of(Map.of(), Map.of(setting.variables().get(0), text));
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> config.find(setting))
        .withMessageStartingWith(setting.variables().get(0) + ": \"" + entry + "\" (expected: ")
        .withMessageContaining("each once, separated by commas");
  }

  @Test
  void shedding_is_by_load_or_by_latency() {
    assertThat(shedding("cpu:1")).isEqualTo(new Shedding(By.CPU, OptionalInt.of(1)));
    assertThat(shedding("cpu:1000")).isEqualTo(new Shedding(By.CPU, OptionalInt.of(1000)));
    assertThat(shedding("concurrency:gradient").by()).isEqualTo(By.CONCURRENCY);
    assertThat(shedding("off").by()).isEqualTo(By.OFF);
  }

  private static Shedding shedding(String text) {
    return config(TrafficSettings.SERVER_SHED, text).get(TrafficSettings.SERVER_SHED);
  }

  @ParameterizedTest
  @CsvSource({"on", "cpu", "cpu:", "cpu:0", "cpu:1001", "cpu:90%", "concurrency", "gradient"})
  void other_sheddings_are_refused(String text) {
    refused(TrafficSettings.SERVER_SHED, text, "cpu:900 (cpu:1 to cpu:1000)");
  }

  @Test
  void balancer_and_breaker_name_what_there_is() {
    refused(TrafficSettings.CLIENT_BALANCER, "p2c", "p2c_ewma, random or round_robin");
    refused(TrafficSettings.CLIENT_BREAKER, "true", "off or on");
  }

  @Test
  void balancer_is_of_services_and_breaker_of_methods_too() {
    MethodConfig config =
        config(Settings.SERVICES, "a.b.balancer=random,a.b.breaker=on")
            .get(Settings.SERVICES)
            .get("a.b");
    assertThat(config)
        .isEqualTo(
            new MethodConfig(
                Optional.empty(), Optional.empty(), Optional.of(true), Optional.of("random")));
    assertThat(config(Settings.METHODS, "A.B.breaker=off").get(Settings.METHODS).get("A.B"))
        .extracting(MethodConfig::breaker)
        .isEqualTo(Optional.of(false));
    refused(Settings.METHODS, "A.B.balancer=random", "NAME.timeout=DURATION");
    refused(Settings.SERVICES, "a.b.balancer=p2c", "NAME.timeout=DURATION");
    refused(Settings.SERVICES, "balancer=random", "NAME.timeout=DURATION");
  }
}
