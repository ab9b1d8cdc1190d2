package shippy.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.service.Service;

/** A service that answers with the version that it was built as. */
final class VersionedService extends VesselServiceGrpc.VesselServiceImplBase {
  static final String NAME = "shippy.test.versioned";

  private static final String VERSION = "/version.txt";

  private final String version = version();

  private VersionedService() {}

  public static void main(String... args) {
    Service.named(NAME).handler(new VersionedService()).run(args);
  }

  @Override
  public void findAvailable(Specification request, StreamObserver<Response> observer) {
    observer.onNext(Response.newBuilder().setVessel(Vessel.newBuilder().setId(version)).build());
    observer.onCompleted();
  }

  private static String version() {
    try (InputStream in = VersionedService.class.getResourceAsStream(VERSION)) {
      return new String(Objects.requireNonNull(in, VERSION).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Packs it as the samples are packed: with all libraries in one jar. */
  static Path pack(Path folder, String version) throws IOException {
    Path jar = Files.copy(Sandbox.VESSEL, folder.resolve("versioned-" + version));
    String name = "/" + VersionedService.class.getName().replace('.', '/') + ".class";
    try (FileSystem zip = FileSystems.newFileSystem(jar);
        InputStream own = VersionedService.class.getResourceAsStream(name)) {
      Files.writeString(
          zip.getPath("/META-INF/MANIFEST.MF"),
          "Manifest-Version: 1.0\nMulti-Release: true\nMain-Class: %s\n"
              .formatted(VersionedService.class.getName()));
      Files.createDirectories(zip.getPath(name).getParent());
      Files.write(zip.getPath(name), Objects.requireNonNull(own, name).readAllBytes());
      Files.writeString(zip.getPath(VERSION), version);
    }
    return jar;
  }
}
