package shippy.deploy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.problem.ExitCode;
import shippy.scaffold.ProjectFolder;

/** {@code shippy docker}. */
@Command(
    name = "docker",
    description = {
      "Make the files for images of a project of 'shippy new': a Dockerfile for all its programs,"
          + " .dockerignore, and the health check that the images have.",
      "Existing files are not changed without --force."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy docker harbour              files for the project in harbour",
      "  make -C harbour package            packs its programs",
      "  docker build --build-arg SERVICE_PATH=harbour -t harbour harbour"
    })
public final class DockerCommand implements Action {
  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "The folder of a project (the current one).")
  private Path folder = Path.of(".");

  @Option(names = "--force", description = "replace files that differ")
  private boolean force;

  @Override
  public ExitCode run(Invocation call) {
    ServiceProject project = ServiceProject.in(folder);
    List<String> written = new ProjectFolder(folder).add(DockerFiles.of(project), force);
    List<String> next = new ArrayList<>(List.of("make -C %s package".formatted(folder)));
    project
        .programs()
        .forEach(
            program ->
                next.add(
                    "docker build --build-arg SERVICE_PATH=%s -t %1$s %s"
                        .formatted(program.name(), folder)));
    call.output().show(new WrittenFiles(written, next));
    return ExitCode.OK;
  }
}
