package shippy.tool.config;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import shippy.config.etcd.ConfigCentre;
import shippy.config.etcd.ConfigCentre.Entry;
import shippy.config.etcd.ConfigKey;
import shippy.console.Invocation;
import shippy.console.io.InputFile;
import shippy.console.io.KeptText;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;

/** {@code shippy config put KEY [FILE]}. */
@Command(
    name = "put",
    description = {
      "Write a key of the config centre. Services that follow it take it within a second.",
      "A text that no service would take is refused; so is one that would overwrite what somebody"
          + " else has written meanwhile: exit code 1 then."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy config put vessel vessel.yaml",
      "  echo 'log_level: debug' | shippy config put vessel",
      "  shippy config put vessel new.yaml --if_revision=42"
    })
final class PutKey implements CentreAction {
  @Parameters(index = "0", paramLabel = "KEY", description = ConfigCommand.KEY)
  private String key = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "The text; - is standard input (-).")
  private String file = "-";

  @Option(
      names = "--if_revision",
      paramLabel = "N",
      description = "only if the key was last written at this revision; 0: if there is none")
  private Optional<Long> ifRevision = Optional.empty();

  @Option(names = "--force", description = ConfigCommand.FORCE)
  private boolean force;

  @Override
  public ExitCode run(Invocation call, ConfigCentre centre) {
    ConfigKey named = ConfigKey.typed(key);
    named.requireOfSettings(force);
    InputFile input = InputFile.of(file);
    if (input.isStream() && call.io().screen().inIsTerminal()) {
      call.output().remark("type the text; Ctrl-D ends it");
    }
    SettingsText text = SettingsText.read(named, input, call.io().in());
    text.check(centre, force, call.output());
    Optional<Entry> before = centre.get(named.text());
    long expected = ifRevision.orElse(before.map(Entry::revision).orElse(0L));
    boolean same = before.filter(entry -> entry.text().equals(text.text())).isPresent();
    if (same && before.get().revision() == expected) {
      call.output().show(new WrittenKey(before, before.get()));
      return ExitCode.OK;
    }
    try {
      call.output().show(new WrittenKey(before, text.write(centre, expected)));
      return ExitCode.OK;
    } catch (ProblemException e) {
      if (!input.isStream()) {
        throw e;
      }
      throw KeptText.of(named.formatName(), text.text()).keep(e); // it cannot be read again
    }
  }
}
