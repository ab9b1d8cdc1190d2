package shippy.tool.config;

import java.util.List;
import java.util.Optional;
import shippy.clock.Clock;
import shippy.config.etcd.ConfigCentre;
import shippy.config.etcd.ConfigCentre.Entry;
import shippy.config.etcd.ConfigKey;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.problem.Suggestion;

/** A verb on keys of the config centre; one that is wrong can be mended. */
interface CentreAction extends Action {
  ExitCode run(Invocation call, ConfigCentre centre);

  @Override
  default ExitCode run(Invocation call) {
    try (ConfigCentre centre = ConfigCentre.open(call.config(), Clock.system())) {
      return run(call, centre);
    }
  }

  @Override
  default boolean isLenient() {
    return true;
  }

  /** What the key holds now, which must be there. */
  static Entry required(ConfigCentre centre, ConfigKey key) {
    return centre.get(key.text()).orElseThrow(() -> missing(centre, key, "no such key"));
  }

  /** What the key held when etcd had this revision. */
  static Entry at(ConfigCentre centre, ConfigKey key, long revision) {
    Optional<Entry> found = centre.get(key.text(), revision);
    return found.orElseThrow(
        () -> missing(centre, key, "no such key at revision %d".formatted(revision)));
  }

  private static ProblemException missing(ConfigCentre centre, ConfigKey key, String what) {
    String parent = key.text().substring(0, key.text().lastIndexOf('/') + 1);
    String folder = parent.equals("/") ? ConfigKey.ROOT : parent; // not all that etcd holds
    Problem problem =
        Problem.of(
            ExitCode.NO_INPUT,
            "%s: %s (config centre: %s)".formatted(key.text(), what, centre.location()));
    List<String> keys = centre.list(folder).stream().map(Entry::key).toList();
    if (keys.contains(key.text())) {
      return problem
          .withFix("shippy config history " + key.text(), "list its revisions")
          .toException();
    }
    return Suggestion.add(problem, key.text(), keys)
        .withFix("shippy config ls " + folder, "list the keys there")
        .toException();
  }
}
