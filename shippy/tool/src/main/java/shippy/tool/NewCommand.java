package shippy.tool;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.io.InputFile;
import shippy.console.output.Text;
import shippy.console.output.View;
import shippy.deploy.DeployFiles;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.scaffold.ProjectFolder;
import shippy.scaffold.ProjectOptions;
import shippy.scaffold.ProjectOptions.Part;
import shippy.scaffold.ProjectOptions.StoreKind;
import shippy.scaffold.ProjectTemplates;
import shippy.scaffold.SqlFile;
import shippy.scaffold.SqlTable;

/** {@code shippy new NAME}. */
@Command(
    name = "new",
    description = {
      "Make the project of a service of your own, in a new folder NAME: it builds with Maven, has"
          + " tests, and runs with 'make run'.",
      "Existing files are not changed without --force."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy new harbour                         a service with one method",
      "  shippy new harbour --method=Dock --stream  a method Dock, and a stream",
      "  shippy new harbour --store=sqlite --http   with data, and paths for HTTP",
      "  shippy new harbour --sql=tables.sql        a service for each table",
      "  shippy new user --sample=user              go-micro's tutorial, with its API"
    })
final class NewCommand implements Action {
  /** What --sample can name. */
  enum Sample {
    USER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static CommandLine command() {
    return new CommandLine(new NewCommand()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Parameters(paramLabel = "NAME", description = "A name for the service, its folder and its jar.")
  private String name = "";

  @Option(names = "--package", paramLabel = "PACKAGE", description = "of the Java code (NAME)")
  private Optional<String> javaPackage = Optional.empty();

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      description = "a method of the service (Hello); may be repeated")
  private List<String> methods = List.of();

  @Option(names = "--stream", description = "add a method that streams its answers")
  private boolean stream;

  @Option(
      names = "--store",
      paramLabel = "STORE",
      description = "where it keeps data: sqlite, postgresql or none (none; with --sql: sqlite)")
  private Optional<StoreKind> store = Optional.empty();

  @Option(
      names = "--with",
      paramLabel = "PART",
      split = ",",
      description = "what it has besides, of cli, gateway, test, docker and kube (test)")
  private List<Part> parts = List.of(Part.TEST);

  @Option(
      names = "--sql",
      paramLabel = "FILE",
      description = "make a service that creates, reads, updates and deletes for each table in it")
  private Optional<String> sql = Optional.empty();

  @Option(names = "--http", description = "give the methods paths of their own over HTTP")
  private boolean http;

  @Option(names = "--sample", paramLabel = "SAMPLE", description = "make a sample: user")
  private Optional<Sample> sample = Optional.empty();

  @Option(names = "--force", description = "replace files that differ")
  private boolean force;

  @Override
  public ExitCode run(Invocation call) {
    requireMatching();
    String defaultPackage = ProjectOptions.packageOf(name);
    ProjectOptions options =
        new ProjectOptions(
            name,
            javaPackage.orElse(defaultPackage),
            methods.isEmpty() ? List.of("Hello") : methods,
            stream,
            store.orElse(sql.isPresent() ? StoreKind.SQLITE : StoreKind.NONE),
            parts(),
            sql.isPresent() ? tables(sql.get(), call) : List.of(),
            http,
            sample.isPresent(),
            line());
    SortedMap<String, String> files = ProjectTemplates.files(options);
    files.putAll(DeployFiles.of(files, options.parts()));
    List<String> written = new ProjectFolder(Path.of(name)).write(files, force);
    call.output()
        .show(new Made(options, written, call.io().hint("shippy call " + options.firstCall())));
    return ExitCode.OK;
  }

  /** A cluster needs images, too. */
  private Set<Part> parts() {
    Set<Part> all = EnumSet.noneOf(Part.class);
    all.addAll(parts);
    if (EnumSet.of(Part.DOCKER, Part.KUBE).containsAll(all)) {
      all.add(Part.TEST); // those say how it runs, not what it is
    }
    if (all.contains(Part.KUBE)) {
      all.add(Part.DOCKER);
    }
    return all;
  }

  private static List<SqlTable> tables(String argument, Invocation call) {
    InputFile file = InputFile.of(argument);
    try (InputStream in = file.open(call.io().in())) {
      return SqlFile.tables(file.name(), new String(InputFile.read(file.name(), in), UTF_8));
    } catch (IOException e) {
      throw InputFile.unreadable(file.name(), e);
    }
  }

  /** Refuses options that mean nothing together. */
  private void requireMatching() {
    Map<String, Boolean> given = new LinkedHashMap<>();
    given.put("--sql", sql.isPresent());
    given.put("--method", !methods.isEmpty());
    given.put("--stream", stream);
    given.put("--store", store.isPresent());
    given.put("--http", http);
    if (sample.isPresent()) {
      refuse("--sample", given, given.keySet());
    }
    if (sql.isPresent()) {
      refuse("--sql", given, Set.of("--method", "--stream"));
      given.put("--store", store.equals(Optional.of(StoreKind.NONE)));
      refuse("--sql", given, Set.of("--store"));
    }
  }

  private static void refuse(String with, Map<String, Boolean> given, Set<String> excluded) {
    given.forEach(
        (option, isGiven) -> {
          if (isGiven && excluded.contains(option)) {
            String what =
                option.equals("--store") && with.equals("--sql") ? "--store=none" : option;
            throw Problem.of(
                    ExitCode.USAGE,
                    "%s cannot be combined with %s (expected: one of them)".formatted(what, with))
                .toException();
          }
        });
  }

  /** As a line to type, for the project's README. */
  private String line() {
    StringBuilder line = new StringBuilder("shippy new " + name);
    javaPackage.ifPresent(value -> line.append(" --package=").append(value));
    methods.forEach(value -> line.append(" --method=").append(value));
    line.append(stream ? " --stream" : "");
    store.ifPresent(value -> line.append(" --store=").append(value));
    if (!parts.equals(List.of(Part.TEST))) {
      line.append(" --with=").append(String.join(",", parts.stream().map(Part::toString).toList()));
    }
    sql.ifPresent(value -> line.append(" --sql=").append(Path.of(value).getFileName()));
    line.append(http ? " --http" : "");
    sample.ifPresent(value -> line.append(" --sample=").append(value));
    return line.toString();
  }

  /** What was written, and what to do next. */
  private record Made(ProjectOptions options, List<String> written, String firstCall)
      implements View {
    @Override
    public void text(Text text) {
      String name = options.name();
      if (written.isEmpty()) {
        text.line("%s is up to date; nothing was changed".formatted(name));
        return;
      }
      text.line("Created %s, %d files. Next:".formatted(name, written.size()));
      text.line("  cd " + name);
      if (options.parts().contains(Part.TEST)) {
        text.line("  make test     takes half a minute the first time");
      }
      text.line("  make run      then, in a second terminal:");
      text.line("  " + firstCall);
      if (options.user()) {
        text.line("  curl 'http://127.0.0.1:8080/%s/say/hello?name=huohuo'".formatted(name));
      }
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
      json.writeStartObject();
      json.writeStringField("name", options.name());
      json.writeStringField("service", options.serviceName());
      json.writeArrayFieldStart("written");
      for (String file : written) {
        json.writeString(file);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }
}
