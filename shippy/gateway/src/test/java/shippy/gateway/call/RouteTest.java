package shippy.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.gateway.http.RequestTarget;

/** The first rows are those of micro's table (internal/resolver/api/route.go). */
class RouteTest {
  private static final Set<String> NONE = Set.of();

  @ParameterizedTest
  @CsvSource({
    "/foo, ns.foo, Foo.Call",
    "/foo/bar, ns.foo, Foo.Bar",
    "/foo/bar/baz, ns.foo, Bar.Baz",
    "/foo/bar/baz-xyz, ns.foo, Bar.BazXyz",
    "/foo/bar/baz/cat, ns.foo.bar, Baz.Cat",
    "/foo/bar/baz/cat/dog, ns.foo.bar.baz, Cat.Dog",
    "/v1/foo/bar, ns.v1.foo, Foo.Bar",
    "/v1/foo/bar/baz, ns.v1.foo, Bar.Baz",
    "/v12/foo/bar, ns.v12.foo, Foo.Bar",
    "/v1/foo, ns.v1, V1.Foo",
    "/vx/foo/bar, ns.vx, Foo.Bar",
    "/user/say/hello, ns.user, Say.Hello",
    "/foo-bar, ns.foo-bar, FooBar.Call",
    "/foo//bar/, ns.foo, Foo.Bar",
    "/foo/bär, ns.foo, Foo.Bär",
    "/foo/b%C3%A4r, ns.foo, Foo.Bär",
    "/foo/a_b, ns.foo, Foo.A_b",
    "/foo/Bar/BAZ, ns.foo, Bar.BAZ",
    "/foo/-bar-, ns.foo, Foo.Bar",
    // Ours: what has a dot is meant as it stands.
    "/shippy.service.vessel/VesselService.Create, shippy.service.vessel, VesselService.Create",
    "/shippy.service.vessel/Create, shippy.service.vessel, Create",
    "/vessel/VesselService.Create, ns.vessel, VesselService.Create",
  })
  void path_means_a_method(String path, String service, String method) {
    assertThat(Route.of("ns", RequestTarget.segments(path), NONE::contains))
        .isEqualTo(new Route(service, method));
  }

  @ParameterizedTest
  @CsvSource({
    "/foo, ns.foo",
    "/foo/bar/baz, ns.foo",
    "/v1/foo, ns.v1.foo",
    "/v1/foo/bar, ns.v1.foo",
    "/v1, ns.v1",
  })
  void path_that_is_forwarded_means_a_service(String path, String service) {
    assertThat(Route.upstream("ns", RequestTarget.segments(path), NONE::contains))
        .isEqualTo(service);
  }

  @ParameterizedTest
  @CsvSource({
    "/foo, foo, Foo.Call",
    "/foo/bar, foo, Foo.Bar",
    "/foo/bar/baz, foo, Bar.Baz",
    "/foo/bar/baz/cat, foo.bar, Baz.Cat",
    "/foo/bar/baz/cat/dog, foo.bar.baz, Cat.Dog",
    "/v1/foo/bar, v1.foo, Foo.Bar",
    "/v1/foo, v1, V1.Foo",
    "/foo-bar, foo-bar, FooBar.Call",
    "/foo/Say.Hello, foo, Say.Hello",
    "/ns.foo/say/hello, ns.foo, Say.Hello",
    "/ns.foo/Say.Hello, ns.foo, Say.Hello",
  })
  void exactly_registered_name_comes_before_the_namespace(
      String path, String service, String method) {
    assertThat(
            Route.of(
                "ns", RequestTarget.segments(path), Set.of(service, "ns." + service)::contains))
        .isEqualTo(new Route(service, method));
  }

  @ParameterizedTest
  @CsvSource({"/foo/bar, foo", "/v1/foo/bar, v1.foo", "/v1, v1"})
  void exactly_registered_name_is_forwarded_to_first(String path, String service) {
    assertThat(Route.upstream("ns", RequestTarget.segments(path), Set.of(service)::contains))
        .isEqualTo(service);
  }

  @ParameterizedTest
  @CsvSource({"foo, ns.foo", "bar, bar", "a.b, a.b"})
  void rpc_names_a_service_in_the_same_way(String name, String service) {
    assertThat(Route.service("ns", name, Set.of("bar")::contains)).isEqualTo(service);
  }
}
