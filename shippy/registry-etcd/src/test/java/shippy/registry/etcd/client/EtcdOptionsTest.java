package shippy.registry.etcd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.config.Config;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;
import shippy.problem.ProblemText;
import shippy.testkit.etcd.SelfSignedCertificate;

class EtcdOptionsTest {
  private static final String CANARY = "s3cr3t-canary";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a; a:2379",
        "127.0.0.1:1; 127.0.0.1:1",
        "http://a; a:2379",
        "http://a:5/; a:5",
        "a , b:7,a:2379; a:2379, b:7",
        "[::1]; [::1]:2379",
        "http://[fd00::1]:9; [fd00::1]:9",
        "etcd-1.example.com; etcd-1.example.com:2379",
      })
  void addresses_are_read_in_every_form(String text, String location) {
    assertThat(options(Map.of("registry_address", text)).location()).isEqualTo(location);
    assertThat(options(Map.of("registry_address", text)).tls()).isEmpty();
  }

  @Test
  void default_is_this_machine() {
    assertThat(options(Map.of()).location()).isEqualTo("127.0.0.1:2379");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a,,b; \"\" is not",
        "a,b:c; \"b:c\" is not",
        "ftp://a; \"ftp://a\" is not",
        "a:0; that of \"a:0\" is not",
        "a,b:70000; that of \"b:70000\" is not",
        "::1; \"::1\" is not",
        "a/b; \"a/b\" is not",
        "http://a,https://b; all members with https, or none",
      })
  void bad_entry_is_an_error_that_names_it(String text, String message) {
    refused(Map.of("registry_address", text), Map.of())
        .hasMessageStartingWith("--registry_address: \"" + text + "\"")
        .hasMessageContaining(message);
  }

  @Test
  void password_inside_an_address_is_not_shown() {
    refused(Map.of("registry_address", "http://user:" + CANARY + "@a:1"), Map.of())
        .hasMessageStartingWith("registry_address: an entry with \"@\"");
  }

  @Test
  void login_comes_from_environment_or_file() throws IOException {
    Map<String, String> user = Map.of("registry_username", "u");
    Map<String, String> env = Map.of("MICRO_REGISTRY_PASSWORD", CANARY);
    assertThat(EtcdOptions.from(Config.of(user, env)).credentials())
        .contains(new Credentials("u", CANARY));
    Map<String, String> go = Map.of("ETCD_USERNAME", "u", "ETCD_PASSWORD", CANARY);
    assertThat(EtcdOptions.from(Config.of(Map.of(), go)).credentials())
        .contains(new Credentials("u", CANARY));
    Path file = secret(" p\n\n", "rw-------");
    assertThat(
            options(Map.of("registry_username", "u", "registry_password_file", file.toString()))
                .credentials())
        .contains(new Credentials("u", " p\n"));
    assertThat(new Credentials("u", CANARY).toString()).isEqualTo("u:***");
  }

  @Test
  void half_a_login_is_an_error() {
    refused(Map.of("registry_username", "u"), Map.of())
        .hasMessageContaining("--registry_username: \"u\" (expected: a password with it");
    refused(Map.of(), Map.of("MICRO_REGISTRY_PASSWORD", CANARY))
        .hasMessageContaining("MICRO_REGISTRY_PASSWORD: \"***\" (expected: a user with it");
  }

  @Test
  void unusable_ca_file_is_an_error_that_names_it() throws IOException {
    Path none = folder.resolve("none.pem");
    Path text = Files.writeString(folder.resolve("text.pem"), "no certificate");
    for (Path file : new Path[] {none, text, folder}) {
      refused(Map.of("registry_ca_file", file.toString()), Map.of())
          .hasMessage(
              "registry_ca_file: \"%s\" (expected: CA certificates in PEM)".formatted(file));
    }
    refused(Map.of("registry_ca_file", "f", "registry_address", "http://a"), Map.of())
        .hasMessageContaining("since registry_ca_file asks for TLS");
  }

  @Test
  void certificate_and_key_ask_for_tls() {
    SelfSignedCertificate own = SelfSignedCertificate.create(folder, "own");
    EtcdOptions options = options(certified(own.certificate(), own.key()));
    assertThat(options.tls()).isPresent();
    assertThat(options.certificate().orElseThrow()).hasToString("CN=own");
  }

  @Test
  void half_a_client_certificate_is_an_error() {
    refused(Map.of("registry_cert_file", "c.pem"), Map.of())
        .hasMessage(
            "--registry_cert_file: \"c.pem\" (expected: its private key with it, in"
                + " --registry_key_file)");
    refused(Map.of(), Map.of("MICRO_REGISTRY_KEY_FILE", "k.pem"))
        .hasMessage(
            "MICRO_REGISTRY_KEY_FILE: \"k.pem\" (expected: its certificate with it, in"
                + " --registry_cert_file)");
    refused(Map.of("registry_cert_file", "f", "registry_address", "http://a"), Map.of())
        .hasMessageContaining("since registry_cert_file asks for TLS");
  }

  @Test
  void unusable_certificate_or_key_is_an_error_that_names_it_and_the_fix() throws IOException {
    SelfSignedCertificate own = SelfSignedCertificate.create(folder, "own");
    SelfSignedCertificate other = SelfSignedCertificate.create(folder, "other");
    Path none = folder.resolve("none.pem");
    Path old = secret("-----BEGIN EC PRIVATE KEY-----\nAAAA\n", "rw-------");
    Path open = secret("", "rw-r--r--");
    refused(certified(none, own.key()), Map.of())
        .hasMessage("registry_cert_file: \"%s\" (expected: a certificate in PEM)".formatted(none));
    for (Path key : new Path[] {none, old, folder}) {
      refused(certified(own.certificate(), key), Map.of())
          .hasMessage(
              "registry_key_file: \"%s\" (expected: a private key in PEM, without a password)"
                  .formatted(key))
          .extracting(e -> ((ProblemException) e).problem().fixes().get(0).command())
          .isEqualTo("openssl pkcs8 -topk8 -nocrypt -in %s -out key.pem".formatted(key));
    }
    refused(certified(own.certificate(), other.key()), Map.of())
        .hasMessageContaining("(expected: the key of the certificate in registry_cert_file)");
    refused(certified(own.certificate(), open), Map.of())
        .hasMessageContaining("chmod o-rwx " + open);
  }

  private static Map<String, String> certified(Path certificate, Path key) {
    return Map.of(
        "registry_cert_file", certificate.toString(), "registry_key_file", key.toString());
  }

  @Test
  void https_alone_trusts_what_the_jdk_trusts() {
    assertThat(options(Map.of("registry_address", "https://a")).tls()).isPresent();
  }

  private Path secret(String text, String rights) throws IOException {
    Path file = Files.writeString(Files.createTempFile(folder, "secret", ""), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
  }

  private static EtcdOptions options(Map<String, String> flags) {
    return EtcdOptions.from(Config.of(flags, Map.of()));
  }

  private static AbstractThrowableAssert<?, ?> refused(
      Map<String, String> flags, Map<String, String> env) {
    return assertThatThrownBy(() -> EtcdOptions.from(Config.of(flags, env)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().code()).isIn(ExitCode.USAGE, ExitCode.CONFIG);
              assertThat(ProblemText.render(e.problem())).doesNotContain(CANARY);
            });
  }
}
