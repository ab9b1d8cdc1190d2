package shippy.tool;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import shippy.client.Client;
import shippy.config.Format;
import shippy.config.Setting;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.fsck.Fsck;
import shippy.fsck.FsckReport;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/** {@code shippy fsck}. */
@Command(
    name = "fsck",
    description = {
      "Compare what the consignment service and the vessel service say about all cargo, while they"
          + " work. Exit code 1 if something does not fit.",
      "--repair confirms reservations of CONFIRMED consignments and releases those of ABORTED and"
          + " CANCELLED ones; nothing else is changed."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy fsck                         what does not fit",
      "  shippy fsck --repair                repair what is safe to, show what is left",
      "  shippy fsck -o json | jq -r '.mismatches[].id'"
    })
final class FsckCommand implements Action {
  static final Setting<Duration> WAIT =
      Setting.of(
          "wait",
          "10s",
          "how long to look again, once a second, while something does not fit",
          Format.duration());

  @Option(names = "--repair", description = "repair what is safe to")
  private boolean repair;

  @Option(
      names = "--release_unknown",
      description =
          "with --repair: also release reservations of unknown consignments; not while the"
              + " consignment store may yet be restored from a backup")
  private boolean releaseUnknown;

  @Override
  public ExitCode run(Invocation call) {
    if (releaseUnknown && !repair) {
      throw Problem.of(ExitCode.USAGE, "--release_unknown alone (expected: with --repair)")
          .withFix("shippy fsck --repair --release_unknown", "repair, these too")
          .toException();
    }
    Fsck.Options options = new Fsck.Options(repair, releaseUnknown, call.config().get(WAIT));
    try (Client client = Client.open(call.config())) {
      FsckReport report = Fsck.of(client, options).run();
      call.output().show(report);
      return report.clean() ? ExitCode.OK : ExitCode.FAILED;
    }
  }
}
