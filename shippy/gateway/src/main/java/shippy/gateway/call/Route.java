package shippy.gateway.call;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The method of a service that a path means.
 *
 * @param service the full name
 * @param method such as {@code Say.Hello}
 */
public record Route(String service, String method) {
  private static final Pattern VERSION = Pattern.compile("v[0-9]+");

  /**
   * By micro's table: {@code /foo} is Foo.Call of foo, {@code /foo/bar} Foo.Bar of foo, {@code
   * /foo/bar/baz} Bar.Baz of foo, {@code /v1/foo/bar} Foo.Bar of v1.foo; of longer paths the last
   * two are the method and the others the service. In addition, two segments are taken as they are
   * if one has a dot: {@code /shippy.service.vessel/VesselService.Create}.
   *
   * <p>A service that is registered by exactly that name comes before the one in the namespace.
   *
   * @param namespace goes before the service's name
   * @param path at least one segment
   * @param registered whether a service is registered by a name
   */
  public static Route of(String namespace, List<String> path, Predicate<String> registered) {
    int size = path.size();
    if (size == 2 && (hasDot(path.get(0)) || hasDot(path.get(1)))) {
      return new Route(service(namespace, path.get(0), registered), path.get(1));
    }
    int words = size <= 2 ? 1 : size == 3 && isVersion(path.get(0)) ? 2 : size - 2;
    String name = String.join(".", path.subList(0, words));
    Stream<String> method =
        size == 1 ? Stream.of(path.get(0), "Call") : path.subList(size - 2, size).stream();
    return new Route(
        exactOrWithin(namespace, name, registered),
        method.map(Route::camel).collect(Collectors.joining(".")));
  }

  /** The service of that name; a name with a dot is taken as it is. */
  static String service(String namespace, String name, Predicate<String> registered) {
    return hasDot(name) ? name : exactOrWithin(namespace, name, registered);
  }

  /** The service that micro's {@code http} handler forwards a path to. */
  public static String upstream(String namespace, List<String> path, Predicate<String> registered) {
    boolean versioned = path.size() > 1 && isVersion(path.get(0));
    String name = versioned ? path.get(0) + "." + path.get(1) : path.get(0);
    return exactOrWithin(namespace, name, registered);
  }

  private static String exactOrWithin(String namespace, String name, Predicate<String> registered) {
    return registered.test(name) ? name : namespace + "." + name;
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

  /** As Go's {@code strings.Title}: after anything but letters, digits and underscores. */
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
