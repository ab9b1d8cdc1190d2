package shippy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static final List<Setting<?>> ALL =
      Stream.of(Settings.COMMON, Settings.CLIENT, Settings.SERVER, Settings.STORAGE)
          .flatMap(List::stream)
          .toList();

  @Test
  void names_are_unique_and_spelled_as_in_go_micro() {
    assertThat(ALL).extracting(Setting::name).doesNotHaveDuplicates();
    assertThat(ALL).extracting(Setting::name).allMatch(name -> name.matches("[a-z][a-z_]*"));
    assertThat(Settings.REGISTRY_ADDRESS.flag()).isEqualTo("--registry_address");
    assertThat(Settings.REGISTRY_ADDRESS.variables()).containsExactly("MICRO_REGISTRY_ADDRESS");
  }

  @Test
  void every_default_is_of_its_own_form() {
    Config config = Config.of(Map.of(), Map.of());
    assertThat(ALL).allSatisfy(setting -> assertThat(config.find(setting)).isNotNull());
    assertThat(config.get(Settings.REGISTRY)).isEqualTo("mdns");
    assertThat(config.get(Settings.REGISTER_TTL)).isEqualTo(Duration.ofSeconds(15));
    assertThat(config.get(Settings.REGISTER_INTERVAL)).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.get(Settings.CLIENT_REQUEST_TIMEOUT)).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.get(Settings.CLIENT_RETRIES)).isEqualTo(2);
    assertThat(config.get(Settings.SERVER_ADDRESS)).isEqualTo("127.0.0.1:0");
  }

  @Test
  void only_passwords_are_secret_and_etcds_own_variables_serve_too() {
    assertThat(ALL)
        .filteredOn(Setting::secret)
        .containsExactly(Settings.REGISTRY_PASSWORD, Settings.STORE_PASSWORD);
    assertThat(Settings.REGISTRY_PASSWORD.variables())
        .containsExactly("MICRO_REGISTRY_PASSWORD", "ETCD_PASSWORD");
    assertThat(Settings.REGISTRY_USERNAME.variables())
        .containsExactly("MICRO_REGISTRY_USERNAME", "ETCD_USERNAME");
  }
}
