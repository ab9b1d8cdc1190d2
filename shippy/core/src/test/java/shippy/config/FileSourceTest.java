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

class FileSourceTest {
  /** Of a program with three settings of its own. */
  private static final SettingTree ANY =
      SettingTree.of(
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
    assertThat(read(file)).isEmpty();
  }

  @Test
  void values_keep_their_line_and_inner_spaces() throws IOException {
    Files.writeString(
        file, "\n# comment = 1\n  registry =  etcd \nserver_metadata=a=b, c=d\nstore=\n");
    assertThat(read(file))
        .isEqualTo(
            Map.of(
                "registry", origin("etcd", 3, 3),
                "server_metadata", origin("a=b, c=d", 4, 1),
                "store", origin("", 5, 1)));
  }

  @Test
  void malformed_line_is_named_by_its_first_word_as_the_rest_may_be_secret() throws IOException {
    Files.writeString(file, "registry = etcd\nregistry_password: hunter2\n");
    expect(
        problem(() -> read(file)),
        ExitCode.CONFIG,
        file + ":2:1: \"registry_password…\" (expected: key = value)");
  }

  @Test
  void value_of_several_lines_is_not_shown() throws IOException {
    Files.writeString(file, "registry_password = \\\n   s3cret\n");
    expect(
        problem(() -> read(file)),
        ExitCode.CONFIG,
        file + ":1:1: \"registry_password\" goes on in the next line (expected: one line)");
    Files.writeString(file, "s3cret\n");
    expect(
        problem(() -> read(file)),
        ExitCode.CONFIG,
        file + ":1:1: no setting (expected: key = value)");
  }

  @ParameterizedTest
  @CsvSource({
    "regstry,registry",
    "registry_adress,registry_address",
    "regsitry,registry",
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
    Problem problem = problem(() -> read(file));
    expect(problem, ExitCode.CONFIG, file + ":2:3: \"%s\" is no setting".formatted(typed));
    assertThat(problem.likely())
        .contains("a slip of the keyboard: did you mean \"%s\"?".formatted(meant));
    assertThat(problem.fixes()) // not a command that reads the file too
        .extracting(Problem.Fix::command)
        .containsExactly("--help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"order_address", "colour", "mail.timeout", "a..b", "client"})
  void key_that_is_no_setting_is_refused(String key) throws IOException {
    Files.writeString(file, "registry = etcd\n\n" + key + " = x\n");
    expect(
        problem(() -> read(file)),
        ExitCode.CONFIG,
        file + ":3:1: \"%s\" is no setting".formatted(key));
  }

  @ParameterizedTest
  @CsvSource({
    "registry-address,registry_address",
    "log.level,log_level",
    "client.request.timeout,client_request_timeout",
    "harbour.fee,harbour_fee",
  })
  void keys_may_be_nested(String key, String setting) throws IOException {
    Files.writeString(file, key + (setting.equals("log_level") ? " = warn\n" : " = 3\n"));
    assertThat(read(file)).containsOnlyKeys(setting);
  }

  @Test
  void keys_below_a_map_belong_to_it() throws IOException {
    Files.writeString(file, "log_levels.io.grpc = debug\n\nlog_levels.shippy = trace\n");
    assertThat(read(file))
        .isEqualTo(Map.of("log_levels", origin("io.grpc=debug,shippy=trace", 1, 1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "store = memory | store = x | 2:1: \"store\" is set twice",
        "log_level = info | log.level = info | 2:1: log_level is set twice, first in FILE:1:1",
        "log_levels = a=info | log_levels.b = warn | 2:1: log_levels.b is set twice,"
            + " first in FILE:1:1",
        "log_levels.a = info | log_levels = b=warn | 2:1: log_levels is set twice,"
            + " first in FILE:1:1",
        "log_levels = a=info,a=warn | | 1:1: \"a=info,a=warn\" (expected: logger=level pairs,"
            + " each once, separated by commas; a level is trace, debug, info, warn or error)",
        "methods.'a.B'.timeout = 1s | | 1:1: \"'a.B'.timeout\" (expected: a key without blanks,"
            + " quotes, commas and =)",
        "client_retries = 9 | | 1:1: \"9\" (expected: a whole number from 0 to 4)",
        "client_retries.max = 2 | | 1:1: client_retries: found keys below it"
            + " (expected: a whole number from 0 to 4)",
        "log_levels.io.grpc = loud | | 1:1: \"io.grpc=loud\" (expected: logger=level pairs,"
            + " each once, separated by commas; a level is trace, debug, info, warn or error)",
        "log_levels.io.grpc = warn,info | | 1:1: \"warn,info\" (expected: one value,"
            + " without a comma)",
      })
  void bad_value_is_told_with_its_place(String first, String second, String expected)
      throws IOException {
    Files.writeString(file, first + "\n" + (second == null ? "" : second));
    expect(
        problem(() -> read(file)),
        ExitCode.CONFIG,
        file + ":" + expected.replace("FILE", file.toString()));
  }

  @Test
  void long_file_is_refused() throws IOException {
    Files.writeString(file, "# " + "x".repeat(64 * 1024));
    expect(
        problem(() -> read(file)),
        ExitCode.CONFIG,
        file + ": 65538 characters (expected: at most 64 KiB of settings)");
  }

  @ParameterizedTest
  @CsvSource({"\uFEFF,1,1,FEFF", "'# a\nx = \u0007',2,5,0007", "'\n\n\u0000',3,1,0000"})
  void character_that_is_no_text_is_refused(String text, int line, int column, String code)
      throws IOException {
    Files.writeString(file, text);
    expect(
        problem(() -> read(file)),
        ExitCode.CONFIG,
        "%s:%d:%d: the character U+%s (expected: text without byte order mark and control"
                .formatted(file, line, column, code)
            + " characters)");
  }

  @Test
  void binary_file_is_said_to_be_no_text() throws IOException {
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    expect(problem(() -> read(file)), ExitCode.CONFIG, "cannot read " + file + ": not UTF-8 text");
  }

  @Test
  void folder_is_said_to_be_one() throws IOException {
    Files.createDirectory(file);
    expect(problem(() -> read(file)), ExitCode.CONFIG, "cannot read " + file + ": Is a directory");
  }

  @Test
  void forbidden_file_is_said_to_be_one() throws IOException {
    Files.writeString(file, "x=1");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "this user may read everything");
    expect(
        problem(() -> read(file)), ExitCode.CONFIG, "cannot read " + file + ": permission denied");
  }

  private Config.Origin origin(String text, int line, int column) {
    return new Config.Origin(text, new ConfigEntry.Place(file.toString(), line, column));
  }

  private static Map<String, Config.Origin> read(Path file) {
    return ANY.values(
        FileSource.optional(file).read().entries(),
        false,
        problem -> {
          throw problem.toException();
        });
  }
}
