package shippy.demo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.problem.ProblemText;

class EtcdProgramTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void given_program_comes_before_the_one_in_path() throws IOException {
    Path mine = program("mine");
    Path etcd = program("etcd");
    Map<String, String> env = Map.of("PATH", "/nowhere::" + folder);

    assertThat(EtcdProgram.find(Optional.of(mine.toString()), env)).isEqualTo(mine);
    assertThat(EtcdProgram.find(Optional.empty(), env)).isEqualTo(etcd);
  }

  @Test
  void missing_etcd_names_the_fix() {
    Problem problem = failure(Optional.empty());

    assertThat(problem.code()).isEqualTo(ExitCode.NO_INPUT);
    assertThat(ProblemText.render(problem))
        .isEqualTo(
            """
            error: no etcd found, and the demo runs real ones
              looked in PATH: %1$s
              likely: etcd is not installed
              try:    install etcd
                      apt-get install etcd-server   or brew install etcd
                      shippy demo --etcd=PATH       use the one you have
            """
                .formatted(folder));
  }

  @Test
  void given_file_that_cannot_be_run_is_refused() throws IOException {
    Path text = Files.writeString(folder.resolve("etcd"), "no program");

    assertThat(failure(Optional.of(text.toString())).what())
        .isEqualTo("--etcd: \"%s\" (expected: an executable file)".formatted(text));
    assertThat(failure(Optional.of(folder.toString())).code()).isEqualTo(ExitCode.NO_INPUT);
  }

  private Problem failure(Optional<String> given) {
    return catchThrowableOfType(
            ProblemException.class,
            () -> EtcdProgram.find(given, Map.of("PATH", folder.toString())))
        .problem();
  }

  private Path program(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
