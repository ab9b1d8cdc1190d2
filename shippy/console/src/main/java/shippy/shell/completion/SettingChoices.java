package shippy.shell.completion;

import java.util.List;
import shippy.config.Setting;
import shippy.config.Settings;

/** The values of settings that have a few. Stateless. */
public final class SettingChoices {
  private static final List<String> REGISTRIES =
      List.of("mdns", "etcd", "kubernetes", "dns", "memory");

  private SettingChoices() {}

  /** None for a setting with free values. */
  public static List<Choice> of(Setting<?> setting) {
    List<String> values =
        setting.equals(Settings.REGISTRY) ? REGISTRIES : setting.format().choices();
    return values.stream().map(value -> Choice.of(value, "", "values")).toList();
  }
}
