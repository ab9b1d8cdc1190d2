package shippy.registry.etcd.client;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import shippy.config.Config;
import shippy.config.Setting;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.registry.HostPort;

/** The members in a setting such as {@code --registry_address}, at least one, and its schemes. */
record EtcdAddresses(List<HostPort> members, boolean https, boolean http) {
  private static final int DEFAULT_PORT = 2379;
  private static final Pattern ENTRY =
      Pattern.compile("(?:(https?)://)?(\\[[0-9A-Fa-f:.]+]|[\\w.-]+)(?::(\\d{1,5}))?/?");
  private static final String FORM = "host, host:port or http(s)://host:port, separated by commas";

  static EtcdAddresses from(Config config, Setting<String> setting) {
    String text = config.find(setting).orElse("127.0.0.1");
    List<HostPort> members = new ArrayList<>();
    boolean https = false;
    boolean http = false;
    for (String entry : text.split(",", -1)) {
      Matcher m = ENTRY.matcher(entry.strip());
      if (!m.matches()) {
        throw malformed(config, setting, entry.strip());
      }
      members.add(hostPort(config, setting, entry.strip(), m));
      https |= "https".equals(m.group(1));
      http |= "http".equals(m.group(1));
    }
    if (https && http) {
      throw config.invalid(setting, "all members with https, or none");
    }
    return new EtcdAddresses(members.stream().distinct().toList(), https, http);
  }

  private static HostPort hostPort(
      Config config, Setting<String> setting, String entry, Matcher m) {
    String host = m.group(2).replaceAll("[\\[\\]]", "");
    int port = m.group(3) == null ? DEFAULT_PORT : Integer.parseInt(m.group(3));
    if (port < 1 || port > 65535) {
      String expected = "a port from 1 to 65535; that of \"%s\" is not".formatted(entry);
      throw config.invalid(setting, expected);
    }
    return new HostPort(host, port);
  }

  private static ProblemException malformed(Config config, Setting<String> setting, String entry) {
    if (entry.indexOf('@') < 0) {
      return config.invalid(setting, FORM + "; \"" + entry + "\" is not");
    }
    // There may be a password before the @, so the message shows nothing of the value.
    return Problem.of(
            ExitCode.CONFIG,
            "%s: an entry with \"@\" (expected: %s)".formatted(setting.name(), FORM))
        .withLikely("a user and password inside the address")
        .withFix("--registry_username=... --registry_password_file=...", "this is their place")
        .toException();
  }
}
