package shippy.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://h/d?password=x1, jdbc:postgresql://h/d?password=***",
    "jdbc:postgresql://h/d?user=u&password=x1&ssl=true,"
        + " jdbc:postgresql://h/d?user=u&password=***&ssl=true",
    "jdbc:postgresql://h/d?sslpassword=x1, jdbc:postgresql://h/d?sslpassword=***",
    "jdbc:postgresql://h/d?ssl=true&SSLPassword=x1, jdbc:postgresql://h/d?ssl=true&SSLPassword=***",
    "jdbc:postgresql://h/d?authToken=x1&a=b, jdbc:postgresql://h/d?authToken=***&a=b",
    "jdbc:postgresql://h/d?client_secret=x1=y, jdbc:postgresql://h/d?client_secret=***",
    "jdbc:postgresql://h/d?password=x1&sslpassword=x2,"
        + " jdbc:postgresql://h/d?password=***&sslpassword=***",
    "jdbc:mysql://h/d;pwd=x1;a=b, jdbc:mysql://h/d;pwd=***;a=b",
    "jdbc:postgresql://u:x1@h:5432/d, jdbc:postgresql://u:***@h:5432/d",
    "postgres://u:x/1@2@h/d?a=b, postgres://u:***@h/d?a=b",
    "https://:x1@h, https://:***@h",
    "cannot open jdbc:x://u:x1@h/d?token=x2 now, cannot open jdbc:x://u:***@h/d?token=*** now",
  })
  void secret_is_hidden_and_the_rest_is_shown(String text, String shown) {
    assertThat(Secrets.mask(text)).isEqualTo(shown);
    assertThat(Secrets.in(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sqlite:/home/u/token=x/password.db",
        "jdbc:postgresql://h:5432/d?user=u&ssl=true",
        "jdbc:postgresql://[::1]:5432/d?user=a@b",
        "jdbc:postgresql://u@h/d",
        "127.0.0.1:2379,http://h:1",
      })
  void text_without_a_secret_stays_as_it_is(String text) {
    assertThat(Secrets.mask(text)).isEqualTo(text);
    assertThat(Secrets.in(text)).isFalse();
  }
}
