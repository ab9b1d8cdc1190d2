package shippy.e2e;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.opentest4j.TestAbortedException;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.Namespace;
import shippy.testkit.PostgresServer;
import shippy.testkit.RunningCommand;
import shippy.testkit.TemporaryFolder;

/**
 * What {@code shippy new} makes: it builds with Maven without a network, passes its own tests and
 * the checks of this repository, runs, and answers. The framework comes from a repository of its
 * own, everything else from that of this build, which has the same plugins.
 */
@ResourceLock("processor")
class NewProjectIT {
  private static final Duration BUILD = Duration.ofMinutes(5);

  /** Of as many characters as a name may have: no line may be laid out wrongly. */
  private static final String LONG = "a2345678901-45678901234567890123";

  private static final String TABLES =
      """
      CREATE TABLE owners (
        id TEXT PRIMARY KEY, name VARCHAR(80) NOT NULL UNIQUE, joined TIMESTAMP NOT NULL, note TEXT);
      CREATE TABLE vessel (
        id BIGSERIAL PRIMARY KEY, owner_id TEXT NOT NULL REFERENCES owners (id), line2a VARCHAR(4) NOT NULL,
        capacity INTEGER NOT NULL CHECK (capacity > 10), state TEXT NOT NULL CHECK (state IN ('SEA', 'DOCK')),
        draught DOUBLE PRECISION, built TIMESTAMP, sold BOOLEAN NOT NULL DEFAULT false, picture BLOB, stamp BYTEA);
      CREATE INDEX vessel_owner ON vessel (owner_id);
      CREATE TABLE b2345678901_34567890123456789012 (
        c1234567890123456789_12345678901 INT NOT NULL, d2345678901_34567890123456789_b TIMESTAMP,
        vessel_id BIGINT NOT NULL REFERENCES vessel (id), e2345678901_34567890123456789_b NUMERIC,
        f2345678901_34567890123456789_b DECIMAL(9,2) NOT NULL, PRIMARY KEY (c1234567890123456789_12345678901));
      CREATE TABLE cargo (
        id UUID PRIMARY KEY DEFAULT gen_random_uuid(), price NUMERIC(9,2) NOT NULL CHECK (price > 0), share NUMERIC(3,3),
        weight DECIMAL(20,8), loose NUMERIC, due DATE NOT NULL, landed DATE, opens TIME NOT NULL, closes TIME, part_of UUID,
        fragile BOOLEAN NOT NULL DEFAULT true, unit VARCHAR(9) NOT NULL DEFAULT 'a "t"', n BIGINT NOT NULL DEFAULT -1);
      CREATE TABLE berths (
        cargo_id UUID REFERENCES cargo (id), place TEXT, vessel_id BIGINT REFERENCES vessel (id), note TEXT,
        PRIMARY KEY (cargo_id, place, vessel_id));
      CREATE TABLE tags (owner_id TEXT NOT NULL REFERENCES owners (id), tag INTEGER, PRIMARY KEY (owner_id, tag));
      CREATE TABLE g2345678901_34567890123456789012 (
        h1234567890123456789_12345678901 UUID PRIMARY KEY, i1234567890123456789_12345678901 UUID NOT NULL REFERENCES cargo (id));
      """;

  private static final String ID = "01890a5d-ac96-774b-bcce-b302099a8057";

  /** One row, as it is sent and answered. */
  private static final String CARGO =
      "{\"id\":\"%s\",\"price\":\"1234567.80\",\"weight\":\"123456789012.12345678\",".formatted(ID)
          + "\"loose\":\"0.1\",\"due\":\"2026-02-28\",\"landed\":\"2026-03-01\",\"opens\":\"08:30\","
          + "\"fragile\":false,\"unit\":\"\",\"n\":\"0\"}";

  /** The build of this repository, with its checks. */
  private static final String PARENT =
      "<parent><groupId>shippy</groupId><artifactId>shippy-parent</artifactId>"
          + "<version>0.1.0</version><relativePath/></parent>";

  private static final Predicate<String> IS_TELLING =
      Pattern.compile("ERROR|WARNING|FAIL").asPredicate();

  private static final String JAVA = System.getProperty("java.home", "");

  private static Path root = Path.of("");

  @BeforeAll
  static void make() throws IOException {
    root = TemporaryFolder.create("shippy-new");
    repository();
    Files.writeString(root.resolve("tables.sql"), TABLES);
    make("harbour", "--stream", "--with=test,docker,kube");
    make("tug", "--http", "--store=sqlite", "--method=CastOff", "--with=cli,gateway,test");
    make("port", "--sql=tables.sql", "--http", "--with=cli,test");
    make("user", "--sample=user", "--with=cli,test");
    make(
        LONG, "--method=A2345678901234567890123456789012", "--package=com.example.with.many.parts");
  }

  @AfterAll
  static void delete() {
    TemporaryFolder.delete(root);
  }

  private static void make(String... args) {
    try (CommandHarness tool = CommandHarness.jar(Sandbox.TOOL).directory(root)) {
      Result made =
          tool.run(Stream.concat(Stream.of("new"), Stream.of(args)).toArray(String[]::new));
      assertThat(made.exitCode()).as(made.stderr()).isZero();
      assertThat(made.stdout()).startsWith("Created " + args[0]).contains("cd " + args[0]);
    }
  }

  /** Links to what this build has fetched, so that nothing of a test gets there. */
  static void linkFetched(Path repository) throws IOException {
    Path usual = Path.of(System.getProperty("user.home"), ".m2", "repository");
    Path fetched = Path.of(System.getProperty("localRepository", usual.toString()));
    try (Stream<Path> groups = Files.list(fetched)) {
      for (Path group : groups.filter(path -> !path.endsWith("shippy")).toList()) {
        Files.createSymbolicLink(repository.resolve(group.getFileName()), group);
      }
    }
  }

  private static void repository() throws IOException {
    Path mine = Files.createDirectory(root.resolve("repository"));
    linkFetched(mine);
    Path publish = Sandbox.ROOT.resolve("consignment-cli/src/dist/publish");
    try (CommandHarness script = CommandHarness.program(publish.toString(), mine.toString())) {
      Result published = script.run();
      assertThat(published.exitCode()).as(published.stderr()).isZero();
    }
  }

  /** Builds several projects at once: one Maven for all of them. */
  private static void maven(String java, Path folder, List<String> projects, String... words)
      throws IOException {
    StringBuilder modules = new StringBuilder();
    projects.forEach(name -> modules.append("<module>%s</module>".formatted(name)));
    Files.writeString(
        folder.resolve("pom.xml"),
        """
        <project><modelVersion>4.0.0</modelVersion><groupId>all</groupId><artifactId>all</artifactId>
          <version>1</version><packaging>pom</packaging><modules>%s</modules></project>
        """
            .formatted(modules));
    String repository = "-Dmaven.repo.local=" + root.resolve("repository");
    try (Namespace host = Namespace.create();
        CommandHarness maven =
            CommandHarness.program("mvn", "-o", "-B", repository)
                .on(host)
                .directory(folder)
                .env("JAVA_HOME", java)
                .timeout(BUILD)) {
      Result built = maven.run(words);
      String errors = built.stdout().lines().filter(IS_TELLING).collect(joining("\n"));
      assertThat(built.exitCode()).as(errors).isZero();
    }
  }

  @Test
  void projects_build_pass_their_tests_run_and_answer() throws Exception {
    maven(JAVA, root, List.of("harbour", "tug", "port", "user"), "-T4", "verify");

    try (Sandbox sandbox = Sandbox.mdns().with("PATH", path())) {
      RunningCommand run =
          in(root.resolve("user"), sandbox, "make")
              .start("run", "ARGS=--api_address=127.0.0.1:0", "JARS=" + jars());
      String url = run.awaitLine("(http://127\\.0\\.0\\.1:\\d+)", Sandbox.START).group(1);

      assertThat(printed(sandbox, "curl", "-s", url + "/user/say/hello?name=huohuo"))
          .isEqualTo("{\"id\":\"123\",\"password\":\"dslhgfoif40u9b9\",\"username\":\"huohuo\"}");
      requirePathsOfTheirOwn(sandbox, url);
      assertThat(printed(sandbox, "shippy", "call", "harbour", "Hello", "{\"name\":\"Ann\"}"))
          .contains("\"text\": \"Hello Ann\"");
      assertThat(printed(sandbox, "java", "-cp", jar("tug"), "tug.TugCli", "Bob"))
          .isEqualTo("CastOff Bob");

      run.terminate(); // make passes it on, and waits
      assertThat(run.exitCode(Sandbox.START)).isNotEqualTo(1);
    }
    requireTheSameInPostgresql();
    Images.tryOut("harbour", root.resolve("harbour"));
  }

  /** Those that {@code google.api.http} declares. */
  private static void requirePathsOfTheirOwn(Sandbox sandbox, String url) {
    assertThat(printed(sandbox, "curl", "-s", url + "/v1/tug/cast-off/Ann?greeting=Ahoy"))
        .isEqualTo("{\"text\":\"Ahoy Ann\",\"times\":1}");
    String ann = "{\"name\":\"Ann\"}";
    assertThat(printed(sandbox, "curl", "-s", "-d", ann, url + "/v1/tug/cast-off"))
        .isEqualTo("{\"text\":\"CastOff Ann\",\"times\":2}");
    String row = "{\"id\":\"k\",\"name\":\"Kane\",\"joined\":\"2026-01-02T03:04:05.678Z\"}";
    assertThat(printed(sandbox, "curl", "-s", "-d", row, url + "/v1/owners")).isEqualTo(row);
    assertThat(printed(sandbox, "curl", "-s", url + "/v1/owners?page_size=5"))
        .isEqualTo("{\"owners\":[%s]}".formatted(row));
    String stranger = "{\"id\":\"l\",\"name\":\"Kane\",\"joined\":\"2026-01-02T03:04:05Z\"}";
    assertThat(printed(sandbox, "curl", "-s", "-d", stranger, url + "/v1/owners"))
        .contains("\"code\":400", "UNIQUE");
    assertThat(printed(sandbox, "curl", "-s", "-d", CARGO, url + "/v1/cargo")).isEqualTo(CARGO);
    String late = CARGO.replace("2026-02-28", "2026-02-29");
    assertThat(printed(sandbox, "curl", "-s", "-d", late, url + "/v1/cargo"))
        .contains("due: \\\"2026-02-29\\\" (expected: a date such as");
    String tag = "{\"owner_id\":\"k\",\"tag\":3}";
    String next = tag.replace("3", "4");
    assertThat(printed(sandbox, "curl", "-s", "-d", tag, url + "/v1/tags")).isEqualTo(tag);
    assertThat(printed(sandbox, "curl", "-s", "-d", next, url + "/v1/tags")).isEqualTo(next);
    assertThat(printed(sandbox, "curl", "-s", url + "/v1/tags/k/4")).isEqualTo(next);
    assertThat(printed(sandbox, "curl", "-s", url + "/v1/tags?page_size=1"))
        .isEqualTo("{\"tags\":[%s],\"next_page_token\":\"ayAz\"}".formatted(tag));
    assertThat(printed(sandbox, "curl", "-s", url + "/v1/tags?page_token=ayAz"))
        .isEqualTo("{\"tags\":[%s]}".formatted(next));
  }

  private static void requireTheSameInPostgresql() throws Exception {
    try (Sandbox sandbox = Sandbox.bare().with("MICRO_REGISTRY", "memory")) {
      RunningCommand service =
          sandbox.starting(
              Path.of(jar("port")), "--store=" + PostgresServer.shared().freshDatabase());
      String address = service.awaitLine("Listening on (\\S+)", Sandbox.START).group(1);
      sandbox.with("MICRO_ADDRESS", address);

      String created = sandbox.tool("call", "port", "CreateCargo", CARGO).stdout();
      String cheaper =
          "{\"id\":\"%s\",\"price\":\"0.5\",\"due\":\"2026-03-01\",\"opens\":\"08:00\"}";
      String updated = sandbox.tool("call", "port", "UpdateCargo", cheaper.formatted(ID)).stdout();
      String listed = sandbox.tool("call", "port", "ListCargos", "{}").stdout();
      assertThat(created.replaceAll("\\s", "")).isEqualTo(CARGO);
      assertThat(updated).contains("\"price\": \"0.50\"").doesNotContain("landed");
      assertThat(updated).contains("\"fragile\": true", "\"n\": \"-1\"", "a \\\"t\\\"");
      assertThat(listed).contains("\"due\": \"2026-03-01\"");
    }
  }

  @Test
  void code_passes_the_checks_of_this_repository() throws IOException {
    Path checked = Files.createDirectory(root.resolve("checked"));
    Path options = Files.createDirectory(checked.resolve(".mvn")).resolve("jvm.config");
    Files.copy(Sandbox.ROOT.resolve(".mvn/jvm.config"), options); // Error Prone needs them
    List<String> projects = List.of("harbour", "tug", "port", "user", LONG);
    for (String project : projects) {
      copy(project, checked);
      Path pom = checked.resolve(project).resolve("pom.xml");
      String own = Files.readString(pom).replaceAll("(?s)<compilerArgs>.*</compilerArgs>", "");
      Files.writeString(pom, own.replaceFirst("</modelVersion>", "</modelVersion>" + PARENT));
    }

    maven(JAVA, checked, projects, "-T2", "test-compile");
  }

  @Test
  void a_project_builds_with_the_newest_java_too() throws IOException {
    Path java = JdkMatrixIT.homeOf(25);
    if (!Files.isExecutable(java.resolve("bin/javac"))) {
      throw new TestAbortedException("%s has no compiler".formatted(java));
    }
    Path newest = Files.createDirectory(root.resolve("newest"));
    copy("harbour", newest);

    maven(java.toString(), newest, List.of("harbour"), "verify");
  }

  /** The sources, without what another test has built of them. */
  private static void copy(String project, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve(project))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path path = folder.resolve(root.relativize(file));
        if (!path.startsWith(folder.resolve(project).resolve("target"))) {
          Files.createDirectories(path.getParent());
          Files.copy(file, path);
        }
      }
    }
  }

  private static CommandHarness in(Path folder, Sandbox sandbox, String... command) {
    return sandbox.program(CommandHarness.program(command)).directory(folder);
  }

  private static String printed(Sandbox sandbox, String... command) {
    Result result = in(root, sandbox, command).run();
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    return result.stdout().strip();
  }

  private static String jar(String name) {
    return root.resolve(name).resolve("target").resolve(name + ".jar").toString();
  }

  private static String jars() {
    return String.join(
        " ", jar("harbour"), jar("tug"), jar("port"), "target/user.jar", "target/user-api.jar");
  }

  /** With the program that {@code make install} puts there. */
  private static String path() throws IOException {
    Path script = Files.createDirectory(root.resolve("bin")).resolve("shippy");
    Files.writeString(script, "#!/bin/sh\nexec java -jar %s \"$@\"\n".formatted(Sandbox.TOOL));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return "%s:%s/bin:%s".formatted(script.getParent(), JAVA, System.getenv("PATH"));
  }
}
