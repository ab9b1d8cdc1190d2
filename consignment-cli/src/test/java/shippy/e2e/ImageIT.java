package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import shippy.process.Program;
import shippy.testkit.CommandHarness;
import shippy.testkit.Namespace;
import shippy.testkit.RunningCommand;
import shippy.testkit.TemporaryFolder;
import shippy.testkit.etcd.EtcdExtension;

/**
 * The images of the Dockerfile, built offline by buildah on base images of Debian's packages, and
 * run on two hosts. The chroot that buildah runs them in does not make their files read-only; that
 * they write none is looked up afterwards.
 */
@ResourceLock("processor")
class ImageIT {
  private static final String HERE = "10.9.0.1";
  private static final String THERE = "10.9.0.2";
  private static final long LIMIT = 100L << 20;
  static final Duration STOP = Duration.ofSeconds(3);

  private static final Map<String, String> REGISTRY =
      Map.of("MICRO_REGISTRY", "etcd", "MICRO_REGISTRY_ADDRESS", HERE + ":2379");

  private static final Images IMAGES = new Images();

  @BeforeAll
  static void build() throws IOException {
    Readme.Command command =
        Readme.read().commands().stream()
            .filter(Readme.Command::buildsImages)
            .findFirst()
            .orElseThrow();
    CommandHarness.Result made = IMAGES.make(command);
    assertThat(made.stdout()).matches(command.pattern());
    System.out.printf("figure: images: built in %d s%n", made.took().toSeconds());
    for (String name : made.stdout().lines().toList()) {
      Value image = Json.value(IMAGES.printed("inspect", "--type=image", name));
      Value layers = Json.member(Json.member(image, "OCIv1"), "rootfs");
      System.out.printf(
          "figure: image %s: %s, %d layers%n",
          name,
          IMAGES.printed("images", "--format={{.Size}}", name),
          Json.list(layers, "diff_ids").size());
    }
  }

  @AfterAll
  static void delete() {
    IMAGES.close();
  }

  @Test
  void services_find_each_other_survive_load_in_100_mb_and_stop() throws Exception {
    Path data = TemporaryFolder.create("shippy-etcd");
    try (Namespace here = Namespace.create();
        Namespace there = Namespace.create();
        CommandHarness etcd = CommandHarness.program(EtcdExtension.program().toString()).on(here);
        MemoryCgroup hereLimit = new MemoryCgroup(LIMIT);
        MemoryCgroup thereLimit = new MemoryCgroup(LIMIT);
        ImageContainer vessel = new ImageContainer(IMAGES, "vessel", there);
        ImageContainer consignment = new ImageContainer(IMAGES, "consignment", here);
        ImageContainer tool = new ImageContainer(IMAGES, "shippy", here)) {
      here.link("cable", HERE, there, THERE);
      startRegistry(etcd, data);
      Map<String, String> env = new HashMap<>(REGISTRY);
      env.put("TZ", "Asia/Tokyo");
      RunningCommand first = vessel.start(env, thereLimit);
      RunningCommand second = consignment.start(env, hereLimit);
      first.awaitLine("Registered node", Sandbox.START);
      second.awaitLine("Registered node", Sandbox.START);

      assertThat(logTime(first))
          .as("time of %s", env.get("TZ"))
          .isAfter(LocalDateTime.now(ZoneId.of("Asia/Tokyo")).minusMinutes(5));
      assertThat(health(there)).isZero();
      requireAnswers(tool);
      System.out.println("figure: two hops in 100 MB each: " + load(here));
      tell("vessel", vessel, thereLimit);
      tell("consignment", consignment, hereLimit);
      requireOrderlyStop(consignment);
      requireOrderlyStop(vessel);
      assertThat(health(there)).as("nobody").isOne();
    } finally {
      TemporaryFolder.delete(data);
    }
  }

  private static void startRegistry(CommandHarness etcd, Path data) {
    String clients = "http://0.0.0.0:2379";
    etcd.start(
            "--data-dir=" + data,
            "--listen-client-urls=" + clients,
            "--advertise-client-urls=" + clients)
        .awaitLine("ready to serve client requests", Sandbox.START);
  }

  private static void requireAnswers(ImageContainer tool) {
    assertThat(tool.run(REGISTRY, "/opt/shippy/bin/shippy", "get", "service", "vessel").stdout())
        .contains(THERE + ":50051");
    CommandHarness.Result created =
        tool.run(
            REGISTRY, "/opt/shippy/bin/consignment-cli", "create", "/opt/shippy/consignment.json");
    assertThat(created.stdout()).as(created.stderr()).startsWith("Created: true");
  }

  private static void requireOrderlyStop(ImageContainer service) {
    assertThat(service.stop()).isLessThan(STOP);
    assertThat(service.written()).as("outside of /data").isEmpty();
  }

  @Test
  void jvm_has_the_flags_of_run_but_another_heap() {
    assertThat(ImageContainer.entrypoint(IMAGES, "vessel"))
        .containsAll(
            new Program("any", Path.of("any.jar"))
                .command(List.of()).stream()
                    .filter(word -> word.startsWith("-X") || word.startsWith("-D"))
                    .filter(word -> !word.startsWith("-XX:MaxRAMPercentage"))
                    .toList());
  }

  private static LocalDateTime logTime(RunningCommand service) {
    MatchResult stamp =
        Pattern.compile("(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d) ")
            .matcher(service.stdout() + service.stderr())
            .results()
            .findFirst()
            .orElseThrow();
    return LocalDateTime.parse(stamp.group(1) + "T" + stamp.group(2));
  }

  private static int health(Namespace host) {
    String script = Sandbox.ROOT.resolve("shippy/deploy/grpc-health").toString();
    try (CommandHarness health = CommandHarness.program(script).on(host)) {
      return health.run("50051").exitCode();
    }
  }

  private static String load(Namespace host) {
    try (CommandHarness load = CommandHarness.mainBeside(Sandbox.CLI, CreateLoad.class).on(host)) {
      REGISTRY.forEach(load::env);
      CommandHarness.Result result = load.timeout(Sandbox.START).run();
      assertThat(result.exitCode()).as(result.stderr()).isZero();
      return result.stdout().strip();
    }
  }

  private static void tell(String name, ImageContainer container, MemoryCgroup limit)
      throws IOException {
    Path status = Path.of("/proc/%d/status".formatted(container.pid()));
    String resident =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM"))
            .findFirst()
            .orElseThrow();
    System.out.printf(
        "figure: %s: at most %d MB of 100 in its cgroup, %s with files that others read too%n",
        name, limit.peak() >> 20, resident.replaceAll("\\s+", " "));
    assertThat(limit.kills()).as(name).isZero();
  }
}
