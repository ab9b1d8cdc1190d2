package shippy.tool.run;

import static java.util.Objects.requireNonNull;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/**
 * Where the sample services and the command line lie: the checkout that this program was built in,
 * or the folder that {@code make dist} makes.
 *
 * @param root its top folder
 * @param version of this program
 */
public record SampleLocation(Path root, String version) {
  public SampleLocation {
    requireNonNull(root, "root");
    requireNonNull(version, "version");
  }

  /** Found from this program's own place: {@code shippy/tool/target} or, with the others, lib. */
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

  /** A path in either, relative to the working directory if it lies below it. */
  Path path(String relative) {
    Path here = Path.of("").toAbsolutePath();
    Path path = root.resolve(relative);
    return path.startsWith(here) ? here.relativize(path) : path;
  }

  /** The jars of the sample services, vessel first: the other one calls it. */
  public List<Path> sampleServices() {
    return List.of(jar("vessel-service"), jar("consignment-service"));
  }

  /** The words that start the command line, if it is there. */
  Optional<String> commandLine() {
    Path script = path("bin/consignment-cli");
    Path jar = jar("consignment-cli");
    if (Files.exists(script)) {
      return Optional.of(script.toString());
    }
    return Files.exists(jar) ? Optional.of("java -jar " + jar) : Optional.empty();
  }

  /** The sample consignment, if it is there. */
  Optional<Path> sampleConsignment() {
    return Stream.of("consignment.json", "consignment-cli/consignment.json")
        .map(this::path)
        .filter(Files::exists)
        .findFirst();
  }

  private Path jar(String module) {
    Path packed = path("lib/%s.jar".formatted(module));
    return Files.exists(packed) ? packed : path("%s/target/%s.jar".formatted(module, module));
  }
}
