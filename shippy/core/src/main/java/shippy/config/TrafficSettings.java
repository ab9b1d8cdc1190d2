package shippy.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings that guard a program and those it calls against too much traffic. */
public final class TrafficSettings {
  /**
   * A token bucket: over any time T at most {@code burst + perSecond * T} are let through.
   *
   * @param perSecond tokens that are added each second; positive
   * @param burst the most that the bucket holds, from 1; it begins full
   */
  public record RateLimit(double perSecond, int burst) {
    private static final Pattern FORM =
        Pattern.compile("(\\d{1,7}(?:\\.\\d{1,3})?)/(s|m)(?:,burst=(\\d{1,7}))?");

    private static final Pattern NAME =
        Pattern.compile("caller(?:\\.[^.].*)?|[^./\\s]+(?:\\.[^./\\s]+)+");

    static final String EXPECTED =
        "a rate such as 100/s or 30/m (0.001 to 9999999), then ,burst=20 (1 to 9999999) if wanted";

    private static final String EXPECTED_BY_NAME =
        "NAME.rate=100/s or 30/m (0.001 to 9999999) or NAME.burst=20 (1 to 9999999), each once,"
            + " separated by commas; NAME is SERVICE.METHOD, as VesselService.GetVessels, or caller"
            + " or caller.ITS_NAME";

    /** By default the burst is what one second brings, rounded up. */
    static RateLimit parse(String text) {
      Matcher form = FORM.matcher(text);
      if (!form.matches()) {
        throw new IllegalArgumentException(text);
      }
      double perSecond = Double.parseDouble(form.group(1)) / (form.group(2).equals("m") ? 60 : 1);
      String burst = form.group(3);
      int most = burst == null ? (int) Math.ceil(perSecond) : Integer.parseInt(burst);
      if (perSecond == 0 || most == 0) {
        throw new IllegalArgumentException(text);
      }
      return new RateLimit(perSecond, most);
    }

    /** A burst without a rate is as much each second. */
    private static RateLimit parse(String name, Map<String, String> fields) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(name); // no call has it
      }
      Optional<String> burst = Optional.ofNullable(fields.remove("burst"));
      Optional<String> rate = Optional.ofNullable(fields.remove("rate"));
      return parse(
          rate.or(() -> burst.map(most -> most + "/s")).orElse("")
              + burst.map(most -> ",burst=" + most).orElse(""));
    }
  }

  /**
   * When a server refuses calls because it has too many.
   *
   * @param by what tells it
   * @param cpuMillis of {@link By#CPU}: the load from which on, in thousandths of all processors
   */
  public record Shedding(By by, OptionalInt cpuMillis) {
    /** What tells that there are too many. */
    public enum By {
      /** The load of the processors, and more calls at a time than served well lately. */
      CPU,
      /** The latency: it grows when calls wait for each other. */
      CONCURRENCY,
      /** Nothing: no call is refused. */
      OFF
    }

    static final String EXPECTED = "cpu:900 (cpu:1 to cpu:1000), concurrency:gradient or off";
    private static final String BY_CPU = "cpu:";
    private static final Format<Integer> CPU_MILLIS = Format.integer(1, 1_000);

    public Shedding {
      requireNonNull(by, "by");
      requireNonNull(cpuMillis, "cpuMillis");
    }

    static Shedding parse(String text) {
      if (text.startsWith(BY_CPU)) {
        int millis = CPU_MILLIS.parser().apply(text.substring(BY_CPU.length()));
        return new Shedding(By.CPU, OptionalInt.of(millis));
      }
      return switch (text) {
        case "concurrency:gradient" -> new Shedding(By.CONCURRENCY, OptionalInt.empty());
        case "off" -> new Shedding(By.OFF, OptionalInt.empty());
        default -> throw new IllegalArgumentException(text);
      };
    }
  }

  /** The policy among the instances that gRPC itself has. */
  public static final String ROUND_ROBIN = "round_robin";

  static final Format<String> BALANCERS =
      Format.oneOf(List.of("p2c_ewma", "random", ROUND_ROBIN), name -> name);

  /** {@code on} or {@code off}. */
  static final Format<Boolean> ON_OFF = Format.oneOf(List.of("off", "on"), "on"::equals);

  public static final Setting<String> CLIENT_BALANCER =
      Setting.of(
              "client_balancer",
              ROUND_ROBIN,
              "balancer: round_robin, p2c_ewma or random",
              BALANCERS)
          .asReloadable();
  public static final Setting<Boolean> CLIENT_BREAKER =
      Setting.of(
              "client_breaker",
              "off",
              "drop calls of methods of which over a third fail: on or off",
              ON_OFF)
          .asReloadable();
  public static final Setting<Shedding> SERVER_SHED =
      Setting.of(
              "server_shed",
              "off",
              "refuse what is too much, by: cpu:900 or concurrency:gradient",
              new Format<>(Shedding.EXPECTED, Shedding::parse))
          .asReloadable();
  public static final Setting<RateLimit> SERVER_RATE =
      Setting.optional(
              "server_rate",
              "most calls to serve, such as 100/s,burst=20",
              new Format<>(RateLimit.EXPECTED, RateLimit::parse))
          .asReloadable();

  /**
   * By name: of the methods that it ends with, as in {@link Settings#METHODS}, which share it, and
   * of which the longer is the stronger; {@code caller} of each caller by itself, {@code
   * caller.NAME} of one instead. A caller is the common name of its certificate, else the service
   * that its {@code micro-from-service} names, else its address without the port.
   */
  public static final Setting<Map<String, RateLimit>> SERVER_RATES =
      Setting.optional(
              "server_rates",
              "rates of methods, callers: Service.Method.rate=9/s,caller.burst=20",
              Format.pairsByName(RateLimit.EXPECTED_BY_NAME, RateLimit::parse))
          .asReloadable();

  public static final Setting<Integer> GATEWAY_CALLS =
      gateway("gateway_calls", "calls that the gateway serves at once (64)");
  public static final Setting<Integer> GATEWAY_STREAMS =
      gateway("gateway_streams", "streams that the gateway serves at once (64)");
  public static final Setting<Integer> GATEWAY_WATCHERS =
      gateway("gateway_watchers", "watchers that the gateway serves at once (256)");

  /** What programs that call services take. */
  public static final List<Setting<?>> CLIENT = List.of(CLIENT_BALANCER, CLIENT_BREAKER);

  /** What services take. */
  public static final List<Setting<?>> SERVER = List.of(SERVER_SHED, SERVER_RATE, SERVER_RATES);

  /** How much clients may use of a gateway. */
  static final List<Setting<?>> GATEWAY = List.of(GATEWAY_CALLS, GATEWAY_STREAMS, GATEWAY_WATCHERS);

  private TrafficSettings() {}

  private static Setting<Integer> gateway(String name, String description) {
    return Setting.optional(name, description, Format.integer(1, 10_000)).asReloadable();
  }
}
