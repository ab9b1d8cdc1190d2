package shippy.tool;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.problem.ExitCode;
import shippy.process.Program;
import shippy.run.SampleLocation;
import shippy.tutorial.Tutorial;

/** {@code shippy tutorial}. */
@Command(
    name = "tutorial",
    description = {
      "Five minutes in this terminal: starts the sample services in a throw-away folder, runs real"
          + " commands, and explains each. Nothing of yours is touched, and what runs already is not seen.",
      "On a terminal it waits for Enter before each step."
    })
final class TutorialCommand implements Action {
  @Override
  public ExitCode run(Invocation call) {
    SampleLocation samples = SampleLocation.ofThisProgram();
    List<Path> jars = new ArrayList<>(samples.sampleServices());
    jars.add(samples.jar("consignment-cli").toAbsolutePath());
    List<Program> programs = Program.of(jars); // says so if one is missing
    return new Tutorial(
            call.io(),
            Map.of("shippy", self(), "consignment-cli", programs.get(2).command(List.of())),
            samples.sampleConsignment().toAbsolutePath())
        .run();
  }

  /** The command that starts this program again. */
  private static List<String> self() {
    String path =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return List.of(java, "-cp", path, ShippyMain.class.getName());
  }
}
