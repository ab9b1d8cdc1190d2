package shippy.gateway;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which method of which service a path means.
 *
 * @param service the full name
 * @param method such as {@code Say.Hello}
 */
record Route(String service, String method) {
  private static final Pattern VERSION = Pattern.compile("v[0-9]+");

  /**
   * By micro's table: {@code /foo} is Foo.Call of foo, {@code /foo/bar} Foo.Bar of foo, {@code
   * /foo/bar/baz} Bar.Baz of foo, {@code /v1/foo/bar} Foo.Bar of v1.foo; of longer paths the last
   * two are the method and the others the service. Besides, two segments of which one has a dot are
   * meant as they stand: {@code /shippy.service.vessel/VesselService.Create}.
   *
   * @param namespace goes before the service's name
   * @param path at least one segment
   */
  static Route of(String namespace, List<String> path) {
    int size = path.size();
    if (size == 2 && (hasDot(path.get(0)) || hasDot(path.get(1)))) {
      String service = path.get(0);
      return new Route(hasDot(service) ? service : namespace + "." + service, path.get(1));
    }
    int service = size <= 2 ? 1 : size == 3 && isVersion(path.get(0)) ? 2 : size - 2;
    Stream<String> method =
        size == 1 ? Stream.of(path.get(0), "Call") : path.subList(size - 2, size).stream();
    return new Route(
        namespace + "." + String.join(".", path.subList(0, service)),
        method.map(Route::camel).collect(Collectors.joining(".")));
  }

  /** The service that micro's {@code http} handler forwards a path to. */
  static String upstream(String namespace, List<String> path) {
    boolean versioned = path.size() > 1 && isVersion(path.get(0));
    String name = versioned ? path.get(0) + "." + path.get(1) : path.get(0);
    return namespace + "." + name;
  }

  private static boolean hasDot(String segment) {
    return segment.indexOf('.') >= 0;
  }

  private static boolean isVersion(String segment) {
    return VERSION.matcher(segment).matches();
  }

  private static String camel(String segment) {
    return Stream.of(segment.split("-")).map(Route::title).collect(Collectors.joining());
  }

  /** As Go's {@code strings.Title}: a letter after what is no letter, digit or underscore. */
  private static String title(String word) {
    StringBuilder out = new StringBuilder(word.length());
    boolean starts = true;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      out.append(starts ? Character.toTitleCase(c) : c);
      starts = !Character.isLetterOrDigit(c) && c != '_';
    }
    return out.toString();
  }
}
