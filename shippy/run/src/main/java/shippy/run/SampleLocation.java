package shippy.run;

import static java.util.Objects.requireNonNull;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/**
 * Where the sample services and their client are: the checkout that this program was built in, or
 * the folder that {@code make dist} makes.
 *
 * @param root its top folder
 * @param version of this program
 */
public record SampleLocation(Path root, String version) {
  public SampleLocation {
    requireNonNull(root, "root");
    requireNonNull(version, "version");
  }

  /**
   * Found from the folder of this jar: {@code shippy/tool/target}, or {@code lib} with all jars.
   */
  public static SampleLocation ofThisProgram() {
    CodeSource source = SampleLocation.class.getProtectionDomain().getCodeSource();
    String version =
        Optional.ofNullable(SampleLocation.class.getPackage().getImplementationVersion())
            .orElse("unpacked");
    try {
      Path folder = Path.of(source.getLocation().toURI()).resolveSibling("");
      boolean packed = Files.exists(folder.resolve("vessel-service.jar"));
      return new SampleLocation(folder.resolve(packed ? ".." : "../../..").normalize(), version);
    } catch (URISyntaxException e) {
      throw Problem.of(ExitCode.INTERNAL, "cannot tell where this program lies: " + source)
          .toException(e);
    }
  }

  /** A path below the root, relative to the working directory if it is below that. */
  Path path(String relative) {
    Path here = Path.of("").toAbsolutePath();
    Path path = root.resolve(relative);
    return path.startsWith(here) ? here.relativize(path) : path;
  }

  /** The jars of the sample services, vessel first: the other one calls it. */
  public List<Path> sampleServices() {
    return List.of(jar("vessel-service"), jar("consignment-service"));
  }

  /** Whether the client of the sample services is there. */
  boolean hasClient() {
    return Files.exists(jar("consignment-cli"));
  }

  /** The sample consignment; there is none beside the jar of this program alone. */
  public Path sampleConsignment() {
    return either("consignment.json", "consignment-cli/consignment.json");
  }

  /** The jar of a module, which may be missing. */
  public Path jar(String module) {
    return either("lib/%s.jar".formatted(module), "%s/target/%s.jar".formatted(module, module));
  }

  private Path either(String packed, String built) {
    return Files.exists(path(packed)) ? path(packed) : path(built);
  }
}
