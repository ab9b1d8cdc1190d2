package shippy.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:50051,127.0.0.1,50051",
    "localhost:0,localhost,0",
    "my-host.example:65535,my-host.example,65535",
    "[::1]:80,::1,80",
    "[fe80::1%eth0]:80,fe80::1%eth0,80"
  })
  void parses_and_prints_the_same(String text, String host, int port) {
    HostPort parsed = HostPort.parse(text);
    assertThat(parsed).isEqualTo(new HostPort(host, port)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host",
        ":80",
        "host:",
        "::1:80",
        "[::1]",
        "[]:80",
        "host:80:80",
        "a b:80",
        "host:-1",
        "http://host:80",
        "host:123456",
        "a,b:80",
        "user@host:80",
        "host:80\n"
      })
  void other_text_is_quoted_with_the_expected_form(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostPort.parse(text))
        .withMessage("address: \"" + text + "\" (expected: host:port, such as 127.0.0.1:50051)");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65536, 70000})
  void port_has_a_range(int port) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HostPort("host", port))
        .withMessage("port: " + port + " (expected: 0-65535)");
  }

  @Test
  void port_range_is_checked_when_parsing_too() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostPort.parse("host:70000"))
        .withMessage("port: 70000 (expected: 0-65535)");
  }

  @Test
  void host_is_not_blank() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HostPort(" ", 80))
        .withMessage("host: \" \" (expected: a name or address)");
  }
}
