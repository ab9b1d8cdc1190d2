package shippy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static shippy.config.ConfigTest.expect;
import static shippy.config.ConfigTest.problem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

class ConfigFileTest {
  /** Of a program with three settings of its own. */
  private static final SettingNames ANY =
      SettingNames.of(
          Stream.of("harbour_fee", "output", "api_address")
              .map(name -> Setting.optional(name, "what a program asks", Format.text()))
              .toList());

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name_file() {
    file = folder.resolve("shippy.properties");
  }

  @Test
  void missing_file_is_an_empty_one() {
    assertThat(ConfigFile.read(file, ANY)).isEmpty();
  }

  @Test
  void values_keep_their_line_and_inner_spaces() throws IOException {
    Files.writeString(file, "\n# comment = 1\n  registry =  etcd \nserver_metadata=a=b, c=d\nx=\n");
    assertThat(ConfigFile.read(file, ANY))
        .isEqualTo(
            Map.of(
                "registry", new Config.Origin("etcd", file + ":3"),
                "server_metadata", new Config.Origin("a=b, c=d", file + ":4"),
                "x", new Config.Origin("", file + ":5")));
  }

  @Test
  void malformed_line_is_named_by_its_first_word_as_the_rest_may_be_secret() throws IOException {
    Files.writeString(file, "registry = etcd\nregistry_password: hunter2\n");
    expect(
        problem(() -> ConfigFile.read(file, ANY)),
        ExitCode.CONFIG,
        file + ":2: \"registry_password…\" (expected: key = value)");
  }

  @ParameterizedTest
  @CsvSource({
    "regstry,registry",
    "registry_adress,registry_address",
    "regsitry,registry",
    "registry-address,registry_address",
    "log.level,log_level",
    "registryAddress,registry_address",
    "REGISTRY,registry",
    "MICRO_REGISTRY,registry",
    "--registry,registry",
    "storee,store",
    "datadir,data_dir",
    "server_adress,server_address",
    "api_adress,api_address",
    "outptu,output",
    "harbor_fee,harbour_fee",
  })
  void misspelt_key_is_refused_with_the_one_that_was_meant(String typed, String meant)
      throws IOException {
    Files.writeString(file, "registry = etcd\n  %s = hunter2\n".formatted(typed));
    Problem problem = problem(() -> ConfigFile.read(file, ANY));
    expect(problem, ExitCode.CONFIG, file + ":2:3: \"%s\" is no setting".formatted(typed));
    assertThat(problem.likely())
        .contains("a slip of the keyboard: did you mean \"%s\"?".formatted(meant));
    assertThat(problem.fixes()) // not a command that reads the file too
        .extracting(Problem.Fix::command)
        .containsExactly("--help");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "harbour_fee",
        "order_address",
        "broker_address",
        "store_path",
        "colour",
        "mail_timeout",
        "store",
        "api_address",
        "output",
      })
  void key_of_another_program_is_not(String key) throws IOException {
    Files.writeString(file, key + " = x\n");
    assertThat(ConfigFile.read(file, ANY)).containsKey(key);
  }

  @Test
  void binary_file_is_said_to_be_no_text() throws IOException {
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    expect(
        problem(() -> ConfigFile.read(file, ANY)),
        ExitCode.CONFIG,
        "cannot read " + file + ": not UTF-8 text");
  }

  @Test
  void folder_is_said_to_be_one() throws IOException {
    Files.createDirectory(file);
    expect(
        problem(() -> ConfigFile.read(file, ANY)),
        ExitCode.CONFIG,
        "cannot read " + file + ": Is a directory");
  }

  @Test
  void forbidden_file_is_said_to_be_one() throws IOException {
    Files.writeString(file, "x=1");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "this user may read everything");
    expect(
        problem(() -> ConfigFile.read(file, ANY)),
        ExitCode.CONFIG,
        "cannot read " + file + ": permission denied");
  }
}
