package shippy.config.etcd;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.LiveConfig;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.testkit.FreePorts;

/** Configurations of programs whose home is a folder of the test. */
record Programs(Path home, String etcd) {
  static final String KEY = "/shippy/config/vessel.properties";

  /** One that has started, and follows the key. */
  LiveConfig start(String... more) {
    LiveConfig live = load(more);
    live.follow(Clock.system());
    return live;
  }

  /** One that has only read the key; more flags are name and value in turn. */
  LiveConfig load(String... more) {
    Map<String, String> flags = new HashMap<>();
    flags.put("config", "etcd://" + KEY);
    flags.put("config_address", etcd);
    for (int i = 0; i < more.length; i += 2) {
      flags.put(more[i], more[i + 1]);
    }
    return LiveConfig.load(flags, Map.of("HOME", home.toString()), List.of());
  }

  /** Why it does not start. */
  Problem refusal(String... more) {
    return catchThrowableOfType(ProblemException.class, () -> load(more)).problem();
  }

  /** The same, for which etcd is away. */
  Programs withoutEtcd() {
    return new Programs(home, "127.0.0.1:" + FreePorts.find(1).get(0));
  }

  /** The revision of the key. */
  long revision() {
    Config config = Config.of(Map.of("config_address", etcd), Map.of());
    try (ConfigCentre centre = ConfigCentre.open(config, Clock.system())) {
      return centre.get(KEY).orElseThrow().revision();
    }
  }

  Path copy() {
    return home.resolve(".local/state/shippy/config/%2Fshippy%2Fconfig%2Fvessel.properties.copy");
  }
}
