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
    "[fe80::1%eth0]:80,fe80::1%eth0,80",
    "[fe80::1%br-lan.100]:80,fe80::1%br-lan.100,80",
    "my_service:80,my_service,80",
    "Host.Example.:80,Host.Example.,80",
    "münchen.example:80,münchen.example,80"
  })
  void parses_and_prints_the_same(String text, String host, int port) {
    HostPort parsed = HostPort.parse(text);
    assertThat(parsed).isEqualTo(new HostPort(host, port)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "[0:0:0:0:0:0:0:1]:80,[::1]:80",
    "[2001:DB8::0001]:80,[2001:db8::1]:80",
    "[FE80:0::1%eth0]:80,[fe80::1%eth0]:80",
    "[::ffff:10.0.0.1]:80,10.0.0.1:80",
    "[::0]:80,[::]:80"
  })
  void forms_of_one_ipv6_address_are_equal(String text, String shortest) {
    assertThat(HostPort.parse(text)).isEqualTo(HostPort.parse(shortest)).hasToString(shortest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "host:0                 | port: 0 (expected: 1-65535)",
        "0.0.0.0:80             | host: 0.0.0.0 (expected: one that others can call)",
        "[::]:80                | host: :: (expected: one that others can call)",
        "[::ffff:0.0.0.0]:80    | host: 0.0.0.0 (expected: one that others can call)",
        "[::%eth0]:80           | host: ::%eth0 (expected: one that others can call)",
        "host                   | address: \"host\" (expected: host:port, such as 127.0.0.1:50051)"
      })
  void peer_is_somebody_that_can_be_called(String text, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostPort.parsePeer(text))
        .withMessage(why);
    assertThat(HostPort.parsePeer("[::1]:65535")).isEqualTo(new HostPort("::1", 65535));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[:::]:80", "[1:2]:80", "[1.2.3.4]:80x", "[12345::]:80", "[.]:80"})
  void what_is_in_brackets_is_an_ipv6_address(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> HostPort.parse(text));
  }

  @Test
  void long_text_is_quoted_in_part() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostPort.parse("h".repeat(254) + ":80"))
        .withMessage("host: \"" + "h".repeat(100) + "…\" (expected: a name or address)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostPort.parse("x".repeat(100_000)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    assertThat(HostPort.parse("h".repeat(253) + ":80").host()).hasSize(253);
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
