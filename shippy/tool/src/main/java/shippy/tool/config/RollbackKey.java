package shippy.tool.config;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import shippy.config.etcd.ConfigCentre;
import shippy.config.etcd.ConfigCentre.Entry;
import shippy.config.etcd.ConfigKey;
import shippy.console.Invocation;
import shippy.problem.ExitCode;

/** {@code shippy config rollback KEY REVISION}. */
@Command(
    name = "rollback",
    description = {
      "Write a key as it was at an earlier revision.",
      "It is checked as by 'put'. A key that was deleted since comes back."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy config history vessel        which revisions there are",
      "  shippy config rollback vessel 42"
    })
final class RollbackKey implements CentreAction {
  @Parameters(index = "0", paramLabel = "KEY", description = ConfigCommand.KEY)
  private String key = "";

  @Parameters(index = "1", paramLabel = "REVISION", description = ConfigCommand.REVISION)
  private long revision;

  @Option(names = "--force", description = ConfigCommand.FORCE)
  private boolean force;

  @Override
  public ExitCode run(Invocation call, ConfigCentre centre) {
    ConfigKey named = ConfigKey.typed(key);
    named.requireOfSettings(force);
    Optional<Entry> before = centre.get(named.text());
    Entry old = CentreAction.at(centre, named, revision);
    SettingsText text = new SettingsText(named, old.text(), SettingsText.name(old));
    text.check(centre, force, call.output());
    boolean same = before.filter(entry -> entry.text().equals(old.text())).isPresent();
    long expected = before.map(Entry::revision).orElse(0L);
    Entry now = same ? before.get() : text.write(centre, expected);
    call.output().show(new WrittenKey(before, now));
    return ExitCode.OK;
  }
}
