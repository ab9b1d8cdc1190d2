package shippy.reflection;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.invoke.Invoker;
import shippy.invoke.Method;
import shippy.invoke.Shape;
import shippy.platform.Platform;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceImplBase;
import shippy.registry.InMemoryRegistry;
import shippy.service.RunningService;
import shippy.service.Service;

class ProtoFileCommentsTest {
  private static final FileDescriptorProto FILE =
      FileDescriptorProto.newBuilder().setName("a.proto").setPackage("p").build();

  @Test
  void reflection_tells_the_comments_of_services_methods_and_fields() {
    try (InMemoryRegistry registry = new InMemoryRegistry(Clock.system());
        Platform platform = Platform.on(registry, Config.of(Map.of(), Map.of()));
        RunningService service =
            Service.named("vessels")
                .handler(new VesselServiceImplBase() {})
                .grace(Duration.ZERO)
                .start(platform);
        Invoker invoker = Invoker.of(platform)) {
      service.ready().orTimeout(20, TimeUnit.SECONDS).join();

      Method create = invoker.method("vessels", "Create");

      assertThat(create.doc()).startsWith("Adds a vessel to the fleet, of at most 2 000. Idemp");
      assertThat(create.serviceDoc()).startsWith("Owns the fleet and its capacity.");
      assertThat(field(create.requestShape(), "max_weight").doc())
          .isEqualTo("Kilograms it can carry, > 0.");
      assertThat(invoker.method("vessels", "Debug.Stats").doc()).startsWith("Counts since");
    }
  }

  private static Shape field(Shape message, String name) {
    return message.fields().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void sets_of_folders_and_jars_are_found_by_package_and_name(@TempDir Path folder)
      throws IOException {
    Path file = Files.createDirectories(folder.resolve(DescriptorSets.FOLDER)).resolve("a.binpb");
    Files.write(file, set("said in a folder"));
    Path jar = folder.resolve("b.jar");
    try (FileSystem zip = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
      Files.createDirectories(zip.getPath(DescriptorSets.FOLDER));
      Files.write(zip.getPath(DescriptorSets.FOLDER, "b.binpb"), set("said in a jar"));
    }

    assertThat(comment(new DescriptorSets(Set.of(folder)))).isEqualTo("said in a folder");
    assertThat(comment(new DescriptorSets(Set.of(jar)))).isEqualTo("said in a jar");
    FileDescriptorProto other = FILE.toBuilder().setPackage("q").build();
    assertThat(new DescriptorSets(Set.of(jar)).comments(other)).isEmpty();
  }

  @Test
  void what_is_no_descriptor_set_is_left_out(@TempDir Path folder) throws IOException {
    Path file = Files.createDirectories(folder.resolve(DescriptorSets.FOLDER)).resolve("a.binpb");
    Files.writeString(file, "no set");

    assertThat(new DescriptorSets(Set.of(folder)).comments(FILE)).isEmpty();
    assertThat(new DescriptorSets(Set.of(folder.resolve("absent.jar"))).comments(FILE)).isEmpty();
    assertThat(
            new DescriptorSets(Set.of(Files.createDirectory(folder.resolve("x")))).comments(FILE))
        .isEmpty();
  }

  private static byte[] set(String comment) {
    SourceCodeInfo.Builder told = SourceCodeInfo.newBuilder();
    told.addLocationBuilder().addPath(4).addPath(0); // no comment: of no use
    told.addLocationBuilder().addPath(6).addPath(0).setLeadingComments(comment);
    FileDescriptorProto file = FILE.toBuilder().setSourceCodeInfo(told).build();
    return FileDescriptorSet.newBuilder().addFile(file).build().toByteArray();
  }

  private static String comment(DescriptorSets sets) {
    SourceCodeInfo told = sets.comments(FILE).orElseThrow();
    assertThat(told.getLocationList()).hasSize(1);
    return told.getLocation(0).getLeadingComments();
  }
}
