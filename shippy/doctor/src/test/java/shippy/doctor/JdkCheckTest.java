package shippy.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkCheckTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void jvm_of_17_or_newer_passes() {
    assertThat(Rows.of(new JdkCheck("17.0.15", Map.of())).line())
        .isEqualTo("PASS jdk: Java 17.0.15 (needed: 17 or newer)");
    assertThat(Rows.of(new JdkCheck("25-ea", Map.of())).pass()).isTrue();
  }

  @Test
  void jvm_that_is_too_old_fails_and_names_a_package() {
    Rows rows = Rows.of(new JdkCheck("11.0.2", Map.of()));
    assertThat(rows.line()).isEqualTo("FAIL jdk: Java 11.0.2 (needed: 17 or newer)");
    assertThat(rows.fix()).isEqualTo("apt install openjdk-17-jdk");
    assertThat(Rows.of(new JdkCheck("1.8.0_392", Map.of())).pass()).isFalse();
  }

  @Test
  void old_java_in_path_fails_until_a_newer_one_stands_first() throws IOException {
    Path old = jdk("jdk-11", "11.0.2");
    Path current = jdk("jdk-17", "17.0.15");
    Path links = Files.createDirectory(folder.resolve("links"));
    Files.createSymbolicLink(links.resolve("java"), old.resolve("bin/java"));
    assertThat(Rows.of(new JdkCheck("17.0.15", Map.of("PATH", links + ":/bin"))).lines())
        .containsExactly(
            "PASS jdk: Java 17.0.15 (needed: 17 or newer)",
            "FAIL jdk: Java 11.0.2 in PATH (needed: 17 or newer)");
    String path = current.resolve("bin") + ":" + links;
    assertThat(Rows.of(new JdkCheck("17.0.15", Map.of("PATH", path))).pass()).isTrue();
  }

  @Test
  void old_java_home_fails_for_the_sake_of_maven() throws IOException {
    Path old = jdk("jdk-8", "1.8.0_392");
    assertThat(Rows.of(new JdkCheck("17.0.15", Map.of("JAVA_HOME", old.toString()))).lines())
        .contains("FAIL jdk: Java 1.8.0_392 in JAVA_HOME (needed: 17 or newer)");
  }

  @Test
  void what_tells_no_version_is_left_alone() {
    Map<String, String> env = Map.of("JAVA_HOME", folder.toString(), "PATH", folder.toString());
    assertThat(Rows.of(new JdkCheck("17", env)).pass()).isTrue();
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"%s\"\n".formatted(version));
    Path java = Files.createFile(Files.createDirectory(home.resolve("bin")).resolve("java"));
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return home;
  }
}
