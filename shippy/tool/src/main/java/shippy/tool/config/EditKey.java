package shippy.tool.config;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import shippy.config.etcd.ConfigCentre;
import shippy.config.etcd.ConfigCentre.Entry;
import shippy.config.etcd.ConfigKey;
import shippy.console.Invocation;
import shippy.console.io.Editor;
import shippy.console.io.InputFile;
import shippy.console.io.KeptText;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;

/** {@code shippy config edit KEY}. */
@Command(
    name = "edit",
    description = {
      "Edit a key of the config centre with $VISUAL, else $EDITOR, else vi.",
      "The text is checked as by 'put'. If it is wrong, or somebody else has written the key"
          + " meanwhile, it is kept in a file, which the error names. An empty text cancels."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  shippy config edit vessel", "  EDITOR='code --wait' shippy config edit vessel"})
final class EditKey implements CentreAction {
  @Parameters(paramLabel = "KEY", description = ConfigCommand.KEY)
  private String key = "";

  @Option(names = "--force", description = ConfigCommand.FORCE)
  private boolean force;

  @Override
  public ExitCode run(Invocation call, ConfigCentre centre) {
    ConfigKey named = ConfigKey.typed(key);
    named.requireOfSettings(force);
    Optional<Entry> before = centre.get(named.text());
    String old = before.map(Entry::text).orElse("");
    KeptText kept = KeptText.of(named.formatName(), old);
    Editor editor = Editor.of(call.io());
    try {
      while (true) {
        editor.edit(kept.file());
        SettingsText text =
            SettingsText.read(named, InputFile.of(kept.file().toString()), call.io().in());
        if (text.text().isBlank() || text.text().equals(old)) {
          kept.delete();
          return unchanged(call, before, text);
        }
        if (isGood(text, editor, centre, call)) {
          long revision = before.map(Entry::revision).orElse(0L);
          WrittenKey written = new WrittenKey(before, text.write(centre, revision));
          kept.delete();
          call.output().show(written);
          return ExitCode.OK;
        }
      }
    } catch (ProblemException e) {
      throw kept.keepIfNot(old, e);
    }
  }

  private static ExitCode unchanged(Invocation call, Optional<Entry> before, SettingsText text) {
    if (before.isPresent() && !text.text().isBlank()) {
      call.output().show(new WrittenKey(before, before.get()));
    } else {
      call.output().remark("cancelled: the text is empty");
    }
    return ExitCode.OK;
  }

  /** False if the user wants to edit it again. */
  private boolean isGood(SettingsText text, Editor editor, ConfigCentre centre, Invocation call) {
    try {
      text.check(centre, force, call.output());
      return true;
    } catch (ProblemException e) {
      if (!editor.canAsk()) {
        throw e;
      }
      call.output().failed(e);
      if (!editor.isWantedAgain()) {
        throw e;
      }
      return false;
    }
  }
}
