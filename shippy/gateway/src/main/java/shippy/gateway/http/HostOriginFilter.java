package shippy.gateway.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Refuses requests that pages of other sites send through the browser of a user. Such a page may
 * use a host name of its own that resolves to this machine (DNS rebinding), which is always
 * refused, or send requests across origins, which are refused unless CORS is on.
 *
 * @param host that the gateway was told to listen on; requests may name it
 * @param cors whether pages of other origins may call
 */
public record HostOriginFilter(String host, boolean cors) {
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]]+)(:\\d{1,5})?");

  /** IP addresses, which no DNS server of others resolves. */
  private static final Pattern LITERAL = Pattern.compile("\\[.*]|\\d{1,3}(\\.\\d{1,3}){3}");

  private static final Set<String> FOREIGN = Set.of("cross-site", "same-site");

  private static final String HEADERS =
      "Accept, Authorization, Content-Type, Idempotency-Key, Timeout, traceparent";
  private static final Pattern MICRO = Pattern.compile("micro-[a-z0-9-]{1,64}");
  private static final String REQUESTED = "Access-Control-Request-Headers";
  private static final int MAX_REQUESTED = 64;

  /** The longest time that Chromium keeps it. */
  private static final String MAX_AGE_SECONDS = "7200";

  void check(HttpExchange in) {
    List<String> hosts = in.headers("Host");
    boolean old = hosts.isEmpty() && in.isHttp10(); // a health check; no browser
    if (hosts.size() != 1 && !old) {
      throw HttpFault.of(400, "Host: given %d times (expected: once)".formatted(hosts.size()));
    }
    hosts.forEach(this::requireOwn);
    in.authority().ifPresent(this::requireOwn);
    if (cors) {
      allow(in);
    } else {
      requireSameOrigin(in);
    }
  }

  private void requireOwn(String authority) {
    Matcher m = AUTHORITY.matcher(authority);
    String name = m.matches() ? m.group(1).toLowerCase(Locale.ROOT) : "";
    boolean own =
        name.equals("localhost")
            || name.endsWith(".localhost")
            || LITERAL.matcher(name).matches()
            || (!name.isEmpty() && name.equals(host.toLowerCase(Locale.ROOT)));
    if (!own) {
      throw HttpFault.of(
              403, "Host: \"%s\" (expected: localhost or an IP address)".formatted(authority))
          .hint("start the gateway with --address=HOST:PORT to serve another name");
    }
  }

  /** Refuses requests of pages from elsewhere; a link to the page itself is not one. */
  public static void requireSameOrigin(HttpExchange in) {
    String own = in.header("Host").orElse("");
    in.answerHeaders().add("Vary", "Origin, Sec-Fetch-Site");
    String origin = in.header("Origin").orElse("http://" + own);
    if (!origin.equals("http://" + own)) {
      throw foreign("Origin", origin);
    }
    String site = in.header("Sec-Fetch-Site").orElse("none");
    boolean page = in.method().equals("GET") && in.rawPath().isEmpty();
    if (FOREIGN.contains(site) && !page) {
      throw foreign("Sec-Fetch-Site", site);
    }
  }

  private static HttpFault foreign(String header, String value) {
    return HttpFault.of(
            403, "%s: \"%s\" (expected: a page of this gateway)".formatted(header, value))
        .hint("start the gateway with --enable_cors to let pages of other sites call");
  }

  private static void allow(HttpExchange in) {
    HttpHeaders headers = in.answerHeaders();
    headers.set("Access-Control-Allow-Origin", "*");
    headers.set("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE, OPTIONS");
    headers.set("Access-Control-Allow-Headers", allowedHeaders(in));
    headers.set("Access-Control-Max-Age", MAX_AGE_SECONDS);
    headers.add("Vary", REQUESTED);
    headers.set("Access-Control-Expose-Headers", "x-shippy-node, traceparent");
  }

  /** Browsers accept no pattern, so go-micro's headers are named if the browser asks for them. */
  private static String allowedHeaders(HttpExchange in) {
    Stream<String> micro =
        Stream.of(in.header(REQUESTED).orElse("").split(",", MAX_REQUESTED))
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .filter(name -> MICRO.matcher(name).matches());
    return Stream.concat(Stream.of(HEADERS), micro).collect(Collectors.joining(", "));
  }
}
