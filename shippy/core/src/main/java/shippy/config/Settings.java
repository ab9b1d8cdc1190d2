package shippy.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The settings of shippy itself; names and meanings are go-micro's where it has them. */
public final class Settings {
  /** How log lines look. */
  public enum LogFormat {
    TEXT,
    JSON
  }

  /** Which framework's keys and values stand in etcd. */
  public enum RegistryLayout {
    MICRO,
    GO_ZERO,
    KITEX,
    KRATOS
  }

  /** What callers are told of an exception of a handler. */
  public enum ErrorDetail {
    /** Its class and its message. */
    FULL,
    /** That there was one. */
    SHORT
  }

  /** The least severe level that is logged. */
  public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  /** The values of {@link #REGISTRY} that shippy itself has back ends for. */
  public static final List<String> REGISTRIES =
      List.of("mdns", "etcd", "kubernetes", "dns", "memory");

  public static final Setting<String> REGISTRY =
      text("registry", "where services are: mdns, etcd, kubernetes, dns or memory").orElse("mdns");
  public static final Setting<String> REGISTRY_ADDRESS =
      text(
          "registry_address",
          "etcd: host:port,...; mdns: interface; kubernetes: namespace; dns: domain");
  public static final Setting<RegistryLayout> REGISTRY_LAYOUT =
      Setting.of(
          "registry_layout",
          "micro",
          "whose keys in etcd: micro, go-zero, kitex or kratos",
          Format.oneOf(RegistryLayout.class));
  public static final Setting<String> REGISTRY_USERNAME =
      text("registry_username", "user name for etcd").orVariable("ETCD_USERNAME");
  public static final Setting<String> REGISTRY_PASSWORD =
      text("registry_password", "password for etcd").orVariable("ETCD_PASSWORD").asSecret();
  public static final Setting<String> REGISTRY_PASSWORD_FILE =
      text("registry_password_file", "file that holds the password for etcd");
  public static final Setting<String> REGISTRY_CA_FILE =
      text("registry_ca_file", "CA certificates (PEM) to trust for etcd over TLS");
  public static final Setting<String> REGISTRY_CERT_FILE =
      text("registry_cert_file", "client certificate (PEM) to show to etcd");
  public static final Setting<String> REGISTRY_KEY_FILE =
      text("registry_key_file", "private key (PEM) of that certificate");

  public static final Setting<List<String>> CONFIG =
      Setting.optional(
              "config",
              "files (.yaml, .toml, .json, .properties) and etcd:///KEY of settings",
              Format.list())
          .orVariable("CONFIG_PATH");
  public static final Setting<String> CONFIG_ADDRESS =
      text("config_address", "host:port,... of etcd for --config (registry_address)");
  public static final Setting<Boolean> CONFIG_REQUIRED =
      Setting.of(
          "config_required",
          "false",
          "whether to start only with what etcd says now",
          Format.bool());

  public static final Setting<String> CONTEXT =
      text("context", "the settings to use of those of 'shippy context'; none for none of them");

  public static final Setting<String> SERVER_NAME = text("server_name", "name to register");
  public static final Setting<String> SERVER_ID =
      text("server_id", "unique id of this instance (a new uuid)");
  public static final Setting<String> SERVER_VERSION =
      text("server_version", "version to register").orElse("latest");
  public static final Setting<Map<String, String>> SERVER_METADATA =
      Setting.optional("server_metadata", "metadata to register; may be repeated", Format.pairs());
  public static final Setting<String> SERVER_ADDRESS =
      text("server_address", "host:port to listen on; port 0 takes a free one")
          .orElse("127.0.0.1:0");
  public static final Setting<String> SERVER_ADVERTISE =
      text("server_advertise", "host:port to register (the bound address)");
  public static final Setting<Duration> REGISTER_TTL =
      Setting.of(
          "register_ttl", "15s", "how long a dead instance stays registered", Format.duration());
  public static final Setting<Duration> REGISTER_INTERVAL =
      Setting.of(
              "register_interval",
              "5s",
              "how often an instance renews its registration",
              Format.duration())
          .asReloadable();
  public static final Setting<ErrorDetail> ERRORS =
      Setting.optional(
          "errors",
          "detail of a handler's exception to callers: full or short (full on loopback)",
          Format.oneOf(ErrorDetail.class));

  public static final Setting<Duration> CLIENT_REQUEST_TIMEOUT =
      Setting.of(
              "client_request_timeout",
              "5s",
              "deadline of a call, retries included",
              Format.duration())
          .asReloadable();
  public static final Setting<Integer> CLIENT_RETRIES =
      Setting.of(
              "client_retries", "2", "how often a failed call is tried again", Format.integer(0, 4))
          .asReloadable();
  public static final Setting<Map<String, MethodConfig>> METHODS =
      Setting.optional(
              "methods",
              "of single methods: Service.Method.timeout=2s,Service.Method.retries=0",
              MethodConfig.OF_METHODS)
          .asReloadable();
  public static final Setting<Map<String, MethodConfig>> SERVICES =
      Setting.optional(
              "services",
              "of services called: shippy.service.vessel.timeout=2s,X.balancer=random",
              MethodConfig.OF_SERVICES)
          .asReloadable();

  public static final Setting<LogLevel> LOG_LEVEL =
      Setting.of(
              "log_level",
              "info",
              "trace, debug, info, warn or error",
              Format.oneOf(LogLevel.class))
          .asReloadable();
  public static final Setting<Map<String, LogLevel>> LOG_LEVELS =
      Setting.optional(
              "log_levels",
              "levels of loggers: io.grpc=debug,shippy.client=trace",
              Format.pairsOf(
                  "logger=level pairs, each once, separated by commas; a level is trace, debug,"
                      + " info, warn or error",
                  Format.oneOf(LogLevel.class)))
          .asReloadable();
  public static final Setting<LogFormat> LOG_FORMAT =
      Setting.of("log_format", "text", "text or json", Format.oneOf(LogFormat.class));

  public static final Setting<String> LOG_FLUENTD =
      Setting.optional(
          "log_fluentd",
          "host:port of a Fluentd or Fluent Bit that gets the log as well",
          Format.address());

  public static final Setting<String> TRACE_ENDPOINT =
      text(
          "trace_endpoint",
          "where traces go: otlp://host:4317, otlp+http://host:4318, zipkin://host:9411");
  public static final Setting<Double> TRACE_SAMPLE =
      Setting.of(
              "trace_sample",
              "1.0",
              "share of the traces to send, failed calls aside",
              Format.share())
          .asReloadable();
  public static final Setting<String> TRACE_UI =
      Setting.optional(
          "trace_ui",
          "where a browser shows the trace {id}: http://127.0.0.1:16686/trace/{id} for Jaeger",
          Format.urlOfId());
  public static final Setting<String> METRICS_ADDRESS =
      text(
          "metrics_address",
          "host:port to serve /metrics on for Prometheus; port 0 takes a free one");

  public static final Setting<String> STORE =
      text("store", "sqlite:PATH, jdbc:postgresql:... or memory (a file in the data dir)");
  public static final Setting<String> STORE_USERNAME =
      text("store_username", "user name for PostgreSQL");
  public static final Setting<String> STORE_PASSWORD =
      text("store_password", "password for PostgreSQL").asSecret();
  public static final Setting<String> STORE_PASSWORD_FILE =
      text("store_password_file", "file that holds the password for PostgreSQL");
  public static final Setting<String> DATA_DIR =
      text("data_dir", "directory of the SQLite files ($XDG_STATE_HOME/shippy)");

  /** What every program takes: how to reach the registry, and logging. */
  public static final List<Setting<?>> COMMON =
      List.of(
          REGISTRY,
          REGISTRY_ADDRESS,
          REGISTRY_LAYOUT,
          REGISTRY_USERNAME,
          REGISTRY_PASSWORD,
          REGISTRY_PASSWORD_FILE,
          REGISTRY_CA_FILE,
          REGISTRY_CERT_FILE,
          REGISTRY_KEY_FILE,
          CONFIG,
          CONFIG_ADDRESS,
          CONFIG_REQUIRED,
          LOG_LEVEL,
          LOG_LEVELS,
          LOG_FORMAT,
          LOG_FLUENTD,
          TRACE_ENDPOINT,
          TRACE_SAMPLE);

  /** What programs that call services take besides. */
  public static final List<Setting<?>> CLIENT =
      with(
          List.of(CLIENT_REQUEST_TIMEOUT, CLIENT_RETRIES, METHODS, SERVICES),
          TrafficSettings.CLIENT);

  /** All settings of programs that call services. */
  public static final List<Setting<?>> CALLER = with(COMMON, CLIENT);

  /** What services take besides. */
  public static final List<Setting<?>> SERVER =
      with(
          List.of(
              SERVER_NAME,
              SERVER_ID,
              SERVER_VERSION,
              SERVER_METADATA,
              SERVER_ADDRESS,
              SERVER_ADVERTISE,
              REGISTER_TTL,
              REGISTER_INTERVAL,
              ERRORS,
              METRICS_ADDRESS),
          TrafficSettings.SERVER);

  /** What services that keep data take besides. */
  public static final List<Setting<?>> STORAGE =
      List.of(STORE, STORE_USERNAME, STORE_PASSWORD, STORE_PASSWORD_FILE, DATA_DIR);

  /** What gateways take besides. */
  public static final List<Setting<?>> GATEWAY = with(TrafficSettings.GATEWAY, List.of(TRACE_UI));

  private static final List<String> LOCAL =
      List.of("registry", "config", "context", "store", "data_dir", "server_id");

  /** The settings that any program can have, in the order of listings. */
  public static final List<Setting<?>> ALL =
      Stream.of(List.of(CONTEXT), COMMON, CLIENT, SERVER, STORAGE, GATEWAY)
          .<Setting<?>>flatMap(List::stream)
          .toList();

  /**
   * Names of what commands of shippy's own programs take besides. Programs share files of settings,
   * so each may find lines for the others.
   */
  private static final Set<String> OF_COMMANDS =
      Set.of(
          ("address api_address api_namespace api_token api_token_file api_type count etcd handler"
                  + " instances namespace nodes output seconds timeout type wait")
              .split(" "));

  /** The setting of a command of another program, whose form is not known here. */
  static Optional<Setting<?>> ofCommand(String name) {
    return OF_COMMANDS.contains(name) ? Optional.of(text(name, name)) : Optional.empty();
  }

  /**
   * Whether only the machine of a program may set it: where etcd is, and what is read or written
   * there. A config centre cannot.
   */
  static boolean isLocal(Setting<?> setting) {
    return setting.secret()
        || setting.name().endsWith("_file")
        || LOCAL.stream().anyMatch(prefix -> setting.name().startsWith(prefix));
  }

  private static List<Setting<?>> with(List<Setting<?>> some, List<Setting<?>> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private static Setting<String> text(String name, String description) {
    return Setting.optional(name, description, Format.text());
  }

  private Settings() {}
}
