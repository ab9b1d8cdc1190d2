package shippy.shell.completion;

import java.util.List;
import shippy.config.Setting;
import shippy.config.Settings;

/** The values of settings that have a few. Stateless. */
public final class SettingChoices {
  private SettingChoices() {}

  /** None for a setting with free values. */
  public static List<Choice> of(Setting<?> setting) {
    List<String> values =
        setting.equals(Settings.REGISTRY) ? Settings.REGISTRIES : setting.format().choices();
    return values.stream().map(value -> Choice.of(value, "", "values")).toList();
  }
}
