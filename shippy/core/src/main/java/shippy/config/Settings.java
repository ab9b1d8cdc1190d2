package shippy.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings of shippy itself; names and meanings are go-micro's where it has them. */
public final class Settings {
  /** How log lines look. */
  public enum LogFormat {
    TEXT,
    JSON;

    @Override
    public String toString() {
      return this == TEXT ? "text" : "json";
    }
  }

  /** The least severe level that is logged. */
  public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static final Setting<String> REGISTRY =
      Setting.of(
          "registry",
          "mdns",
          "where services find each other: mdns, etcd or memory",
          Format.text());
  public static final Setting<String> REGISTRY_ADDRESS =
      Setting.optional(
          "registry_address",
          "etcd: host:port,... (127.0.0.1:2379); mdns: address or interface (loopback)",
          Format.text());
  public static final Setting<String> REGISTRY_USERNAME =
      Setting.optional("registry_username", "user name for etcd", Format.text())
          .orVariable("ETCD_USERNAME");
  public static final Setting<String> REGISTRY_PASSWORD =
      Setting.optional("registry_password", "password for etcd", Format.text())
          .orVariable("ETCD_PASSWORD")
          .asSecret();
  public static final Setting<String> REGISTRY_PASSWORD_FILE =
      Setting.optional(
          "registry_password_file", "file that holds the password for etcd", Format.text());
  public static final Setting<String> REGISTRY_CA_FILE =
      Setting.optional(
          "registry_ca_file", "CA certificates (PEM) to trust for etcd over TLS", Format.text());
  public static final Setting<String> REGISTRY_CERT_FILE =
      Setting.optional(
          "registry_cert_file", "client certificate (PEM) to show to etcd", Format.text());
  public static final Setting<String> REGISTRY_KEY_FILE =
      Setting.optional(
          "registry_key_file", "private key (PKCS#8 PEM) of that certificate", Format.text());

  public static final Setting<String> SERVER_NAME =
      Setting.optional("server_name", "name to register", Format.text());
  public static final Setting<String> SERVER_ID =
      Setting.optional("server_id", "unique id of this instance (a new uuid)", Format.text());
  public static final Setting<String> SERVER_VERSION =
      Setting.of("server_version", "latest", "version to register", Format.text());
  public static final Setting<Map<String, String>> SERVER_METADATA =
      Setting.optional("server_metadata", "metadata to register; may be repeated", Format.pairs());
  public static final Setting<String> SERVER_ADDRESS =
      Setting.of(
          "server_address",
          "127.0.0.1:0",
          "host:port to listen on; port 0 takes a free one",
          Format.text());
  public static final Setting<String> SERVER_ADVERTISE =
      Setting.optional(
          "server_advertise", "host:port to register (the bound address)", Format.text());
  public static final Setting<Duration> REGISTER_TTL =
      Setting.of(
          "register_ttl", "15s", "how long a dead instance stays registered", Format.duration());
  public static final Setting<Duration> REGISTER_INTERVAL =
      Setting.of(
          "register_interval",
          "5s",
          "how often an instance renews its registration",
          Format.duration());

  public static final Setting<Duration> CLIENT_REQUEST_TIMEOUT =
      Setting.of(
          "client_request_timeout",
          "5s",
          "deadline of a call, retries included",
          Format.duration());
  public static final Setting<Integer> CLIENT_RETRIES =
      Setting.of(
          "client_retries", "2", "how often a failed call is tried again", Format.integer(0, 4));

  public static final Setting<LogLevel> LOG_LEVEL =
      Setting.of(
          "log_level", "info", "trace, debug, info, warn or error", Format.oneOf(LogLevel.class));
  public static final Setting<LogFormat> LOG_FORMAT =
      Setting.of("log_format", "text", "text or json", Format.oneOf(LogFormat.class));

  public static final Setting<String> STORE =
      Setting.optional(
          "store",
          "sqlite:PATH, jdbc:postgresql:... or memory (a file in the data dir)",
          Format.text());
  public static final Setting<String> STORE_USERNAME =
      Setting.optional("store_username", "user name for PostgreSQL", Format.text());
  public static final Setting<String> STORE_PASSWORD =
      Setting.optional("store_password", "password for PostgreSQL", Format.text()).asSecret();
  public static final Setting<String> STORE_PASSWORD_FILE =
      Setting.optional(
          "store_password_file", "file that holds the password for PostgreSQL", Format.text());
  public static final Setting<String> DATA_DIR =
      Setting.optional(
          "data_dir", "directory of the SQLite files ($XDG_STATE_HOME/shippy)", Format.text());

  /** What every program takes: how to reach the registry, and logging. */
  public static final List<Setting<?>> COMMON =
      List.of(
          REGISTRY,
          REGISTRY_ADDRESS,
          REGISTRY_USERNAME,
          REGISTRY_PASSWORD,
          REGISTRY_PASSWORD_FILE,
          REGISTRY_CA_FILE,
          REGISTRY_CERT_FILE,
          REGISTRY_KEY_FILE,
          LOG_LEVEL,
          LOG_FORMAT);

  /** What programs that call services take besides. */
  public static final List<Setting<?>> CLIENT = List.of(CLIENT_REQUEST_TIMEOUT, CLIENT_RETRIES);

  /** What programs that call services take in all. */
  public static final List<Setting<?>> CALLER =
      Stream.of(COMMON, CLIENT).<Setting<?>>flatMap(List::stream).toList();

  /** What services take besides. */
  public static final List<Setting<?>> SERVER =
      List.of(
          SERVER_NAME,
          SERVER_ID,
          SERVER_VERSION,
          SERVER_METADATA,
          SERVER_ADDRESS,
          SERVER_ADVERTISE,
          REGISTER_TTL,
          REGISTER_INTERVAL);

  /** What services that keep data take besides. */
  public static final List<Setting<?>> STORAGE =
      List.of(STORE, STORE_USERNAME, STORE_PASSWORD, STORE_PASSWORD_FILE, DATA_DIR);

  /** The names of what single commands take besides, as files serve all programs. */
  private static final List<String> OF_COMMANDS =
      List.of(
          "address",
          "api_address",
          "count",
          "etcd",
          "handler",
          "instances",
          "namespace",
          "nodes",
          "output",
          "seconds",
          "timeout",
          "type",
          "wait");

  /** The names of all settings of all programs of shippy. */
  public static final Set<String> NAMES =
      Stream.concat(
              OF_COMMANDS.stream(),
              Stream.of(COMMON, CLIENT, SERVER, STORAGE).flatMap(List::stream).map(Setting::name))
          .collect(Collectors.toUnmodifiableSet());

  private Settings() {}
}
