package shippy.supervisor;

import static java.util.Objects.requireNonNull;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/**
 * The checkout that this program was built in: where the sample services lie.
 *
 * @param root its top folder
 * @param version of this program
 */
public record Checkout(Path root, String version) {
  public Checkout {
    requireNonNull(root, "root");
    requireNonNull(version, "version");
  }

  /** Found from this program's own place, {@code shippy/tool/target/shippy.jar}. */
  public static Checkout ofThisProgram() {
    CodeSource source = Checkout.class.getProtectionDomain().getCodeSource();
    String version =
        Optional.ofNullable(Checkout.class.getPackage().getImplementationVersion())
            .orElse("unpacked");
    try {
      Path place = Path.of(source.getLocation().toURI());
      return new Checkout(place.resolve("../../../..").normalize(), version);
    } catch (URISyntaxException e) {
      throw Problem.of(ExitCode.INTERNAL, "cannot tell where this program lies: " + source)
          .toException(e);
    }
  }

  /** A path in the checkout, relative to the working directory if it lies below it. */
  Path path(String relative) {
    Path here = Path.of("").toAbsolutePath();
    Path path = root.resolve(relative);
    return path.startsWith(here) ? here.relativize(path) : path;
  }

  /** The jars of the sample services, vessel first: the other one calls it. */
  public List<Path> sampleServices() {
    return List.of(
        path("vessel-service/target/vessel-service.jar"),
        path("consignment-service/target/consignment-service.jar"));
  }
}
