package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;
import static shippy.testkit.Eventually.throughout;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import shippy.testkit.CommandHarness;
import shippy.testkit.RunningCommand;
import shippy.testkit.browser.HeadlessBrowser;
import shippy.testkit.etcd.EtcdExtension;

/**
 * The page of {@code shippy api}, in a browser, over services that run, are called and are killed.
 */
@Tag("etcd")
@Tag("slow")
@Order(9)
class DashboardIT {
  private static final int CONSIGNMENTS = 2;

  /**
   * Not two: a create calls the vessel service twice, in turn, and waits for the first call only,
   * so one of two instances may get all that nobody waits for.
   */
  private static final int VESSELS = 3;

  private static final int PAUSE_MILLIS = 50;
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration MOMENT = Duration.ofMillis(700);

  private static final Duration LEASE = Duration.ofSeconds(6);

  /** A killed instance is unreachable until its lease ends, then lost for 15 s. */
  private static final Duration LEASE_AND_FAREWELL = Duration.ofSeconds(60);

  private static final String CREATE =
      "#endpoint option[value='ShippingService.CreateConsignment']";

  private static final String CREATING =
      "shippy.service.consignment/ShippingService.CreateConsignment";

  private static final String SMALL =
      "{\"description\": \"a box\", \"weight\": 1, \"containers\": [{\"customer_id\": \"c\"}]}";

  @RegisterExtension static final EtcdExtension ETCD = EtcdExtension.nodes(1);

  private final Sandbox sandbox = Sandbox.etcd(ETCD.endpoints()).leasing(LEASE);
  private final List<RunningCommand> consignments = new ArrayList<>();
  private final List<RunningCommand> vessels = new ArrayList<>();
  private final ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor();
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger answers = new AtomicInteger();
  private final HeadlessBrowser browser = HeadlessBrowser.start();
  @TempDir private Path commands;
  private URI page = URI.create("about:blank");

  @BeforeEach
  void start() {
    for (int i = 0; i < VESSELS; i++) {
      vessels.add(sandbox.starting(Sandbox.VESSEL));
    }
    for (int i = 0; i < CONSIGNMENTS; i++) {
      consignments.add(sandbox.starting(Sandbox.CONSIGNMENT));
    }
    vessels.forEach(DashboardIT::ready);
    consignments.forEach(DashboardIT::ready);
    RunningCommand api = sandbox.starting(Sandbox.TOOL, "api", "--address=127.0.0.1:0");
    page =
        URI.create(api.awaitLine("Listening on (http\\S+)", Sandbox.START).group(1)).resolve("/");
    browser.look(1440, false, false);
    browser.open(page);
    eventually(SOON, () -> assertThat(browser.text("#serving")).isEqualTo("5 of 5 serving"));
  }

  @AfterEach
  void close() throws Exception {
    traffic.shutdownNow();
    browser.close();
    sandbox.close();
  }

  @Test
  void calls_are_seen_on_their_way_and_a_killed_instance_goes_dashed_in_red() throws IOException {
    call_from_the_form();
    copied_lines_work_when_they_are_pasted();
    Future<?> sending =
        traffic.scheduleWithFixedDelay(this::send, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    eventually(SOON, () -> assertThat(browser.count("#edges .edge")).isEqualTo(8));
    eventually(SOON, () -> assertThat(browser.text("#rates")).matches("(?s).*[1-9][\\d.]*/s.*"));
    picture("live");

    String id = vessels.get(0).awaitLine("Registered node: (\\S+)", Sandbox.START).group(1);
    String victim = "#nodes [data-id='" + id + "']";
    killWithACallInItsHands(vessels.get(0));

    eventually(SOON, () -> assertThat(browser.text("#list")).contains("retried"));
    browser.run(
        "[...document.querySelectorAll('#list label')].find(l => l.textContent.includes('retried'))"
            + ".querySelector('input').click()");
    assertThat(browser.text("#spans").replaceAll("\\s+", " "))
        .contains("attempt 1 failed")
        .contains("attempt 2");
    picture("retried");
    eventually(
        LEASE_AND_FAREWELL,
        () -> assertThat(browser.style(victim + " .box", "strokeDasharray")).isEqualTo("5px, 4px"));
    picture("lost");
    browser.look(390, true, false);
    picture("lost-390");
    eventually(LEASE_AND_FAREWELL, () -> assertThat(browser.count(victim)).isZero());
    eventually(SOON, () -> assertThat(browser.text("#serving")).isEqualTo("4 of 4 serving"));
    assertThat(sending).as("the gateway has answered all the time").isNotDone();
    assertThat(browser.complaints()).isEmpty();
  }

  private void call_from_the_form() {
    eventually(SOON, () -> assertThat(browser.count(CREATE)).isEqualTo(1));
    browser.click(CREATE);
    browser.click("#go"); // the template works as it is
    eventually(SOON, () -> assertThat(browser.text("#answer")).contains("\"created\": true"));
    assertThat(browser.text("#verdict")).startsWith("OK").contains("consignment-");
    eventually(SOON, () -> assertThat(browser.text("#verdict")).contains("show its trace"));
    browser.click("#verdict .link");
    eventually(
        SOON,
        () ->
            assertThat(browser.text("#spans"))
                .contains("gateway")
                .contains("consignment-")
                .contains("vessel-")
                .contains("Reserve"));
  }

  private void copied_lines_work_when_they_are_pasted() throws IOException {
    command("shippy", Sandbox.TOOL);
    command("consignment-cli", Sandbox.CLI);
    for (String copy : List.of("#curl", "#cli", "#ccli")) {
      browser.click(copy);
      String line = browser.text("#copied");
      CommandHarness.Result result =
          sandbox
              .program(CommandHarness.program("sh", "-c", line))
              .env("PATH", commands + File.pathSeparator + System.getenv("PATH"))
              .env("MICRO_CLIENT_REQUEST_TIMEOUT", "20s")
              .run();
      assertThat(result.exitCode()).as(line + "\n" + result.stderr()).isZero();
      assertThat(result.stdout()).as(line).contains("vessel001");
    }
  }

  private void command(String name, Path jar) throws IOException {
    Path script = commands.resolve(name);
    Files.writeString(script, "#!/bin/sh\nexec java -jar '%s' \"$@\"\n".formatted(jar));
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }

  private void send() {
    try {
      http.send(
          HttpRequest.newBuilder(page.resolve(CREATING))
              .POST(BodyPublishers.ofString(SMALL))
              .build(),
          BodyHandlers.discarding());
      answers.incrementAndGet();
    } catch (IOException e) {
      throw new AssertionError("the gateway went away", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Frozen until the sender waits for it: so some call is cut off, whatever the moment. */
  private void killWithACallInItsHands(RunningCommand victim) {
    CommandHarness.program("kill", "-STOP", Long.toString(victim.pid())).run();
    eventually(
        SOON,
        () -> {
          int before = answers.get();
          throughout(MOMENT, () -> assertThat(answers).hasValue(before));
        });
    victim.kill();
  }

  private void picture(String name) {
    browser.screenshot(Path.of("target", "screenshots", name + ".png"));
  }

  private static void ready(RunningCommand service) {
    service.awaitLine("Registered node: ", Sandbox.START);
  }
}
