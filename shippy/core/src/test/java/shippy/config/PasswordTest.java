package shippy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;
import shippy.problem.ProblemText;

class PasswordTest {
  private static final String CANARY = "s3cr3t-canary";
  private static final Setting<String> PASSWORD =
      Setting.optional("door_password", "of the door", Format.text()).asSecret();
  private static final Setting<String> PASSWORD_FILE =
      Setting.optional("door_password_file", "holds it", Format.text());

  @TempDir Path folder;

  @Test
  void comes_from_environment_or_file_or_not_at_all() throws IOException {
    assertThat(password(Map.of(), Map.of("MICRO_DOOR_PASSWORD", CANARY))).contains(CANARY);
    Path file = secret(" p\n\n", "rw-------");
    assertThat(password(Map.of("door_password_file", file.toString()), Map.of())).contains(" p\n");
    assertThat(password(Map.of(), Map.of())).isEmpty();
  }

  @Test
  void both_are_an_error() {
    refused(Map.of("door_password_file", "f"), Map.of("MICRO_DOOR_PASSWORD", CANARY))
        .hasMessage(
            "--door_password_file: \"f\" (expected: a password or a password file, not both)");
  }

  @Test
  void unusable_file_is_an_error_that_names_it() throws IOException {
    Path open = secret(CANARY, "rw-r--r--");
    refusedFile(open)
        .hasMessageStartingWith("--door_password_file: \"" + open + "\" (expected: a file that")
        .hasMessageContaining("chmod o-rwx " + open);
    refusedFile(secret("\n", "rw-------")).hasMessageContaining("a file with a password in it");
    refusedFile(secret("x".repeat(5000), "rw-------")).hasMessageContaining("at most 4096 bytes");
    refusedFile(folder).hasMessageContaining("\"" + folder + "\" (expected: an existing file of");
    refusedFile(folder.resolve("none")).hasMessageContaining("none");
    Path binary = secret("", "rw-------");
    Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe});
    refusedFile(binary).hasMessageContaining("cannot read the password file " + binary);
  }

  /** As secrets are mounted into containers. */
  @Test
  void file_of_another_user_may_be_readable_by_others() throws IOException {
    Path mounted = secret(CANARY, "rw-r--r--");
    assumeTrue(System.getProperty("user.name").equals("root"), "only root gives files away");
    Files.setAttribute(mounted, "unix:uid", 65532);
    assertThat(password(Map.of("door_password_file", mounted.toString()), Map.of()))
        .contains(CANARY);
  }

  private Path secret(String text, String rights) throws IOException {
    Path file = Files.writeString(Files.createTempFile(folder, "secret", ""), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
  }

  private static Optional<String> password(Map<String, String> flags, Map<String, String> env) {
    return Secrets.password(Config.of(flags, env), PASSWORD, PASSWORD_FILE);
  }

  private static AbstractThrowableAssert<?, ?> refusedFile(Path file) {
    return refused(Map.of("door_password_file", file.toString()), Map.of());
  }

  private static AbstractThrowableAssert<?, ?> refused(
      Map<String, String> flags, Map<String, String> env) {
    return assertThatThrownBy(() -> password(flags, env))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().code()).isIn(ExitCode.USAGE, ExitCode.CONFIG);
              assertThat(ProblemText.render(e.problem())).doesNotContain(CANARY);
            });
  }
}
