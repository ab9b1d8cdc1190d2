package shippy.reflection;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import io.grpc.ServerServiceDefinition;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The descriptor sets in jars and folders of classes, at {@value #FOLDER}{@code /*.binpb}, as
 * {@code protoc --include_source_info} writes them. They are read when they are first needed. Safe
 * for any thread.
 */
final class DescriptorSets {
  static final String FOLDER = "META-INF/descriptors";

  private static final long MAX_BYTES = 8 * 1024 * 1024;

  private final Set<Path> places;
  private @Nullable Map<String, SourceCodeInfo> comments;

  /** Those in these jars and folders. */
  DescriptorSets(Set<Path> places) {
    this.places = Set.copyOf(places);
  }

  /** Those beside the code that protoc generated for these services. */
  static DescriptorSets of(List<ServerServiceDefinition> services) {
    return new DescriptorSets(
        services.stream()
            .map(service -> service.getServiceDescriptor().getSchemaDescriptor())
            .filter(Objects::nonNull)
            .flatMap(schema -> place(schema.getClass()).stream())
            .collect(Collectors.toSet()));
  }

  private static Optional<Path> place(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    try {
      return source == null || source.getLocation() == null
          ? Optional.empty()
          : Optional.of(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      return Optional.empty(); // no file: loaded in another way
    }
  }

  /** The comments of that file; empty if there are none. */
  Optional<SourceCodeInfo> comments(FileDescriptorProto file) {
    return Optional.ofNullable(all().get(key(file)));
  }

  private synchronized Map<String, SourceCodeInfo> all() {
    if (comments == null) {
      Map<String, SourceCodeInfo> found = new HashMap<>();
      for (Path place : places) {
        try {
          read(place, found);
        } catch (IOException | RuntimeException e) {
          LoggerFactory.getLogger(DescriptorSets.class)
              .warn("no comments of proto files: {} cannot be read", place, e);
        }
      }
      comments = found;
    }
    return comments;
  }

  private static void read(Path place, Map<String, SourceCodeInfo> into) throws IOException {
    if (Files.isDirectory(place)) {
      readFolder(place.resolve(FOLDER), into);
      return;
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      readFolder(jar.getPath(FOLDER), into);
    }
  }

  private static void readFolder(Path folder, Map<String, SourceCodeInfo> into) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".binpb")).toList()) {
        if (Files.size(file) <= MAX_BYTES) {
          FileDescriptorSet.parseFrom(Files.readAllBytes(file)).getFileList().stream()
              .filter(FileDescriptorProto::hasSourceCodeInfo)
              .forEach(each -> into.put(key(each), commentsOf(each)));
        }
      }
    }
  }

  private static String key(FileDescriptorProto file) {
    return file.getPackage() + " " + file.getName();
  }

  /** Without places that have no comment, which are most of it. */
  private static SourceCodeInfo commentsOf(FileDescriptorProto file) {
    List<Location> told =
        file.getSourceCodeInfo().getLocationList().stream()
            .filter(place -> place.hasLeadingComments() || place.hasTrailingComments())
            .toList();
    return SourceCodeInfo.newBuilder().addAllLocation(told).build();
  }
}
