package shippy.run;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which lines of programs are shown when the log is quiet: all but those of a level below warning
 * and what belongs to them. Safe for any thread.
 */
final class QuietFilter {
  private static final Pattern MINOR =
      Pattern.compile("^.{0,200}?(\\blevel=|\"level\":\")(trace|debug|info)\\b");
  private static final Pattern CONTINUED = Pattern.compile("\\s.*|Caused by: .*");

  private final Map<String, Boolean> shown = new HashMap<>();

  /**
   * Whether to show the next line.
   *
   * @param source the output that it comes from
   */
  synchronized boolean shows(String source, String line) {
    boolean show =
        CONTINUED.matcher(line).matches()
            ? shown.getOrDefault(source, true)
            : !MINOR.matcher(line).find();
    shown.put(source, show);
    return show;
  }
}
