package shippy.gateway.control;

import java.util.List;
import java.util.stream.Stream;
import shippy.config.Config;
import shippy.config.Setting;
import shippy.config.Settings;

/**
 * A setting that is not at its default. The instances of a run get the run's flags, variables and
 * files, so they have the same.
 *
 * @param source a flag, a variable, or a line of a file
 */
public record SettingValue(String name, String value, String source) {
  /** Those that are set here; secrets are hidden. */
  public static List<SettingValue> of(Config config) {
    return Stream.of(Settings.COMMON, Settings.CLIENT, Settings.SERVER, Settings.STORAGE)
        .flatMap(List::stream)
        .flatMap(setting -> config.origin(setting).stream().map(origin -> of(setting, origin)))
        .toList();
  }

  private static SettingValue of(Setting<?> setting, Config.Origin origin) {
    return new SettingValue(setting.name(), setting.shown(origin.text()), origin.source());
  }
}
