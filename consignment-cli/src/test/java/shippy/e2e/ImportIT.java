package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.RunningCommand;
import shippy.testkit.etcd.EtcdExtension;

/** Ten thousand consignments out of a file, by a program with little memory. */
@ResourceLock("processor")
@Tag("etcd")
@Tag("slow")
class ImportIT {
  private static final int RECORDS = 10_000;

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1);

  @TempDir static Path folder = Path.of("");
  private static Sandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.etcd(ETCD.endpoints());
    sandbox.both("--store=memory");
    sandbox.printed("vessel", "add", "--name=Ark", "--capacity=1000000", "--max_weight=2000000000");
  }

  @AfterAll
  static void stop() throws Exception {
    sandbox.close();
  }

  @Test
  void ten_thousand_are_created_once_however_often_they_are_sent() throws IOException {
    Path file = write("orders.jsonl", RECORDS, "heap");
    String[] create = {"create", file.toString(), "--id_from=content", "-o", "name"};
    Result first = small().run(create);
    assertThat(first.exitCode()).as(first.stderr()).isZero();
    assertThat(first.stderr()).contains("10 000: 10 000 created, 0 already there, ");
    assertThat(first.stdout().lines().distinct()).hasSize(RECORDS);
    System.out.printf("import: %s%n%s%n", first.took(), first.stderr());

    assertThat(listed("heap")).hasSize(RECORDS);
    Result second = small().run(create);
    assertThat(second.exitCode()).as(second.stderr()).isZero();
    assertThat(second.stderr()).contains("10 000: 0 created, 10 000 already there, ");
    assertThat(second.stdout()).isEqualTo(first.stdout());
    System.out.printf("the same again: %s%n%s%n", second.took(), second.stderr());
    assertThat(listed("heap")).hasSize(RECORDS);
  }

  @Test
  void a_file_with_37_bad_lines_reports_exactly_those() throws IOException {
    Path file = write("bad.jsonl", 1_000, "bad");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    List<String> wrong =
        List.of("{\"weight\": 1", "{}", "{\"wieght\": 1}", "\u00e4", "{\"weight\": -1}", "null");
    List<Integer> bad = IntStream.range(0, 37).map(i -> i * 27).boxed().toList();
    bad.forEach(i -> lines.set(i, wrong.get(i % wrong.size())));
    Files.write(file, lines);
    Path failed = folder.resolve("failed.jsonl");

    Result result = small().run("create", file.toString(), "--errors=" + failed, "-oname");

    assertThat(result.exitCode()).isEqualTo(65);
    assertThat(result.stdout()).hasLineCount(1_000 - 37);
    assertThat(
            result
                .stderr()
                .lines()
                .filter(line -> line.startsWith(file.toString()))
                .map(line -> line.substring(file.toString().length() + 1).replaceAll(":.*", "")))
        .isEqualTo(bad.stream().map(i -> String.valueOf(i + 1)).toList());
    assertThat(Files.readAllLines(failed))
        .hasSize(37)
        .allSatisfy(line -> assertThat(line).startsWith("{\"at\":\"" + file + ":"));
    assertThat(result.stderr()).contains("1 000: 963 created, 0 already there, 37 refused, ");
  }

  @Test
  void a_larger_file_than_memory_is_read_to_its_end() throws IOException {
    Path file = folder.resolve("large.jsonl");
    String bad = "{\"description\": \"%s\", \"weight\": 0}".formatted("x".repeat(50_000));
    Files.write(file, Collections.nCopies(2_000, bad));
    assertThat(Files.size(file)).isGreaterThan(100_000_000);

    Result result = small().run("create", file.toString(), "-ojson");

    assertThat(result.exitCode()).isEqualTo(65);
    assertThat(result.stderr()).contains("{\"summary\":{\"records\":2000,\"created\":0,");
    assertThat(result.stdout()).isEqualTo("{\n  \"consignments\": [],\n  \"created\": false\n}\n");
  }

  @Test
  void ctrl_c_tells_how_far_it_got() throws Exception {
    Path file = write("long.jsonl", 200_000, "long");
    try (RunningCommand create = small().start("create", file.toString(), "-oname")) {
      eventually(Duration.ofSeconds(30), () -> assertThat(create.stdout()).contains("\n"));
      create.interrupt();
      assertThat(create.exitCode(Duration.ofSeconds(10))).isEqualTo(130);
      assertThat(create.stderr())
          .containsPattern("[\\d ]+: [\\d ]+ created, 0 already there, 0 refused, ")
          .contains("error: interrupted\n  nothing was read after " + file + ":");
      assertThat(listed("long")).isNotEmpty();
    }
  }

  /** Those of one file: what an import that ended early had sent may still come in. */
  private static List<String> listed(String what) {
    Result result = small().run("list", "-o", "jsonl");
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    return result.stdout().lines().filter(line -> line.contains(what + " ")).toList();
  }

  private static CommandHarness small() {
    return sandbox
        .program(Sandbox.CLI)
        .env("JDK_JAVA_OPTIONS", "-Xmx48m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError")
        .timeout(Duration.ofSeconds(100));
  }

  private static Path write(String name, int records, String what) throws IOException {
    List<String> lines =
        IntStream.range(0, records)
            .mapToObj(
                i ->
                    ("{\"description\": \"%s %d\", \"weight\": 1, \"containers\":"
                            + " [{\"customer_id\": \"cust%d\", \"origin\": \"Hull\"}]}")
                        .formatted(what, i, i % 7))
            .toList();
    return Files.write(folder.resolve(name), lines);
  }
}
