package shippy.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarCopiesTest {
  @TempDir private Path folder = Path.of("");
  private final List<String> complaints = new ArrayList<>();
  private Path jar = folder;
  private RunFile run = RunFile.mine(folder);
  private JarCopies copies = new JarCopies(folder, complaints::add);

  @BeforeEach
  void pack() throws IOException {
    jar = folder.resolve("vessel-service.jar");
    write("1", null);
    run = RunFile.mine(folder.resolve("run"));
    copies = new JarCopies(run.jars(), complaints::add);
  }

  private void write(String version, @Nullable String classPath) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
    if (classPath != null) {
      manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    }
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
  }

  private Program copy(String name) {
    return copies.apply(new Program(name, jar));
  }

  @Test
  void building_again_leaves_the_copy_alone_and_a_later_start_has_the_new_one() throws IOException {
    byte[] before = Files.readAllBytes(jar);
    Path first = copy("vessel").jar();
    assertThat(first).hasFileName("vessel-service.jar").hasBinaryContent(before);
    assertThat(copy("vessel-2")).isEqualTo(new Program("vessel-2", first));
    write("a longer version", null);
    assertThat(first).hasBinaryContent(before);
    assertThat(copy("vessel").jar()).isNotEqualTo(first).hasSameBinaryContentAs(jar);
    assertThat(complaints).isEmpty();
  }

  @Test
  void jar_with_an_archive_is_the_file_that_the_archive_fits() throws IOException {
    Path kept = Files.createDirectories(folder.resolve("archived")).resolve("vessel-service.jar");
    Files.copy(jar, kept, StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(Path.of(kept + "-" + System.getProperty("java.version") + ".jsa"), "classes");

    Program copy = copy("vessel");
    Path archive = Path.of(copy.jar() + "-" + System.getProperty("java.version") + ".jsa");
    assertThat(Files.isSameFile(copy.jar(), kept)).isTrue();
    assertThat(archive).hasContent("classes");
    assertThat(copy.command(List.of())).contains("-XX:SharedArchiveFile=" + archive);

    write("a longer version", null);
    Program newer = copy("vessel");
    assertThat(newer.jar()).hasSameBinaryContentAs(jar);
    assertThat(newer.command(List.of())).noneMatch(flag -> flag.contains("SharedArchiveFile"));
  }

  @Test
  void copies_go_with_the_file_of_the_run() throws IOException {
    Path copy = copy("vessel").jar();
    assertThat(copy.startsWith(folder.resolve("run"))).isTrue();
    run.delete();
    assertThat(folder.resolve("run")).isEmptyDirectory();
    run.delete();
  }

  @Test
  void jar_with_a_class_path_stays_beside_what_it_names() throws IOException {
    write("1", "lib/core.jar");
    assertThat(copy("vessel").jar()).isEqualTo(jar);
  }

  @Test
  void folder_that_cannot_be_made_is_told_and_the_jar_itself_runs() throws IOException {
    Files.writeString(folder.resolve("run"), "in the way");
    assertThat(copy("vessel").jar()).isEqualTo(jar);
    assertThat(complaints).singleElement().asString().startsWith(jar + " is not copied");
  }

  @Test
  void held_copy_stays_until_it_is_renewed_and_comes_back_if_that_is_undone() throws IOException {
    copies.hold();
    Path first = copy("vessel").jar();
    write("broken", null);
    assertThat(copy("vessel").jar()).isEqualTo(first);
    Runnable undo = copies.renew(jar);
    assertThat(copy("vessel").jar()).isNotEqualTo(first);
    undo.run();
    assertThat(copy("vessel").jar()).isEqualTo(first);

    write("mended at last", null);
    copies.renew(jar);
    Path mended = copy("vessel").jar();
    copies.deleteOld(jar);
    assertThat(first).doesNotExist();
    assertThat(mended).hasSameBinaryContentAs(jar);
  }
}
