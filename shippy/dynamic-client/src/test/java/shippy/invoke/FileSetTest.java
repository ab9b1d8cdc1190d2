package shippy.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import org.junit.jupiter.api.Test;

class FileSetTest {
  private final FileSet files = new FileSet();

  @Test
  void files_are_linked_in_any_order_and_missing_ones_named() {
    files.add(file("a.proto", "b.proto"));
    assertThat(files.missing()).containsExactly("b.proto");

    files.add(file("b.proto"));

    assertThat(files.missing()).isEmpty();
    assertThat(files.link()).extracting(f -> f.getName()).containsExactly("b.proto", "a.proto");
  }

  @Test
  void a_file_that_nobody_has_is_left_out() {
    files.add(file("a.proto", "gone.proto"));

    assertThat(files.link()).hasSize(1);
  }

  @Test
  void a_circle_is_refused() {
    files.add(file("a.proto", "b.proto"));
    files.add(file("b.proto", "a.proto"));

    assertThatThrownBy(files::link)
        .hasMessage(
            "schema by reflection: a.proto imports itself (expected: files without circles)");
  }

  @Test
  void too_many_files_are_refused() {
    assertThatThrownBy(
            () -> {
              for (int i = 0; i <= FileSet.MAX_FILES; i++) {
                files.add(file(i + ".proto"));
              }
            })
        .hasMessage(
            "schema by reflection: more than 500 files or 8 MiB (expected: a small schema)");
  }

  @Test
  void too_many_bytes_are_refused_before_they_are_read() {
    ByteString much = ByteString.copyFrom(new byte[FileSet.MAX_BYTES + 1]);

    assertThatThrownBy(() -> files.add(much)).hasMessageContaining("8 MiB");
  }

  @Test
  void what_is_no_descriptor_is_refused() {
    assertThatThrownBy(() -> files.add(ByteString.copyFromUtf8("\u0007\u0007")))
        .hasMessage("schema by reflection: no file descriptor (expected: a FileDescriptorProto)");
  }

  @Test
  void names_that_could_colour_a_terminal_are_no_names() {
    FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder().setName("x.proto");
    file.addMessageTypeBuilder().setName("\u001b[31mRed");
    files.add(file.build().toByteString());

    assertThatThrownBy(files::link).hasMessageContaining("(expected: valid proto files)");
  }

  private static ByteString file(String name, String... imports) {
    FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder().setName(name);
    for (String each : imports) {
      file.addDependency(each);
    }
    return file.build().toByteString();
  }
}
