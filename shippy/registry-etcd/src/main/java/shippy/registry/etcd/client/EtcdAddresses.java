package shippy.registry.etcd.client;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import shippy.config.Config;
import shippy.config.Settings;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.registry.HostPort;

/** The members in {@code --registry_address}, at least one, and its schemes. */
record EtcdAddresses(List<HostPort> members, boolean https, boolean http) {
  private static final int DEFAULT_PORT = 2379;
  private static final Pattern ENTRY =
      Pattern.compile("(?:(https?)://)?(\\[[0-9A-Fa-f:.]+]|[\\w.-]+)(?::(\\d{1,5}))?/?");
  private static final String FORM = "host, host:port or http(s)://host:port, separated by commas";

  static EtcdAddresses from(Config config) {
    String text = config.find(Settings.REGISTRY_ADDRESS).orElse("127.0.0.1");
    List<HostPort> members = new ArrayList<>();
    boolean https = false;
    boolean http = false;
    for (String entry : text.split(",", -1)) {
      Matcher m = ENTRY.matcher(entry.strip());
      if (!m.matches()) {
        throw malformed(config, entry.strip());
      }
      members.add(hostPort(config, entry.strip(), m));
      https |= "https".equals(m.group(1));
      http |= "http".equals(m.group(1));
    }
    if (https && http) {
      throw config.invalid(Settings.REGISTRY_ADDRESS, "all members with https, or none");
    }
    return new EtcdAddresses(members.stream().distinct().toList(), https, http);
  }

  private static HostPort hostPort(Config config, String entry, Matcher m) {
    String host = m.group(2).replaceAll("[\\[\\]]", "");
    int port = m.group(3) == null ? DEFAULT_PORT : Integer.parseInt(m.group(3));
    if (port < 1 || port > 65535) {
      String expected = "a port from 1 to 65535; that of \"%s\" is not".formatted(entry);
      throw config.invalid(Settings.REGISTRY_ADDRESS, expected);
    }
    return new HostPort(host, port);
  }

  private static ProblemException malformed(Config config, String entry) {
    if (entry.indexOf('@') < 0) {
      return config.invalid(Settings.REGISTRY_ADDRESS, FORM + "; \"" + entry + "\" is not");
    }
    // There may be a password before the @, so the message shows nothing of the value.
    return Problem.of(
            ExitCode.CONFIG, "registry_address: an entry with \"@\" (expected: %s)".formatted(FORM))
        .withLikely("a user and password inside the address")
        .withFix("--registry_username=... --registry_password_file=...", "this is their place")
        .toException();
  }
}
