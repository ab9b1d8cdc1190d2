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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.problem.ExitCode;

class ConfigFileTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name_file() {
    file = folder.resolve("shippy.properties");
  }

  @Test
  void missing_file_is_an_empty_one() {
    assertThat(ConfigFile.read(file).values()).isEmpty();
  }

  @Test
  void values_keep_their_line_and_inner_spaces() throws IOException {
    Files.writeString(file, "\n# comment = 1\n  registry =  etcd \nserver_metadata=a=b, c=d\nx=\n");
    assertThat(ConfigFile.read(file).values())
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
        problem(() -> ConfigFile.read(file)),
        ExitCode.CONFIG,
        file + ":2: \"registry_password…\" (expected: key = value)");
  }

  @Test
  void binary_file_is_said_to_be_no_text() throws IOException {
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    expect(
        problem(() -> ConfigFile.read(file)),
        ExitCode.CONFIG,
        "cannot read " + file + ": not UTF-8 text");
  }

  @Test
  void folder_is_said_to_be_one() throws IOException {
    Files.createDirectory(file);
    expect(
        problem(() -> ConfigFile.read(file)),
        ExitCode.CONFIG,
        "cannot read " + file + ": Is a directory");
  }

  @Test
  void forbidden_file_is_said_to_be_one() throws IOException {
    Files.writeString(file, "x=1");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "this user may read everything");
    expect(
        problem(() -> ConfigFile.read(file)),
        ExitCode.CONFIG,
        "cannot read " + file + ": permission denied");
  }
}
