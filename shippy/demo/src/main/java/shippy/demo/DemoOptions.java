package shippy.demo;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import shippy.process.Program;

/**
 * The options of the demo.
 *
 * @param nodes of etcd, at least 1
 * @param instances of each service, at least 1
 * @param length of all steps together, unless one needs longer than its share
 * @param faults whether anything is killed
 * @param step whether each step waits for a key
 * @param keep whether logs and data are kept
 * @param etcd the program
 * @param vessel the vessel service
 * @param consignment the consignment service
 */
public record DemoOptions(
    int nodes,
    int instances,
    Duration length,
    boolean faults,
    boolean step,
    boolean keep,
    Path etcd,
    Program vessel,
    Program consignment) {

  public DemoOptions {
    requireNonNull(length, "length");
    requireNonNull(etcd, "etcd");
    requireNonNull(vessel, "vessel");
    requireNonNull(consignment, "consignment");
  }

  Program program(ServiceRole role) {
    return role == ServiceRole.VESSEL ? vessel : consignment;
  }
}
