package shippy.consignment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.consignment.cli.Cli.Result;
import shippy.proto.vessel.Vessel;
import shippy.testkit.GoMicroServer;
import shippy.testkit.GoldenFile;

/** The commands that call the vessel service, and every message of them. */
class VesselCommandsTest {
  private static final String[] ADD = {
    "vessel", "add", "--name=Nautilus", "--capacity=900", "--max_weight=1500000"
  };

  private final Cli cli = new Cli();
  private final FakeFleet fleet;

  VesselCommandsTest() throws IOException {
    fleet = new FakeFleet();
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 200})
  void vessels_show_the_first_fleet(int columns) throws IOException {
    storeFirstFleet();
    Result result = cli.columns(columns).run(fleet.called("vessels"));
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    GoldenFile.check("vessels-" + columns + ".txt", result.out());
  }

  /** As on a busy machine: the time of a call does not count what comes before it. */
  @Test
  void registry_that_answers_late_takes_nothing_from_the_time_of_a_call() {
    storeFirstFleet();
    String[] late =
        Arrays.stream(fleet.called("vessels", "--client_request_timeout=1s"))
            .map(arg -> arg.replace("=fixed", "=late"))
            .toArray(String[]::new);
    Result result = cli.run(late);
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
  }

  @Test
  void first_fleet_fits_eighty_columns_whole() {
    storeFirstFleet();
    assertThat(cli.columns(80).run(fleet.called("vessels")).out())
        .doesNotContain("…")
        .hasLineCount(4);
  }

  @Test
  void vessels_as_json_are_the_response() throws IOException {
    storeFirstFleet();
    GoldenFile.check("vessels.json", cli.run(fleet.called("vessels", "-o", "json")).out());
  }

  @Test
  void vessels_of_a_service_that_does_not_list_them_are_an_error_that_says_so() {
    try (GoMicroServer tutorial = new GoMicroServer()) {
      String there = "--registry_address=go:" + tutorial.node("any", "any").hostPort().port();
      Result all = cli.run("vessels", "--registry=fixed", there);
      assertThat(all.code()).isEqualTo(1);
      assertThat(all.err())
          .startsWith(
              """
              error: no instance of shippy.service.vessel offers VesselService.GetVessels
                they offer: VesselService.Create, VesselService.FindAvailable, VesselService.Track
              """);
      Stream<String> add = Stream.concat(Stream.of(ADD), Stream.of("--registry=fixed", there));
      assertThat(cli.run(add.toArray(String[]::new)).out()).startsWith("Created: true\n");
    }
  }

  @Test
  void empty_fleet_is_a_header_and_an_empty_array() {
    assertThat(cli.run(fleet.called("vessels")))
        .isEqualTo(
            new Result(0, "ID  NAME  CONTAINERS  FREE  WEIGHT KG  FREE KG\n", "no vessels\n"));
    assertThat(cli.run(fleet.called("vessels", "-ojson")))
        .isEqualTo(new Result(0, "{\n  \"vessels\": []\n}\n", ""));
  }

  @Test
  void added_vessel_gets_an_id_and_is_shown() throws IOException {
    Result result = cli.run(fleet.called(ADD));
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    GoldenFile.check("vesseladd.txt", result.out());
    assertThat(fleet.vessels())
        .containsExactly(
            Vessel.newBuilder()
                .setId(Cli.FIRST_ID)
                .setName("Nautilus")
                .setCapacity(900)
                .setMaxWeight(1_500_000)
                .build());
  }

  @Test
  void added_vessel_as_json_is_the_response() throws IOException {
    Result result = cli.run(fleet.called(with("--id=v9", "--owner=Nemo", "-o", "json")));
    assertThat(result.code()).isZero();
    GoldenFile.check("vesseladd.json", result.out());
  }

  @Test
  void dashes_are_accepted_and_the_last_value_counts() {
    cli.run(fleet.called("vessel", "add", "--name", "N", "--capacity", "1", "--max-weight", "7"));
    cli.run(fleet.called(with("--max-weight=8")));
    cli.run(fleet.called("vessel", "add", "--max-weight=9", "--name=N", "--capacity=1", ADD[4]));
    assertThat(fleet.vessels()).extracting(Vessel::getMaxWeight).containsExactly(7, 8, 1_500_000);
  }

  @Test
  void a_deadline_tells_the_id_and_that_repeating_is_safe() {
    fleet.neverAnswer();
    assertThat(cli.run(fleet.called(with("--client_request_timeout=300ms"))))
        .isEqualTo(
            new Result(
                75,
                "",
                """
                error: it is not known whether vessel %s was added
                  no answer in time
                  try:    consignment-cli vessels                                          see whether it was
                          --id=%s with the same values   makes it safe to add it again
                """
                    .formatted(Cli.FIRST_ID, Cli.FIRST_ID)));
  }

  @Test
  void a_refusal_is_shown_in_the_words_of_the_service() {
    fleet.failWith(Status.ALREADY_EXISTS.withDescription("id: \"v9\" is another"));
    assertThat(cli.run(fleet.called(with("--id=v9"))))
        .isEqualTo(
            new Result(
                1,
                "",
                """
                error: id: "v9" is another
                  try:    another id, or none   without one a new one is made
                """));
    fleet.failWith(Status.INTERNAL.withDescription("broken"));
    assertThat(cli.run(fleet.called("vessels")).err()).startsWith("error: broken\n");
  }

  @Test
  void a_vessel_service_that_is_not_there_is_unavailable_and_named() {
    Result result = cli.run("vessels", "--registry=memory");
    assertThat(result.code()).isEqualTo(69);
    assertThat(result.err())
        .startsWith("error: no instance of shippy.service.vessel found (registry: memory at ");
    assertThat(cli.run(append(ADD, "--registry=memory")).code()).isEqualTo(69);
  }

  @Test
  void an_address_is_refused_because_it_is_the_other_services() {
    assertThat(cli.run(fleet.called("vessels", "--address=127.0.0.1:1")))
        .isEqualTo(
            new Result(
                2,
                "",
                """
                error: --address: "127.0.0.1:1" (expected: not with this command)
                  likely: it is one of the consignment service; vessels are found by name
                """));
    assertThat(cli.env("MICRO_ADDRESS", "127.0.0.1:1").run(fleet.called("vessels")).code())
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "capacity", "max_weight"})
  void a_missing_value_is_named_with_an_example(String option) {
    String expected =
        switch (option) {
          case "name" -> "the name of the vessel";
          case "capacity" -> "containers";
          default -> "kilograms";
        };
    String[] rest = Arrays.stream(ADD).filter(arg -> !arg.contains(option)).toArray(String[]::new);
    Result missing = cli.run(rest);
    assertThat(missing)
        .isEqualTo(
            new Result(
                2,
                "",
                """
                error: --%s: nothing given (expected: %s)
                  try:    consignment-cli vessel add --name=Nautilus --capacity=900 --max_weight=1500000
                """
                    .formatted(option, expected)));
    assertThat(cli.run(append(rest, "--" + option + "="))).isEqualTo(missing);
  }

  @Test
  void wrong_values_are_wrong_usage() {
    String number = "(expected: a whole number from 1 to 2147483647)\n";
    refused("--capacity=0", "error: --capacity: \"0\" " + number);
    refused("--capacity=many", "error: --capacity: \"many\" " + number);
    refused("--capacity=-5", "error: --capacity: \"-5\" " + number);
    refused("--max_weight=2147483648", "error: --max_weight: \"2147483648\" " + number);
    refused("--max-weight=1.5", "error: --max_weight: \"1.5\" " + number);
    String id = "(expected: 1 to 128 visible ASCII characters)\n";
    refused("--id=a b", "error: --id: \"a b\" " + id);
    refused("--id=" + "x".repeat(129), "error: --id: \"" + "x".repeat(129) + "\" " + id);
  }

  @Test
  void a_misspelt_option_or_command_gets_a_suggestion() {
    assertThat(cli.run("vessel", "add", "--capcity=1"))
        .isEqualTo(
            new Result(
                2,
                "",
                """
                error: "--capcity" is not an option of consignment-cli vessel add
                  likely: a slip of the keyboard: did you mean "--capacity"?
                See 'consignment-cli vessel add --help'
                """));
    assertThat(cli.run("vessel", "ad").err())
        .startsWith("error: \"ad\" is not a command of consignment-cli vessel\n")
        .contains("did you mean \"add\"?");
    assertThat(cli.run("vessel"))
        .isEqualTo(
            new Result(
                2,
                "",
                """
                error: consignment-cli vessel: no command (expected: add)
                See 'consignment-cli vessel --help'
                """));
  }

  private void refused(String option, String message) {
    String name = option.substring(0, option.indexOf('='));
    String[] others =
        Arrays.stream(ADD).filter(arg -> !arg.startsWith(name)).toArray(String[]::new);
    assertThat(cli.run(append(others, option))).isEqualTo(new Result(2, "", message));
    assertThat(fleet.vessels()).isEmpty();
  }

  private static String[] with(String... options) {
    return append(ADD, options);
  }

  private static String[] append(String[] args, String... more) {
    return Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray(String[]::new);
  }

  private void storeFirstFleet() {
    store("vessel001", "Kane's Salty Secret", 500, 200_000, 3, 55_000);
    store("vessel002", "Boaty McBoatface", 2_000, 20_000_000, 0, 0);
    store("vessel003", "Unsinkable II", 24_000, 200_000_000, 12_345, 9_999_999);
  }

  private void store(String id, String name, int capacity, int maxWeight, int used, int usedKg) {
    fleet.store(
        Vessel.newBuilder()
            .setId(id)
            .setName(name)
            .setOwnerId("shippy")
            .setCapacity(capacity)
            .setMaxWeight(maxWeight)
            .setAvailable(true)
            .setUsedCapacity(used)
            .setUsedWeight(usedKg)
            .build());
  }
}
