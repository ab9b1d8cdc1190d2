package shippy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.regex.Pattern;

/** The rules for all modules: the classes of each are read from where it was built. */
@AnalyzeClasses(locations = Modules.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packages_are_free_of_cycles =
      slices().matching("shippy.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule modules_see_only_those_below_them =
      classes().should(Modules.seeOnlyThoseBelow());

  @ArchTest static final ArchRule client_does_not_see_service = strangers("client", "service");

  @ArchTest static final ArchRule service_does_not_see_client = strangers("service", "client");

  @ArchTest
  static final ArchRule foundations_see_no_grpc =
      noClasses()
          .that()
          .resideInAnyPackage(
              "shippy.problem..",
              "shippy.clock..",
              "shippy.config",
              "shippy.config.files..",
              "shippy.registry",
              "shippy.process..",
              "shippy.console..",
              "shippy.shell..",
              "shippy.logging..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io..", "com.google.protobuf..");

  @ArchTest
  static final ArchRule only_programs_know_picocli =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "shippy.console..",
              "shippy.shell..",
              "shippy.doctor..",
              "shippy.run..",
              "shippy.deploy..",
              "shippy.tool..",
              "shippy.consignment.cli..",
              "shippy.bench..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("picocli..", "org.jline..");

  @ArchTest
  static final ArchRule only_clock_reads_time =
      onlyIn(
          "shippy.clock",
          "java\\.lang\\.System\\.(nanoTime|currentTimeMillis)|java\\.time\\..*\\.now");

  @ArchTest
  static final ArchRule only_clock_sleeps =
      onlyIn(
          "shippy.clock",
          "java\\.lang\\.Thread\\.sleep|.*\\.LockSupport\\.park.+|.*\\.TimeUnit\\.sleep");

  @ArchTest
  static final ArchRule only_clock_makes_randomness =
      onlyIn(
          "shippy.clock",
          "java\\.util\\.(Random|SplittableRandom)\\.<init>"
              + "|java\\.util\\.concurrent\\.ThreadLocalRandom\\.current"
              + "|java\\.util\\.random\\.RandomGenerator\\.(of|getDefault)"
              + "|java\\.lang\\.Math\\.random");

  /** Services are called over channels of the platform; etcd is no service of ours. */
  @ArchTest
  static final ArchRule only_platform_builds_servers_and_channels =
      onlyIn(
          "shippy.[platform|registry.etcd.client]",
          "io\\.grpc\\.netty\\.Netty(Server|Channel)Builder\\.(for.*|<init>)"
              + "|io\\.grpc\\.(ManagedChannelBuilder|ServerBuilder|Grpc)\\.(for|new).*");

  private static ArchRule strangers(String one, String other) {
    return noClasses()
        .that()
        .resideInAPackage("shippy." + one + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("shippy." + other + "..");
  }

  /** The calls, as {@code class.method}, are made by classes of one package only. */
  private static ArchRule onlyIn(String home, String calls) {
    Pattern pattern = Pattern.compile(calls);
    return noClasses()
        .that()
        .resideOutsideOfPackages(home, "shippy.testkit..", "shippy.bench..", "..jmh_generated..")
        .should()
        .callCodeUnitWhere(
            DescribedPredicate.<JavaCall<?>>describe(
                calls,
                call ->
                    pattern
                        .matcher(call.getTargetOwner().getName() + "." + call.getName())
                        .matches()));
  }
}
