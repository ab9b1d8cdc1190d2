package shippy.invoke;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/**
 * Proto files as a service describes them, linked to each other. A service is not trusted: the
 * number and size of its files are limited, and circular imports are refused. One thread.
 */
final class FileSet {
  static final int MAX_FILES = 500;
  static final int MAX_BYTES = 8 * 1024 * 1024;

  private final Map<String, FileDescriptorProto> files = new LinkedHashMap<>();
  private final Map<String, FileDescriptor> linked = new LinkedHashMap<>();
  private final Set<String> open = new LinkedHashSet<>();
  private long bytes;

  /** Adds a file; the first one of a name stays. */
  void add(ByteString raw) {
    bytes += raw.size();
    if (bytes > MAX_BYTES || files.size() >= MAX_FILES) {
      throw wrong(
          "more than %d files or %d MiB".formatted(MAX_FILES, MAX_BYTES >> 20), "a small schema");
    }
    try {
      FileDescriptorProto file = FileDescriptorProto.parseFrom(raw, FieldUse.EXTENSIONS);
      files.putIfAbsent(file.getName(), file);
    } catch (InvalidProtocolBufferException e) {
      throw wrong("no file descriptor", "a FileDescriptorProto").problem().toException(e);
    }
  }

  /** The names of imported files that are not there. */
  Set<String> missing() {
    Set<String> missing = new LinkedHashSet<>();
    files.values().forEach(file -> missing.addAll(file.getDependencyList()));
    missing.removeAll(files.keySet());
    return missing;
  }

  /** All files; a type from a file that is still missing has no fields. */
  List<FileDescriptor> link() {
    files.values().forEach(this::link);
    return List.copyOf(linked.values());
  }

  private FileDescriptor link(FileDescriptorProto file) {
    FileDescriptor known = linked.get(file.getName());
    if (known != null) {
      return known;
    }
    if (!open.add(file.getName())) {
      throw wrong("%s imports itself".formatted(file.getName()), "files without circles");
    }
    List<FileDescriptor> imports = new ArrayList<>();
    for (String dependency : file.getDependencyList()) {
      FileDescriptorProto imported = files.get(dependency);
      if (imported != null) {
        imports.add(link(imported));
      }
    }
    FileDescriptor descriptor = build(file, imports);
    linked.put(file.getName(), descriptor);
    return descriptor;
  }

  private static FileDescriptor build(FileDescriptorProto file, List<FileDescriptor> imports) {
    try {
      return FileDescriptor.buildFrom(file, imports.toArray(new FileDescriptor[0]), true);
    } catch (DescriptorValidationException e) {
      throw wrong(String.valueOf(e.getMessage()), "valid proto files").problem().toException(e);
    }
  }

  private static ProblemException wrong(String what, String expected) {
    return Problem.of(
            ExitCode.FAILED, "schema by reflection: %s (expected: %s)".formatted(what, expected))
        .withLikely("a fault of the service's reflection")
        .toException();
  }
}
