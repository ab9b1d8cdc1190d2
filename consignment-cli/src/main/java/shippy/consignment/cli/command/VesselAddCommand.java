package shippy.consignment.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import shippy.clock.TimeOrderedIds;
import shippy.config.Format;
import shippy.consignment.cli.client.CommandConnections;
import shippy.consignment.cli.client.VesselClient;
import shippy.consignment.cli.query.OptionValue;
import shippy.consignment.cli.view.VesselView;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.problem.ExitCode;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Vessel;

/** {@code vessel add}: one more vessel. */
@Command(
    name = "add",
    description = {
      "Add a vessel to the fleet.",
      "A vessel without id gets a new one; adding the same one with its id again is safe."
    },
    footerHeading = "%nExamples:%n",
    footer = "  " + VesselAddCommand.EXAMPLE)
final class VesselAddCommand implements Action {
  static final String EXAMPLE =
      "consignment-cli vessel add --name=Nautilus --capacity=900 --max_weight=1500000";

  private static final Format<Integer> AMOUNT = Format.integer(1, Integer.MAX_VALUE);
  private static final Format<String> ID =
      new Format<>("1 to 128 visible ASCII characters", VesselAddCommand::visible);

  private final TimeOrderedIds ids;
  private final CommandConnections connections;

  @Option(names = "--name", paramLabel = "NAME", description = "its name, required")
  private String name = "";

  @Option(
      names = "--capacity",
      paramLabel = "N",
      description = "how many containers it carries, required")
  private String capacity = "";

  @Option(
      names = "--max_weight",
      paramLabel = "KG",
      description = "how many kilograms it carries, required")
  private String maxWeight = "";

  @Option(names = "--id", paramLabel = "ID", description = "its id (a new uuid)")
  private String id = "";

  @Option(names = "--owner", paramLabel = "NAME", description = "whose it is (nobody's)")
  private String owner = "";

  VesselAddCommand(TimeOrderedIds ids, CommandConnections connections) {
    this.ids = ids;
    this.connections = connections;
  }

  @Override
  public ExitCode run(Invocation call) {
    Vessel vessel = vessel();
    VesselClient client =
        VesselClient.on(connections.toCall("vessel add", call.config()), call.config());
    Response added = client.add(vessel);
    call.output().line("Created: " + added.getCreated());
    call.output().show(VesselView.one(added));
    return ExitCode.OK;
  }

  private Vessel vessel() {
    return Vessel.newBuilder()
        .setName(required("--name", name, "the name of the vessel").text())
        .setCapacity(required("--capacity", capacity, "containers").as(AMOUNT))
        .setMaxWeight(required("--max_weight", maxWeight, "kilograms").as(AMOUNT))
        .setId(id.isEmpty() ? ids.next() : new OptionValue("--id", id).as(ID))
        .setOwnerId(owner)
        .build();
  }

  private static OptionValue required(String option, String text, String expected) {
    return new OptionValue(option, text).required(expected, EXAMPLE);
  }

  private static String visible(String text) {
    if (!text.matches("[!-~]{1,128}")) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }
}
