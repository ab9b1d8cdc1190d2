package shippy.gateway.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import shippy.gateway.http.TextResponse;
import shippy.problem.Problem;

/**
 * The page at {@code /}, one file. Its policy names the hashes of the script and the style in the
 * file, so browsers run no other script and apply no other style.
 */
public final class Page {
  private final String html;
  private final String policy;

  private Page(String html) {
    this.html = html;
    this.policy =
        "default-src 'none'; script-src %s; style-src %s; connect-src 'self'; img-src data:; "
                .formatted(hashes("script", html), hashes("style", html))
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }

  /** The packed page, if there is one, with what to tell where no service runs. */
  public static Optional<Page> load(Problem.Fix startService) {
    String command = startService.command().replace("&", "&amp;").replace("\"", "&quot;");
    try (InputStream in = Page.class.getResourceAsStream("dashboard.html")) {
      if (in == null) {
        return Optional.empty();
      }
      String html = new String(in.readAllBytes(), UTF_8);
      return Optional.of(of(html.replace("START_SERVICE", command)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Page of(String html) {
    return new Page(html);
  }

  public TextResponse answer() {
    return TextResponse.text(200, "text/html; charset=utf-8", html)
        .with("Content-Security-Policy", policy)
        .with("X-Frame-Options", "DENY")
        .with("Cache-Control", "no-cache");
  }

  private static String hashes(String element, String html) {
    Matcher inline =
        Pattern.compile("<%s(?: [^>]*)?>(.*?)</%s>".formatted(element, element), Pattern.DOTALL)
            .matcher(html);
    String all =
        inline
            .results()
            .map(found -> "'sha256-" + hash(found.group(1)) + "'")
            .collect(Collectors.joining(" "));
    return all.isEmpty() ? "'none'" : all;
  }

  private static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
