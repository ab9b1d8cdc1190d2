package shippy.telemetry;

import static java.util.Objects.requireNonNull;

/**
 * Who exports telemetry, as OpenTelemetry's resource names it.
 *
 * @param service {@code service.name}: the name under which it registers, or the program's
 * @param instance {@code service.instance.id}: unique
 * @param version {@code service.version}
 */
public record Resource(String service, String instance, String version) {
  public Resource {
    requireNonNull(service, "service");
    requireNonNull(instance, "instance");
    requireNonNull(version, "version");
  }
}
