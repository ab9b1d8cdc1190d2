package shippy.gateway.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import shippy.gateway.http.HttpExchange;
import shippy.gateway.http.TextResponse;
import shippy.problem.Problem;

/**
 * The page at {@code /} and its files at {@code /page}: those that its HTML names. Its policy
 * allows scripts and styles of these files only, and no request to another origin.
 */
public final class Page {
  private static final Pattern FILE = Pattern.compile("\"page/([\\w-]+\\.(?:js|css))\"");
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Map<String, TextResponse> files = new LinkedHashMap<>();

  private Page(String html) {
    files.put(
        "",
        file("text/html; charset=utf-8", html)
            .with("Content-Security-Policy", POLICY)
            .with("X-Frame-Options", "DENY"));
    FILE.matcher(html)
        .results()
        .map(found -> found.group(1))
        .distinct()
        .forEach(
            name -> {
              String type = name.endsWith(".css") ? "text/css" : "text/javascript";
              files.put(name, file(type + "; charset=utf-8", read(name).orElseThrow()));
            });
  }

  /**
   * The packed page, if there is one.
   *
   * @param startService to tell where no service runs
   * @param control as {@link shippy.gateway.control.ControlPaths#access} says
   * @param traceUi the URL of a trace elsewhere, with {@code {id}}; may be empty
   */
  public static Optional<Page> load(Problem.Fix startService, String control, String traceUi) {
    return read("index.html")
        .map(
            html ->
                html.replace("START_SERVICE", quoted(startService.command()))
                    .replace("CONTROL_ACCESS", control)
                    .replace("TRACE_UI", quoted(traceUi)))
        .map(Page::new);
  }

  private static String quoted(String text) {
    return text.replace("&", "&amp;").replace("\"", "&quot;");
  }

  private static Optional<String> read(String name) {
    try (@Nullable InputStream in = Page.class.getResourceAsStream("page/" + name)) {
      return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Browsers ask each time whether a file has changed: a new gateway may listen there by now. */
  private static TextResponse file(String type, String text) {
    return TextResponse.text(200, type, text)
        .with("Cache-Control", "no-cache")
        .with("ETag", '"' + hash(text) + '"');
  }

  /** The file of a path; empty if it is not one of the page. */
  public Optional<TextResponse> file(List<String> path) {
    if (path.isEmpty()) {
      return Optional.ofNullable(files.get(""));
    }
    boolean below = path.size() == 2 && path.get(0).equals("page");
    return below ? Optional.ofNullable(files.get(path.get(1))) : Optional.empty();
  }

  /** Of all files together, in bytes. */
  int size() {
    return files.values().stream().mapToInt(file -> file.body().getBytes(UTF_8).length).sum();
  }

  /** Answers with a file, or that the client has it already. */
  public void handle(HttpExchange in, TextResponse file) {
    in.requireMethod("GET");
    String tag = file.headers().getOrDefault("ETag", "");
    boolean known = in.header("If-None-Match").filter(tags -> tags.contains(tag)).isPresent();
    in.answer(known ? TextResponse.empty(304).with("ETag", tag) : file);
  }

  private static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
